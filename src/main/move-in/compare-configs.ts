import { isDeepStrictEqual } from 'node:util'
import type { SplitDifference } from '../../shared/move-in.ts'
import type { ResolvedConfig } from './resolved-config.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * What the new files say otherwise than the old one. With projects of their own, some of that is meant: it has a reason.
 * Names of keys only; the values may be secrets.
 */
export function compareConfigs(
  old: ResolvedConfig,
  fresh: ResolvedConfig,
  options: {
    readonly isNumbered: boolean
    /** Group by service. */
    readonly groupOf: ReadonlyMap<string, string>
    /** Networks, by their names in the file, that are external from now on. */
    readonly outsideNetworks: ReadonlySet<string>
  },
): readonly SplitDifference[] {
  const names = [...new Set([...Object.keys(old.services), ...Object.keys(fresh.services)])].toSorted()
  const services = names.flatMap((name) =>
    compareService(name, old.services[name], fresh.services[name], options),
  )
  const parts = (['networks', 'volumes', 'secrets', 'configs'] as const).flatMap((part) =>
    comparePart(part, old, fresh, options),
  )
  return [...services, ...parts]
}

/** Keys of two services that differ, like `environment.PORT`; two levels deep. */
export function differingKeys(left: Fields, right: Fields): readonly string[] {
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].toSorted().flatMap((key) => {
    const [a, b] = [left[key], right[key]]
    if (isDeepStrictEqual(a, b)) return []
    if (!isMap(a) || !isMap(b)) return [key]
    return [...new Set([...Object.keys(a), ...Object.keys(b)])]
      .toSorted()
      .filter((inner) => !isDeepStrictEqual(a[inner], b[inner]))
      .map((inner) => `${key}.${inner}`)
  })
}

function compareService(
  name: string,
  old: Fields | undefined,
  fresh: Fields | undefined,
  { isNumbered, groupOf }: Parameters<typeof compareConfigs>[2],
): readonly SplitDifference[] {
  if (!old || !fresh) return [{ what: `${name} is only in the ${old ? 'old' : 'new'} files.`, why: null }]
  const isOutside = (other: string) => isNumbered && groupOf.get(other) !== groupOf.get(name)
  const inside = withoutOutside(old, isOutside)
  const changed = differingKeys(inside, fresh).map((key): SplitDifference => ({
    what: `${name}: ${key} differs.`,
    why: null,
  }))
  const cutOff = differingKeys(old, inside).map((key): SplitDifference => ({
    what: `${name}: ${key} is left out.`,
    why: 'It is in another project now; `needs` in switchyard.yaml keeps the order.',
  }))
  return [...changed, ...cutOff]
}

/** The service as it must be in a project of its own: without what depends on other projects. */
function withoutOutside(service: Fields, isOutside: (name: string) => boolean): Fields {
  const { depends_on: dependsOn, links, ...rest } = service
  const kept = isMap(dependsOn)
    ? Object.fromEntries(Object.entries(dependsOn).filter(([name]) => !isOutside(name)))
    : {}
  const linked = Array.isArray(links)
    ? links.filter((link) => !isOutside(String(link).split(':')[0] ?? ''))
    : []
  return {
    ...rest,
    ...(Object.keys(kept).length > 0 ? { depends_on: kept } : {}),
    ...(linked.length > 0 ? { links: linked } : {}),
  }
}

function comparePart(
  part: 'networks' | 'volumes' | 'secrets' | 'configs',
  old: ResolvedConfig,
  fresh: ResolvedConfig,
  { isNumbered, outsideNetworks }: Parameters<typeof compareConfigs>[2],
): readonly SplitDifference[] {
  const names = [...new Set([...Object.keys(old[part]), ...Object.keys(fresh[part])])].toSorted()
  return names.flatMap((name): SplitDifference[] => {
    const [before, after] = [old[part][name], fresh[part][name]]
    const what = `${part}.${name}`
    if (isDeepStrictEqual(before, after)) return []
    if (!before || !after) {
      const isUnused = isNumbered && before !== undefined
      return [
        {
          what: `${what} is only in the ${before ? 'old' : 'new'} files.`,
          why: isUnused ? 'No service uses it.' : null,
        },
      ]
    }
    if (!isNumbered) return [{ what: `${what} differs.`, why: null }]
    if (part === 'secrets' || part === 'configs') {
      const bare = (fields: Fields) => ({ ...fields, name: null })
      return isDeepStrictEqual(bare(before), bare(after)) ? [] : [{ what: `${what} differs.`, why: null }]
    }
    if (before['name'] === after['name'])
      return [
        {
          what: `${what} is external.`,
          why: `It keeps its name ${String(after['name'])}, and what is in it.`,
        },
      ]
    const isOwn = part === 'networks' && !outsideNetworks.has(name)
    return [
      {
        what: `${what} has another name.`,
        why: isOwn ? 'Only one stack uses it; its project makes it anew.' : null,
      },
    ]
  })
}

function isMap(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
