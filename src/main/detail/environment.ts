import type { EnvironmentVariable } from '../../shared/detail.ts'
import type { Place } from '../../shared/errors.ts'
import type { EnvEntry } from '../compose/env-file.ts'
import type { Sources } from './read-sources.ts'
import { isPlainValue, isSecretFile, isSecretName, isSecretValue, type Mask } from './secrets.ts'
import { childOf } from './source-reader.ts'
import type { Entry } from './source-tree.ts'

export interface EnvironmentFacts {
  readonly service: string
  /** As the container gets it, by name. */
  readonly values: ReadonlyMap<string, string>
  /** What the image sets besides; empty when there is no image yet. */
  readonly imageValues: ReadonlyMap<string, string>
  readonly sources: Sources
  readonly shell: Readonly<Record<string, string | undefined>>
  readonly mask: Mask
}

/** The variables of a service by name, each with where its value is written; secrets have none. Pure. */
export function describeEnvironment(facts: EnvironmentFacts): EnvironmentVariable[] {
  const { values, imageValues, mask } = facts
  const own = [...values].map(([name, value]) => ({ name, value, ...findOrigin(name, facts) }))
  const others = [...imageValues]
    .filter(([name]) => !values.has(name))
    .map(([name, value]) => ({ name, value, place: null, from: 'image' as const }))
  return [...own, ...others]
    .map(({ name, value, place, from }) => {
      const isSecret =
        !isPlainValue(name, value) &&
        (isSecretName(name) ||
          isSecretValue(value) ||
          mask(value) !== value ||
          (place !== null && isSecretFile(place.file)))
      return { name, value: isSecret ? null : value, isSecret, place, from }
    })
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
}

type Origin = Pick<EnvironmentVariable, 'from'> & { readonly place: Place | null }

function findOrigin(name: string, { service, sources, shell }: EnvironmentFacts): Origin {
  const environment = childOf(childOf(childOf(sources.merged, 'services'), service), 'environment')
  const entry = environment?.kind === 'map' ? environment.entries.get(name) : undefined
  if (entry) return originOfEntry(name, entry, sources, shell)
  const line = lastOf(name, sources.serviceVariables.get(service) ?? [])
  return line ? { from: 'env_file', place: line.place } : { from: 'compose', place: null }
}

/** A value that is nothing but a variable is written where the variable is. */
function originOfEntry(
  name: string,
  { tree, place }: Entry,
  sources: Sources,
  shell: EnvironmentFacts['shell'],
): Origin {
  const here: Origin = { from: 'compose', place }
  const text = tree.kind === 'scalar' ? tree.text : ''
  const isNameOnly = tree.kind === 'scalar' && tree.value === null
  const [, bare, braced, operator = ''] = wholeReference.exec(text) ?? []
  const variable = isNameOnly ? name : (bare ?? braced)
  if (variable === undefined || operator.endsWith('+')) return here
  const isUsable = (value: string | undefined) =>
    value !== undefined && !(operator.startsWith(':') && value === '')
  if (isUsable(shell[variable])) return { from: 'shell', place: null }
  const line = lastOf(variable, sources.variables)
  return line && isUsable(line.value) ? { from: 'env_file', place: line.place } : here
}

const wholeReference = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:(:?[-?+])[^{}]*)?\})$/

function lastOf(name: string, entries: readonly EnvEntry[]): EnvEntry | undefined {
  return entries.findLast((entry) => entry.name === name)
}
