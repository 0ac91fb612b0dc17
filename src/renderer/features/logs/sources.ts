import type { StackView } from '../../../shared/lab.ts'

/** A service whose log can be read. */
export interface Source {
  /** `stack/service`. */
  readonly key: string
  readonly stack: string
  /** Its name alone where that is unique in the lab. */
  readonly name: string
  /** Number of its colour. */
  readonly livery: number
}

export function listSources(stacks: readonly Pick<StackView, 'name' | 'services'>[]): readonly Source[] {
  const all = stacks.flatMap(({ name: stack, services }) => services.map((service) => ({ stack, service })))
  const byName = Map.groupBy(all, ({ service }) => service)
  return all.map(({ stack, service }, livery) => ({
    key: `${stack}/${service}`,
    stack,
    name: (byName.get(service)?.length ?? 0) > 1 ? `${stack}/${service}` : service,
    livery,
  }))
}

/** One thing to remove: a service, or a whole stack where there are too many services to name. */
export interface SourceChip {
  readonly label: string
  readonly livery: number
  readonly keys: readonly string[]
}

const mostChips = 12

export function listChips(sources: readonly Source[], chosen: ReadonlySet<string>): readonly SourceChip[] {
  const kept = sources.filter(({ key }) => chosen.has(key))
  const single = ({ key, name, livery }: Source) => ({ label: name, livery, keys: [key] })
  if (kept.length <= mostChips) return kept.map(single)
  return [...Map.groupBy(sources, ({ stack }) => stack)].flatMap(([stack, members]): SourceChip[] => {
    const chosenMembers = members.filter(({ key }) => chosen.has(key))
    if (chosenMembers.length < members.length || members.length === 1) return chosenMembers.map(single)
    return [{ label: stack, livery: members[0]?.livery ?? 0, keys: members.map(({ key }) => key) }]
  })
}

/** The targets that mean these services; none for all of them. */
export function toTargets(sources: readonly Source[], chosen: ReadonlySet<string>): readonly string[] {
  if (sources.every(({ key }) => chosen.has(key))) return []
  return [...Map.groupBy(sources, ({ stack }) => stack)].flatMap(([stack, members]) => {
    const keys = members.map(({ key }) => key).filter((key) => chosen.has(key))
    return keys.length === members.length ? [stack] : keys
  })
}
