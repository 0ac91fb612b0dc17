/**
 * Whether `config --hash` tells other hashes for these files than `up` notes on containers: it hashes the names of env files where
 * `up` hashes what stands in them, and containers named under volumes_from as they are written.
 */
export function hashesUnsettled(texts: readonly string[]): boolean {
  return texts.some((text) => /\b(env_file|volumes_from)\b/.test(text))
}

/**
 * The configuration as `up` hashes it: where a service lives in the container of another one, that container's id stands for the
 * service. `config` is the output of `config --format json`; `containers` has the ids by service, and one without an id stays.
 */
export function settleConfig(config: string, containers: ReadonlyMap<string, string>): string {
  const whole = JSON.parse(config) as { readonly services?: Readonly<Record<string, Joining>> | null }
  const services = Object.entries(whole.services ?? {}).map(
    ([name, service]) => [name, settleService(service, containers)] as const,
  )
  return JSON.stringify({ ...whole, services: Object.fromEntries(services) })
}

/** Services in whose containers this one lives: `service:vpn` as network, ipc or pid, `data:ro` under volumes_from. */
export function findJoined({ network_mode, ipc, pid, volumes_from }: Joining): string[] {
  const modes = [network_mode, ipc, pid].flatMap((mode) => serviceOf(mode) ?? [])
  const lenders = (volumes_from ?? []).filter((source) => !isContainer(source)).map(nameOf)
  return [...new Set([...modes, ...lenders])]
}

interface Joining {
  readonly network_mode?: string | undefined
  readonly ipc?: string | undefined
  readonly pid?: string | undefined
  readonly volumes_from?: readonly string[] | undefined
}

function settleService(service: Joining, containers: ReadonlyMap<string, string>): Joining {
  const modes = (['network_mode', 'ipc', 'pid'] as const).flatMap((key) => {
    const id = containers.get(serviceOf(service[key]) ?? '')
    return id === undefined ? [] : [[key, `container:${id}`] as const]
  })
  const lenders = service.volumes_from?.map((source) =>
    isContainer(source)
      ? nameOf(source.slice('container:'.length))
      : (containers.get(nameOf(source)) ?? source),
  )
  return { ...service, ...Object.fromEntries(modes), ...(lenders ? { volumes_from: lenders } : {}) }
}

function serviceOf(mode: string | undefined): string | undefined {
  return /^service:(.+)$/.exec(mode ?? '')?.[1]
}

function isContainer(source: string): boolean {
  return source.startsWith('container:')
}

/** `data:ro` lends read-only; Compose forgets that when it hashes. */
function nameOf(source: string): string {
  return source.split(':')[0] ?? source
}
