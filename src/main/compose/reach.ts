import type { ServiceReach } from './model.ts'

/** The part of a resolved service that says how it is reached. */
export interface ReachConfig {
  readonly labels?: Readonly<Record<string, string>> | null | undefined
  readonly networks?:
    | Readonly<Record<string, { readonly aliases?: readonly string[] | null | undefined } | null>>
    | null
    | undefined
  readonly network_mode?: string | undefined
  readonly expose?: readonly (string | number)[] | null | undefined
  readonly healthcheck?: { readonly test?: string | readonly string[] | null | undefined } | null | undefined
}

/**
 * By which names and ports a service is reached. `networkName` gives the engine's name of a network of the file; `texts` are the
 * project's files. Pure.
 */
export function readReach(
  config: ReachConfig,
  networkName: (key: string) => string,
  texts: readonly string[],
): ServiceReach {
  const { test } = config.healthcheck ?? {}
  return {
    labels: keepLabels(config.labels ?? {}, texts),
    networks: Object.entries(config.networks ?? {}).map(([key, network]) => ({
      name: networkName(key),
      aliases: [...(network?.aliases ?? [])],
    })),
    networkMode: config.network_mode ?? null,
    exposes: unique((config.expose ?? []).flatMap(portsOf)),
    checkPorts: portsOfCheck(typeof test === 'string' ? test : (test ?? []).join(' ')),
  }
}

/**
 * Labels that say where a service is found. Of proxies and dashboards only those that make a link: others of them hold password
 * hashes and keys. Of everybody else what is short, looks like no secret, and stands in the files as it is: the value of a variable
 * does not. Compose prints `$` twice.
 */
function keepLabels(
  labels: Readonly<Record<string, string>>,
  texts: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(labels).flatMap(([name, value]) =>
      isKept(name, value, texts) ? [[name, value.replaceAll('$$', '$')]] : [],
    ),
  )
}

function isKept(name: string, value: string, texts: readonly string[]): boolean {
  if (value.length > 500 || /:\/\/[^/]*@/.test(value)) return false
  if (/^(traefik|caddy|homepage)([._]|$)/i.test(name)) return linkLabels.test(name)
  return !secretWords.test(name) && texts.some((text) => text.includes(value))
}

const linkLabels =
  /^(traefik\.enable|traefik\.http\.routers\.[^.]+\.(rule|entrypoints|tls(\..+)?)|caddy(_\d+)?(\.(reverse_proxy|tls))?|homepage\.(name|href|description|group))$/i
const secretWords = /pass|secret|token|key|auth|credential|private|salt|dsn/i

function portsOf(text: string | number): number[] {
  const [, first, last] = /^(\d{1,5})(?:-(\d{1,5}))?(?:\/tcp)?$/.exec(String(text)) ?? []
  if (first === undefined) return []
  const from = Number(first)
  const to = Math.min(Number(last ?? first), from + 100)
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index).filter(isPort)
}

/** A health check asks the service itself, so the port of its address is one that the service listens on. */
function portsOfCheck(test: string): readonly number[] {
  const found = [...test.matchAll(/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])[:\s/](\d{2,5})\b/g)]
  return unique(found.map(([, port]) => Number(port)).filter(isPort))
}

function isPort(port: number): boolean {
  return port > 0 && port < 65_536
}

function unique(ports: readonly number[]): readonly number[] {
  return [...new Set(ports)].sort((a, b) => a - b)
}
