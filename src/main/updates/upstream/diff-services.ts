import { isAbsolute, relative } from 'node:path'
import type { UpstreamDiff } from '../../../shared/updates.ts'
import type { ComparedProject, ComparedService } from './read-project.ts'

type Change = UpstreamDiff['services'][number]['changes'][number]

/** A project and the folder from which its files name paths. */
export interface Side {
  readonly dir: string
  readonly services: ComparedProject
}

/** What `theirs` has that `ours` has not, by services. Values of variables are compared, but never told. Pure. */
export function diffServices(
  ours: Side,
  theirs: Side,
): Pick<UpstreamDiff, 'addedServices' | 'removedServices' | 'services'> {
  const [own, other] = [Object.keys(ours.services), Object.keys(theirs.services)]
  const services = own.flatMap((service) => {
    const [here, there] = [ours.services[service], theirs.services[service]]
    if (!here || !there) return []
    const changes = diffService({ dir: ours.dir, service: here }, { dir: theirs.dir, service: there })
    return changes.length === 0 ? [] : [{ service, changes }]
  })
  return {
    addedServices: other.filter((name) => !own.includes(name)).sort(),
    removedServices: own.filter((name) => !other.includes(name)).sort(),
    services: services.sort((a, b) => a.service.localeCompare(b.service)),
  }
}

interface OneSide {
  readonly dir: string
  readonly service: ComparedService
}

function diffService(ours: OneSide, theirs: OneSide): Change[] {
  const [here, there] = [ours.service, theirs.service]
  const changes = [
    diffImage(here.image ?? 'none', there.image ?? 'none'),
    diffValue('build', withoutDir(here.build, ours.dir), withoutDir(there.build, theirs.dir)),
    diffValue('command', [here.entrypoint, here.command], [there.entrypoint, there.command]),
    diffMap('environment', here.environment ?? {}, there.environment ?? {}),
    diffList('ports', portsOf(here), portsOf(there)),
    diffList('volumes', volumesOf(ours), volumesOf(theirs)),
    diffMap('depends_on', conditionsOf(here), conditionsOf(there)),
    diffValue('healthcheck', here.healthcheck, there.healthcheck),
  ]
  return changes.filter(
    ({ added, removed, changed }) => added.length > 0 || removed.length > 0 || changed.length > 0,
  )
}

function diffImage(here: string, there: string): Change {
  return { part: 'image', added: [], removed: [], changed: here === there ? [] : [`${here} → ${there}`] }
}

/** A command or a build can hold secrets, so that only is told that it differs. */
function diffValue(part: Change['part'], here: unknown, there: unknown): Change {
  const isSame = JSON.stringify(here ?? null) === JSON.stringify(there ?? null)
  return { part, added: [], removed: [], changed: isSame ? [] : ['differs'] }
}

function diffMap(
  part: Change['part'],
  here: Readonly<Record<string, string | null>>,
  there: Readonly<Record<string, string | null>>,
): Change {
  const names = Object.keys(here)
  return {
    part,
    added: Object.keys(there)
      .filter((name) => !(name in here))
      .sort(),
    removed: names.filter((name) => !(name in there)).sort(),
    changed: names.filter((name) => name in there && here[name] !== there[name]).sort(),
  }
}

function diffList(part: Change['part'], here: readonly string[], there: readonly string[]): Change {
  return {
    part,
    added: there.filter((item) => !here.includes(item)).sort(),
    removed: here.filter((item) => !there.includes(item)).sort(),
    changed: [],
  }
}

function portsOf({ ports }: ComparedService): string[] {
  return (ports ?? []).map(({ host_ip: address, published, target, protocol = 'tcp' }) => {
    const from = [address, published].filter((part) => part !== undefined && part !== '')
    return `${[...from, target].join(':')}/${protocol}`
  })
}

/** Paths are told from the folder of their files: the two lie in different places. */
function volumesOf({ dir, service }: OneSide): string[] {
  return (service.volumes ?? []).map(({ type, source = '', target }) => {
    const from = type === 'bind' ? withoutDir(source, dir) : source
    return `${String(from)}:${target}`
  })
}

function conditionsOf({ depends_on: dependencies }: ComparedService): Record<string, string> {
  return Object.fromEntries(
    Object.entries(dependencies ?? {}).map(([name, { condition = 'service_started' }]) => [name, condition]),
  )
}

function withoutDir(value: unknown, dir: string): unknown {
  if (typeof value === 'string') {
    if (!isAbsolute(value)) return value
    const path = relative(dir, value)
    return path.startsWith('..') ? value : `./${path}`
  }
  if (Array.isArray(value)) return value.map((item) => withoutDir(item, dir))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutDir(item, dir)]))
}
