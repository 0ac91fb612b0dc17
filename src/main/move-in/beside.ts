import { besideName } from '../../shared/move-in-words.ts'
import type { MovedPort } from '../../shared/move-in.ts'
import { flow } from './build-files.ts'
import type { GroupTarget } from './model.ts'
import type { ResolvedConfig } from './resolved-config.ts'

interface Port {
  readonly target?: number
  readonly published?: string
  readonly protocol?: string
  readonly host_ip?: string
  readonly mode?: string
}

interface Mount {
  readonly type?: string
  readonly source?: string
  readonly target?: string
  readonly read_only?: boolean
}

export interface Beside {
  /** Override by group. */
  readonly texts: ReadonlyMap<string, string>
  readonly ports: readonly MovedPort[]
  readonly notes: readonly string[]
  /** Networks that the overrides call external, and that nobody else makes. */
  readonly networks: readonly string[]
}

export interface BesideOptions {
  readonly config: ResolvedConfig
  readonly targets: readonly GroupTarget[]
  readonly offset: number
  readonly isTaken: (port: number) => boolean
  /** What stands at a path of this machine; a service that writes there must not meet the old one. */
  readonly kindOfPath: (path: string) => 'file' | 'folder' | 'other'
}

/**
 * Overrides that let the new stacks run while the old ones do: other ports, names of their own for containers and networks, and
 * empty volumes. Nothing that the old containers write to is shared. Pure.
 */
export function renderBeside(options: BesideOptions): Beside {
  const { config, targets } = options
  const ports: MovedPort[] = []
  const notes: string[] = []
  const networks = new Set<string>()
  const given = new Set<number>()
  const texts = new Map<string, string>()
  for (const { group, project } of targets) {
    const services = group.services.flatMap(({ service: { name } }) => {
      const service = config.services[name]
      if (!service) return []
      if (service['network_mode'] === 'host') {
        notes.push(
          `${name} uses the network of the machine: beside the old one, it may find its ports taken.`,
        )
      }
      const lines = [
        ...(typeof service['container_name'] === 'string' ? ['    container_name: !reset null'] : []),
        ...movePorts(name, listOf(service['ports']) as readonly Port[], options, given, ports),
        ...moveMounts(name, listOf(service['volumes']) as readonly Mount[], options, notes),
      ]
      return lines.length > 0 ? [`  ${flow(name)}:`, ...lines] : []
    })
    const used = (section: 'networks' | 'volumes') =>
      [...new Set(group.services.flatMap(({ service }) => service[section]))].flatMap((key) => {
        const found = config[section][key]
        return found ? [{ key, name: String(found['name']), isExternal: found['external'] === true }] : []
      })
    // Compose's own names follow the project; what has a name of its own needs another one.
    const isFixed = (entry: { key: string; name: string; isExternal: boolean }) =>
      entry.isExternal || entry.name !== `${project}_${entry.key}`
    const owned = besideVolumes(services)
    const volumes = [
      ...used('volumes')
        .filter(isFixed)
        .map(({ key, name }) => `  ${flow(key)}: !override { name: ${flow(`${name}-${besideName}`)} }`),
      ...owned.map((volume) => `  ${flow(volume)}: {}`),
    ]
    const outside = used('networks')
      .filter(isFixed)
      .map(({ key, name, isExternal }) => {
        if (isExternal) networks.add(`${name}-${besideName}`)
        return isExternal
          ? `  ${flow(key)}: !override { name: ${flow(`${name}-${besideName}`)}, external: true }`
          : `  ${flow(key)}: { name: ${flow(`${name}-${besideName}`)} }`
      })
    const parts = [
      ...(services.length > 0 ? ['services:', ...services] : []),
      ...(volumes.length > 0 ? ['volumes:', ...volumes] : []),
      ...(outside.length > 0 ? ['networks:', ...outside] : []),
    ]
    const head =
      '# Laid over the stack to run it beside the old one: other ports, empty volumes, names of its own.'
    texts.set(group.name, `${[head, ...(parts.length > 0 ? parts : ['services: {}'])].join('\n')}\n`)
  }
  return { texts, ports, notes, networks: [...networks] }
}

function movePorts(
  service: string,
  ports: readonly Port[],
  { offset, isTaken }: BesideOptions,
  given: Set<number>,
  moved: MovedPort[],
): string[] {
  if (ports.every(({ published }) => published === undefined)) return []
  const lines = ports.map(({ target, published, protocol = 'tcp', host_ip: address, mode }) => {
    const wanted =
      published === undefined ? null : movePort(published, offset, (port) => isTaken(port) || given.has(port))
    for (const port of wanted?.all ?? []) given.add(port)
    if (published !== undefined && wanted) {
      const at = address === undefined ? '' : `${address}:`
      moved.push({
        service,
        target: `${target}/${protocol}`,
        from: `${at}${published}`,
        to: `${at}${wanted.text}`,
      })
    }
    const fields = {
      target,
      ...(wanted ? { published: wanted.text } : {}),
      protocol,
      ...(address === undefined ? {} : { host_ip: address }),
      ...(mode === undefined ? {} : { mode }),
    }
    return `      - ${flow(fields)}`
  })
  return ['    ports: !override', ...lines]
}

/** A port or a range of ports, moved to where all of it is free. */
export function movePort(
  published: string,
  offset: number,
  isTaken: (port: number) => boolean,
): { readonly text: string; readonly all: readonly number[] } {
  const [first = 0, last = first] = published.split('-').map(Number)
  const size = last - first + 1
  const range = (start: number) => Array.from({ length: size }, (_, index) => start + index)
  let start = first + offset
  for (let tries = 0; tries < 50_000; tries += 1, start += 1) {
    if (start + size - 1 > 65_535) start = 20_000
    const all = range(start)
    if (!all.some(isTaken)) return { text: size === 1 ? String(start) : `${start}-${start + size - 1}`, all }
  }
  throw new Error(`no free port was found for ${published}`)
}

/** Folders that are written to become empty volumes or are only read; files are only read; sockets stay. */
function moveMounts(
  service: string,
  mounts: readonly Mount[],
  { kindOfPath }: BesideOptions,
  notes: string[],
): string[] {
  const lines = mounts.flatMap(({ type, source, target, read_only: isReadOnly }, index) => {
    if (type !== 'bind' || isReadOnly === true || source === undefined || target === undefined) return []
    const kind = kindOfPath(source)
    if (kind === 'other') return []
    if (kind === 'file' || /^\/(etc|usr)(\/|$)/.test(target)) {
      notes.push(
        `${service} may only read ${target} beside: the old one has the same ${kind} of this machine.`,
      )
      return [`      - ${flow({ type: 'bind', source, target, read_only: true })}`]
    }
    notes.push(
      `${service} has an empty volume at ${target} beside: the old one writes to that folder of this machine.`,
    )
    return [`      - ${flow({ type: 'volume', source: `${besideName}-${service}-${index + 1}`, target })}`]
  })
  return lines.length > 0 ? ['    volumes:', ...lines] : []
}

function besideVolumes(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => /type: volume, source: "?([\w.-]+)"?/.exec(line)?.[1] ?? [])
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
