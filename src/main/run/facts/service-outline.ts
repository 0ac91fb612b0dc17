import type { EnvironmentPart, ServiceChange } from '../../../shared/environments.ts'
import type { ResolvedService } from '../../compose/model.ts'
import type { ContainerSummary } from '../../engine/model.ts'

/** Words by part; a part that is missing is not known. */
export type Outline = Readonly<Partial<Record<Exclude<EnvironmentPart, 'settings'>, readonly string[]>>> & {
  /** Short hashes by key. */
  readonly settings?: Readonly<Record<string, string>>
}

export function outlineOf(service: ResolvedService, project: string): Required<Outline> {
  const { target, mounts, networks, limits, settings } = service.outline
  return {
    image: [imageOf(service, project)],
    target: target === null ? [] : [target],
    ports: service.ports.map(portWord),
    mounts,
    networks,
    limits,
    settings,
  }
}

/** The name that Compose gives to what it builds, where the file gives none. */
export function imageOf(service: ResolvedService, project: string): string {
  return service.image ?? `${project}-${service.name}`
}

/** Of a container that none of today's files would make: only what the engine lists of it. */
export function outlineOfContainer({ image, ports, state }: ContainerSummary): Outline {
  // The engine lists a port once for IPv4 and once for IPv6.
  const words = ports.map((port) => portWord({ ...port, address: port.address === '::' ? '' : port.address }))
  return { image: [image], ...(state === 'running' ? { ports: [...new Set(words)] } : {}) }
}

/** Like `127.0.0.1:8000→80/tcp`; `*` stands for a port that the engine chooses. */
export function portWord(port: ResolvedService['ports'][number]): string {
  const isEvery = port.address === '' || port.address === '0.0.0.0'
  const address = isEvery ? '' : `${port.address}:`
  return `${address}${port.port === 0 ? '*' : port.port}→${port.target}/${port.protocol}`
}

const parts = ['image', 'target', 'ports', 'mounts', 'networks', 'limits'] as const

/** What differs, part by part. With null on one side, everything that the other side has. Pure. */
export function compareOutlines(before: Outline | null, after: Outline | null): ServiceChange['differences'] {
  const shown = parts.flatMap((part) => {
    const [was, is] = [wordsOf(before, part), wordsOf(after, part)]
    if (!was || !is || isSameSet(was, is)) return []
    return [{ part, before: [...was], after: [...is] }]
  })
  if (!before?.settings || !after?.settings) return shown
  const keys = [...new Set([...Object.keys(before.settings), ...Object.keys(after.settings)])]
  const changed = keys.filter((key) => before.settings?.[key] !== after.settings?.[key]).sort()
  // Where a stage is named, that is what differs in its build.
  const named = shown.some(({ part }) => part === 'target')
    ? changed.filter((key) => key !== 'build')
    : changed
  return named.length === 0 ? shown : [...shown, { part: 'settings', before: [], after: named }]
}

function wordsOf(outline: Outline | null, part: (typeof parts)[number]): readonly string[] | undefined {
  return outline ? outline[part] : []
}

function isSameSet(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((word) => right.includes(word))
}
