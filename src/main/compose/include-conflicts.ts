import { readFileSync } from 'node:fs'
import { basename, dirname, relative, resolve } from 'node:path'
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import type { Place } from '../../shared/errors.ts'
import type { IncludeConflict } from '../../shared/move-in.ts'
import { placeInFile } from './place-in-file.ts'

const sections = ['services', 'networks', 'volumes', 'configs', 'secrets'] as const

interface Definition {
  readonly resource: string
  readonly place: Place
  /** What is said, in one form for all ways of writing it. */
  readonly meaning: string
}

/**
 * What Compose refuses as "conflicts with imported resource": the same resource in a file and in one that it includes, or in two
 * that it includes, defined differently. Reads files; those that it cannot read are left to Compose.
 */
export function findIncludeConflicts(file: string): IncludeConflict[] {
  const definitions = [...definedIn(file), ...includedBy(file, new Set([file]))]
  const byResource = Map.groupBy(definitions, ({ resource }) => resource)
  return [...byResource].flatMap(([resource, all]) => {
    const first = all[0]
    if (!first || new Set(all.map(({ meaning }) => meaning)).size < 2) return []
    const places = all.map(({ place }) => place)
    return [{ resource, places, ways: waysOut(file, resource, places) }]
  })
}

/** `services.storage` out of Compose's own words; null when it says something else. */
export function conflictIn(reason: string): string | null {
  return (
    /\b((?:services|networks|volumes|configs|secrets)\.\S+) conflicts with imported resource/.exec(
      reason,
    )?.[1] ?? null
  )
}

function waysOut(file: string, resource: string, places: readonly Place[]): IncludeConflict['ways'] {
  const [section = '', ...rest] = resource.split('.')
  const name = rest.join('.')
  const dir = dirname(file)
  const path = (other: string) => relative(dir, other) || basename(other)
  const others = [...new Set(places.map((place) => place.file))].filter((other) => other !== file)
  const included = others[0] ?? file
  const merged = [...others.map(path), path(file)]
  return [
    {
      title:
        'Merge the files in order, as the stacks of Switchyard do: without include:, later files change what earlier ones say.',
      text: `stacks:\n  ${basename(dir).toLowerCase() || 'stack'}:\n    files: [${merged.join(', ')}] # and take include: out of ${basename(file)}\n`,
    },
    {
      title: 'Keep include: and give it a list: the second file of the entry is laid over the first.',
      text: `include:\n  - path: [${path(included)}, ${basename(included).replace(/(\.ya?ml)$/, '.override$1')}] # move ${resource} of ${basename(file)} there\n`,
    },
    {
      title: 'Give one of the two another name, when they are meant to be two.',
      text: `${section}:\n  ${name}-own: # was ${name}, in ${basename(file)}\n`,
    },
  ]
}

function includedBy(file: string, seen: Set<string>): Definition[] {
  const entries = listOf(
    (read(file)?.document.toJS() as { readonly include?: unknown } | null | undefined)?.include,
  )
  return entries.flatMap((entry) => {
    const paths = typeof entry === 'string' ? [entry] : listOf((entry as { path?: unknown } | null)?.path)
    const files = paths.flatMap((path) =>
      typeof path === 'string' && !/\$|:\/\//.test(path) ? [resolve(dirname(file), path)] : [],
    )
    // Of an entry with several files the later ones are laid over the first: they are one.
    const own = new Map(files.flatMap(definedIn).map((definition) => [definition.resource, definition]))
    const inner = files.flatMap((path) => {
      if (seen.has(path)) return []
      seen.add(path)
      return includedBy(path, seen)
    })
    return [...own.values(), ...inner]
  })
}

function definedIn(file: string): Definition[] {
  const found = read(file)
  if (!found) return []
  const { document, lines } = found
  const root = document.toJS() as Record<string, Record<string, unknown> | null>
  return sections.flatMap((section) => {
    const map = document.get(section)
    if (!isMap(map)) return []
    return map.items.flatMap(({ key }) => {
      if (!isScalar(key)) return []
      const name = String(key.value)
      const place = placeInFile(file, lines, key.range?.[0])
      return [{ resource: `${section}.${name}`, place, meaning: sorted(root[section]?.[name] ?? null) }]
    })
  })
}

function read(file: string) {
  try {
    const lines = new LineCounter()
    const text = readFileSync(file, 'utf8')
    const document = parseDocument(text, {
      merge: true,
      logLevel: 'silent',
      lineCounter: lines,
      uniqueKeys: false,
    })
    return document.errors.length > 0 ? null : { document, lines }
  } catch {
    return null
  }
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
}
