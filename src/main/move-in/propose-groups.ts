import { usualGroups } from '../../shared/move-in-words.ts'
import { kindOfImage, kindOfName } from './image-kinds.ts'
import type { Group, WrittenService } from './model.ts'

interface Choice {
  readonly group: string
  readonly why: string
  /** A guess gives way to what the services around it say. */
  readonly isGuess: boolean
}

/**
 * Proposes a group for each service, with the reason. `wanted` is by service: what was chosen by hand goes before
 * everything, and takes along what cannot be parted from it. Groups come in the order in which they start.
 */
export function proposeGroups(
  services: readonly WrittenService[],
  wanted: ReadonlyMap<string, string>,
): readonly Group[] {
  const choices = new Map(services.map((service) => [service.name, firstChoice(service, wanted)]))
  settleByNeighbours(services, choices)
  keepTogether(services, choices, wanted)
  const names = [...new Set([...usualGroups, ...wanted.values()])]
  return names.flatMap((name) => {
    const members = services.flatMap((service) => {
      const choice = choices.get(service.name)
      return choice?.group === name ? [{ service, why: choice.why }] : []
    })
    return members.length === 0 ? [] : [{ name, services: members }]
  })
}

function firstChoice(service: WrittenService, wanted: ReadonlyMap<string, string>): Choice {
  const given = wanted.get(service.name)
  if (given !== undefined) return { group: given, why: 'You put it here.', isGuess: false }
  const kind = service.image === null ? null : kindOfImage(service.image)
  if (kind) return { ...kind, isGuess: false }
  if (service.usesGpu) return { group: 'compute', why: 'It asks for the GPU.', isGuess: false }
  const profile = service.profiles.find((name) => /^gpu([-_]|$)/.test(name))
  if (profile !== undefined)
    return { group: 'compute', why: `It belongs to the profile ${profile}.`, isGuess: false }
  const named = kindOfName(service.name)
  if (named !== null) return { group: named, why: 'Its name says so; the image does not.', isGuess: false }
  return { group: 'apps', why: 'Nothing says that it is anything else.', isGuess: true }
}

/** What others need before they start is not an app; and what is alone on a network with a database belongs to it. */
function settleByNeighbours(services: readonly WrittenService[], choices: Map<string, Choice>): void {
  const rank = (name: string) =>
    (usualGroups as readonly string[]).indexOf(choices.get(name)?.group ?? 'apps')
  for (let round = 0; round < services.length; round += 1) {
    const changed = services.filter(({ name, networks }) => {
      if (choices.get(name)?.isGuess !== true) return false
      const waiting = services
        .filter(({ dependsOn, name: other }) => dependsOn.includes(name) && rank(other) >= 0)
        .toSorted((a, b) => rank(a.name) - rank(b.name))[0]
      const group = waiting && choices.get(waiting.name)?.group
      if (waiting && group !== undefined && group !== 'apps') {
        choices.set(name, { group, why: `${waiting.name} waits for it.`, isGuess: false })
        return true
      }
      const near = neighbours(services, name, networks)
      const only = new Set(near.map((other) => choices.get(other)?.group))
      const [shared] = only
      if (only.size !== 1 || shared === undefined || shared === 'apps' || networks.includes('default'))
        return false
      choices.set(name, {
        group: shared,
        why: `It is on the network ${networks.join(', ')} only, with ${near.join(', ')}.`,
        isGuess: false,
      })
      return true
    })
    if (changed.length === 0) return
  }
}

function neighbours(
  services: readonly WrittenService[],
  name: string,
  networks: readonly string[],
): string[] {
  return services
    .filter((other) => other.name !== name && other.networks.some((network) => networks.includes(network)))
    .map((other) => other.name)
}

function keepTogether(
  services: readonly WrittenService[],
  choices: Map<string, Choice>,
  wanted: ReadonlyMap<string, string>,
): void {
  for (const members of partners(services)) {
    const chosen = members.find((name) => wanted.has(name)) ?? leadOf(services, members)
    const choice = choices.get(chosen)
    if (!choice) continue
    for (const name of members) {
      if (name === chosen || wanted.has(name)) continue
      choices.set(name, { ...choice, why: `It cannot be parted from ${chosen}.` })
    }
  }
}

/** The one that the others stand on. */
function leadOf(services: readonly WrittenService[], members: readonly string[]): string {
  const lead = services.find(({ name, together }) => members.includes(name) && together.length === 0)
  return lead?.name ?? members[0] ?? ''
}

/** Sets of services that cannot be parted, by `network_mode: service:…`, `volumes_from`, `extends` and the like. */
export function partners(services: readonly WrittenService[]): readonly (readonly string[])[] {
  const sets = new Map(services.map(({ name }) => [name, new Set([name])]))
  for (const { name, together } of services) {
    for (const { service } of together) {
      const mine = sets.get(name)
      const theirs = sets.get(service)
      if (!mine || !theirs || mine === theirs) continue
      for (const member of theirs) {
        mine.add(member)
        sets.set(member, mine)
      }
    }
  }
  return [...new Set(sets.values())].filter(({ size }) => size > 1).map((set) => [...set])
}

/** Which groups must be ready before which, from `depends_on` over groups. */
export function needsOf(groups: readonly Group[]): ReadonlyMap<string, readonly string[]> {
  const groupOf = groupsByService(groups)
  return new Map(
    groups.map(({ name, services }) => {
      const needed = services.flatMap(({ service }) =>
        service.dependsOn.flatMap((other) => groupOf.get(other) ?? []),
      )
      return [
        name,
        groups.map((group) => group.name).filter((other) => other !== name && needed.includes(other)),
      ]
    }),
  )
}

/** A circle of groups that need each other, first and last the same; null when there is none. */
export function findCircle(needs: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const walk = (path: readonly string[]): readonly string[] | null => {
    for (const next of needs.get(path.at(-1) ?? '') ?? []) {
      const at = path.indexOf(next)
      if (at >= 0) return [...path.slice(at), next]
      const found = walk([...path, next])
      if (found) return found
    }
    return null
  }
  for (const name of needs.keys()) {
    const found = walk([name])
    if (found) return found
  }
  return null
}

/** The group of each service, by its name. */
export function groupsByService(groups: readonly Group[]): ReadonlyMap<string, string> {
  return new Map(
    groups.flatMap(({ name, services }) => services.map(({ service }) => [service.name, name] as const)),
  )
}
