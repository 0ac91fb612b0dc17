import type { usualGroups } from '../../shared/move-in-words.ts'

type UsualGroup = (typeof usualGroups)[number]

interface Kind {
  readonly group: UsualGroup
  /** What such an image is, after "is". */
  readonly what: string
  /** Parts of an image's path, without registry and tag. */
  readonly names: readonly string[]
}

/** What is known of images; the first kind that fits counts. The list is in docs/moving-in.md too. */
export const imageKinds: readonly Kind[] = [
  {
    group: 'apps',
    what: 'an app',
    names: [
      'open-webui',
      'n8n',
      'flowise',
      'searxng',
      'langfuse',
      'librechat',
      'anything-llm',
      'dify',
      'nextcloud',
      'jellyfin',
      'immich',
      'home-assistant',
      'gitea',
      'homepage',
      'metabase',
      'pgadmin',
      'adminer',
      'redisinsight',
      'mongo-express',
      'minio-console',
    ],
  },
  {
    group: 'infrastructure',
    what: 'a proxy or tunnel',
    names: [
      'traefik',
      'caddy',
      'nginx',
      'nginx-proxy-manager',
      'haproxy',
      'envoy',
      'kong',
      'cloudflared',
      'tailscale',
      'wireguard',
      'wg-easy',
      'headscale',
      'ngrok',
      'docker-socket-proxy',
      'pihole',
      'adguardhome',
    ],
  },
  {
    group: 'infrastructure',
    what: 'for sign-in or secrets',
    names: ['authelia', 'authentik', 'keycloak', 'oauth2-proxy', 'vault', 'infisical', 'vaultwarden'],
  },
  {
    group: 'infrastructure',
    what: 'for watching or managing the lab',
    names: [
      'prometheus',
      'grafana',
      'loki',
      'promtail',
      'alertmanager',
      'node-exporter',
      'cadvisor',
      'jaeger',
      'opentelemetry-collector',
      'otel-collector',
      'portainer',
      'watchtower',
      'dozzle',
      'uptime-kuma',
      'consul',
      'registry',
    ],
  },
  {
    group: 'data',
    what: 'a database',
    names: [
      'postgres',
      'postgresql',
      'pgvector',
      'timescaledb',
      'mysql',
      'mariadb',
      'mongo',
      'mongodb',
      'redis',
      'valkey',
      'keydb',
      'dragonfly',
      'memcached',
      'elasticsearch',
      'opensearch',
      'clickhouse',
      'clickhouse-server',
      'neo4j',
      'qdrant',
      'weaviate',
      'milvus',
      'chroma',
      'influxdb',
      'cassandra',
      'couchdb',
      'dynamodb-local',
      'surrealdb',
      'meilisearch',
      'typesense',
      'etcd',
    ],
  },
  { group: 'data', what: 'a store of files', names: ['minio', 'seaweedfs', 'garage'] },
  { group: 'data', what: 'a message broker', names: ['rabbitmq', 'kafka', 'nats', 'mosquitto', 'redpanda'] },
  {
    group: 'compute',
    what: 'a model server',
    names: [
      'ollama',
      'vllm',
      'vllm-openai',
      'sglang',
      'llama.cpp',
      'localai',
      'local-ai',
      'text-generation-inference',
      'text-embeddings-inference',
      'text-generation-webui',
      'comfyui',
      'stable-diffusion',
      'automatic1111',
      'whisper',
      'faster-whisper',
      'tritonserver',
      'xtts',
      'kokoro',
      'kokoro-fastapi',
      'lmdeploy',
      'tabby',
      'tabbyapi',
      'infinity',
      'litellm',
    ],
  },
]

/** Names of services that say what they are for, where the image says nothing. */
const nameKinds: readonly { readonly group: UsualGroup; readonly pattern: RegExp }[] = [
  {
    group: 'infrastructure',
    pattern: /(^|[-_])(proxy|gateway|tunnel|auth|login|admin|logging|logger|metrics)([-_]|$)/,
  },
  {
    group: 'data',
    pattern: /(^|[-_])(db|database|postgres|redis|mysql|mongo|dynamodb|cache|queue|vector-?db)([-_]|$)/,
  },
  { group: 'compute', pattern: /(^|[-_])(ollama|sglang|vllm|llm|embeddings?|whisper|comfyui)([-_]|$)/ },
]

/** The group that an image belongs to and why; null for an image that nobody knows. */
export function kindOfImage(image: string): { readonly group: UsualGroup; readonly why: string } | null {
  // Of `${IMAGE:-postgres:16}` the default counts.
  const written = image.replaceAll(/\$\{\w+:?[-+?]([^}]*)\}/g, '$1')
  const parts = written
    .replace(/@.*$/, '')
    .replace(/:[^/:]*$/, '')
    .toLowerCase()
    .split('/')
  const known = [parts.at(-1) ?? '', ...parts.slice(0, -1).toReversed()]
  for (const part of known) {
    const kind = imageKinds.find(({ names }) => names.some((name) => isNamed(part, name)))
    if (kind) return { group: kind.group, why: `The image ${part} is ${kind.what}.` }
  }
  return null
}

export function kindOfName(service: string): UsualGroup | null {
  return nameKinds.find(({ pattern }) => pattern.test(service.toLowerCase()))?.group ?? null
}

/** `redis` is `redis` and `redis-stack-server`, and not `redisinsight`. */
function isNamed(part: string, name: string): boolean {
  return part === name || part.startsWith(`${name}-`) || part.startsWith(`${name}_`)
}
