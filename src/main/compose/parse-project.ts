import { z } from 'zod'
import type { DependencyCondition, ResolvedProject, ResolvedService, UnsetVariable } from './model.ts'
import { readReach } from './reach.ts'
import { outlineService } from './outline.ts'
import { findJoined } from './settle-config.ts'

/**
 * Reduces the output of `docker compose config --format json` to what Switchyard keeps.
 * `hashes`: the output of `config --hash '*'`; `texts`: the project's files.
 */
export function parseProject(
  configJson: string,
  hashes: string,
  unsetVariables: readonly UnsetVariable[],
  texts: readonly string[],
): ResolvedProject {
  const whole = JSON.parse(configJson) as { readonly services?: Readonly<Record<string, object>> | null }
  const config = configSchema.parse(whole)
  const hashOf = parseHashes(hashes)
  const names = { networks: namesOf(config.networks), volumes: namesOf(config.volumes) }
  return {
    name: config.name,
    services: Object.entries(config.services ?? {}).map(([name, service]) => {
      const configHash = hashOf.get(name)
      if (configHash === undefined) throw new Error(`Compose gave no configuration hash for service ${name}`)
      return {
        ...reduceService(name, service, configHash),
        reach: readReach(service, (key) => names.networks.get(key) ?? key, texts),
        outline: outlineService({ ...whole.services?.[name] }, names),
      }
    }),
    networks: Object.entries(config.networks ?? {}).map(([key, network]) => ({
      name: network?.name ?? key,
      external: isExternal(network?.external),
    })),
    volumes: Object.entries(config.volumes ?? {}).map(([key, volume]) => ({
      name: volume?.name ?? key,
      external: isExternal(volume?.external),
    })),
    unsetVariables,
  }
}

const externalSchema = z.union([z.boolean(), z.object({ name: z.string().optional() })]).optional()

const serviceSchema = z.object({
  image: z.string().optional(),
  build: z.unknown().optional(),
  pull_policy: z.string().optional(),
  container_name: z.string().optional(),
  profiles: z.array(z.string()).optional(),
  depends_on: z
    .record(
      z.string(),
      z.object({
        condition: z.string().optional(),
        required: z.boolean().optional(),
        restart: z.boolean().optional(),
      }),
    )
    .optional(),
  ipc: z.string().optional(),
  pid: z.string().optional(),
  volumes_from: z.array(z.string()).optional(),
  healthcheck: z
    .object({
      disable: z.boolean().optional(),
      test: z.union([z.string(), z.array(z.string())]).nullish(),
    })
    .nullish(),
  ports: z
    .array(
      z.object({
        target: z.number(),
        published: z.union([z.string(), z.number()]).optional(),
        host_ip: z.string().optional(),
        protocol: z.string().optional(),
      }),
    )
    .optional(),
  restart: z.string().optional(),
  scale: z.number().optional(),
  deploy: z
    .object({
      replicas: z.coerce.number().optional(),
      restart_policy: z.object({ condition: z.string().optional() }).nullish(),
    })
    .nullish(),
  post_start: z.array(z.unknown()).optional(),
  pre_start: z.array(z.unknown()).optional(),
  pre_stop: z.array(z.unknown()).optional(),
  secrets: z.array(z.unknown()).optional(),
  configs: z.array(z.unknown()).optional(),
  provider: z.unknown().optional(),
  labels: z.record(z.string(), z.string()).nullish(),
  networks: z.record(z.string(), z.object({ aliases: z.array(z.string()).nullish() }).nullable()).nullish(),
  network_mode: z.string().optional(),
  expose: z.array(z.union([z.string(), z.number()])).nullish(),
})

const configSchema = z.object({
  name: z.string(),
  services: z.record(z.string(), serviceSchema).nullish(),
  networks: z
    .record(z.string(), z.object({ name: z.string().optional(), external: externalSchema }).nullish())
    .nullish(),
  volumes: z
    .record(z.string(), z.object({ name: z.string().optional(), external: externalSchema }).nullish())
    .nullish(),
})

type ServiceConfig = z.infer<typeof serviceSchema>

/** What the engine calls the networks or volumes, by their keys in the file. */
function namesOf(
  parts:
    Readonly<Record<string, { readonly name?: string | undefined } | null | undefined>> | null | undefined,
): ReadonlyMap<string, string> {
  return new Map(Object.entries(parts ?? {}).map(([key, part]) => [key, part?.name ?? key]))
}

function reduceService(
  name: string,
  service: ServiceConfig,
  configHash: string,
): Omit<ResolvedService, 'outline' | 'reach'> {
  const has = (list: readonly unknown[] | undefined) => (list?.length ?? 0) > 0
  return {
    name,
    image: service.image ?? null,
    hasBuild: service.build !== undefined && service.build !== null,
    pullPolicy: service.pull_policy ?? null,
    containerName: service.container_name ?? null,
    profiles: service.profiles ?? [],
    dependsOn: Object.entries(service.depends_on ?? {}).map(([dependency, how]) => ({
      service: dependency,
      condition: parseCondition(how.condition),
      required: how.required ?? true,
    })),
    follows: findFollowed(service),
    joins: findJoined(service),
    healthCheck: hasHealthCheck(service.healthcheck),
    ports: (service.ports ?? []).map((port) => ({
      address: port.host_ip ?? '',
      port: Number.parseInt(String(port.published ?? '0'), 10) || 0,
      target: port.target,
      protocol: port.protocol ?? 'tcp',
    })),
    restart: service.restart ?? deployRestart(service) ?? 'no',
    scale: service.deploy?.replicas ?? service.scale ?? 1,
    startsByCompose:
      has(service.post_start) ||
      has(service.pre_start) ||
      has(service.secrets) ||
      has(service.configs) ||
      (service.provider !== undefined && service.provider !== null),
    stopsByCompose: has(service.pre_stop) || (service.provider !== undefined && service.provider !== null),
    configHash,
  }
}

/** Compose's own default condition is `service_started`. */
function parseCondition(condition: string | undefined): DependencyCondition {
  return condition === 'service_healthy' || condition === 'service_completed_successfully'
    ? condition
    : 'service_started'
}

/** Those in whose containers it lives, and those with `restart: true` under depends_on. */
function findFollowed(service: ServiceConfig): string[] {
  const restarting = Object.entries(service.depends_on ?? {}).flatMap(([name, { restart }]) =>
    restart === true ? [name] : [],
  )
  return [...new Set([...findJoined(service), ...restarting])]
}

function deployRestart(service: ServiceConfig): string | null {
  const condition = service.deploy?.restart_policy?.condition
  if (condition === undefined) return null
  return condition === 'none' ? 'no' : condition === 'on-failure' ? 'on-failure' : 'unless-stopped'
}

function hasHealthCheck(check: ServiceConfig['healthcheck']): boolean {
  if (!check || check.disable === true) return false
  const test = typeof check.test === 'string' ? [check.test] : (check.test ?? [])
  return test[0] !== 'NONE'
}

/** The output of `config --hash '*'`, a line `service hash` each. */
export function parseHashes(output: string): ReadonlyMap<string, string> {
  const entries = output
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .flatMap(([name, hash]) => (name && hash ? [[name, hash] as const] : []))
  return new Map(entries)
}

function isExternal(external: z.infer<typeof externalSchema>): boolean {
  return external !== undefined && external !== false
}
