import type { ConfigLine } from '../../shared/detail.ts'
import type { Place } from '../../shared/errors.ts'
import { locate, type ResolvedPath } from './locate.ts'
import type { ProjectView } from './project-view.ts'
import { maskDocument, readLines } from './resolved-text.ts'

/** One service as Compose resolves it, and where each line comes from. */
export function describeServiceConfig(view: ProjectView, service: string): ConfigLine[] {
  return describeLines(view, (path) => path[0] === 'services' && path[1] === service).map((line) => ({
    ...line,
    text: line.text.replace(/^ {2}/, ''),
  }))
}

/** The services of a stack with the networks, volumes and the like of its project. */
export function describeStackConfig(view: ProjectView, services: ReadonlySet<string>): ConfigLine[] {
  return describeLines(view, ([section, name]) =>
    section === 'services' && name !== undefined
      ? services.has(String(name))
      : // What stands under `x-` has been put where it is used.
        !String(section).startsWith('x-'),
  )
}

function describeLines(view: ProjectView, isShown: (path: ResolvedPath) => boolean): ConfigLine[] {
  let isInside = false
  let last: Place | null = null
  return readLines(maskDocument(view.text, view.mask)).flatMap(({ text, paths }) => {
    const [outermost] = paths
    if (outermost) {
      isInside = isShown(outermost)
      last = findPlace(view, paths)
    }
    // A further line of a value stands where the value does.
    return isInside ? [{ text, place: last }] : []
  })
}

/** The key on a line tells more than the item that begins there with it. */
function findPlace({ resolved, sources }: ProjectView, paths: readonly ResolvedPath[]): Place | null {
  for (const path of paths.toReversed()) {
    const place = locate(sources.merged, resolved, path)
    if (place) return place
    const [section, service, part, name] = path
    if (section === 'services' && part === 'environment' && path.length === 4) {
      const entries = sources.serviceVariables.get(String(service)) ?? []
      return entries.findLast((entry) => entry.name === name)?.place ?? null
    }
  }
  return null
}
