import type { LabMap } from './lab-map.ts'

/** What belongs to one service or one stack on the map: all that it waits for, and all that waits for it. */
export interface Related {
  /** `stack/service`. */
  readonly services: ReadonlySet<string>
  readonly stacks: ReadonlySet<string>
}

/** Follows what was asked for, up and down; the order of folders joins whole stacks and is told by its own line only. */
export function findRelated(map: LabMap, key: string): Related {
  const upward = Map.groupBy(map.lines, ({ to }) => to)
  const downward = Map.groupBy(map.lines, ({ from }) => from)
  const services = new Set([
    ...follow(key, (at) => (upward.get(at) ?? []).map(({ from }) => from)),
    ...follow(key, (at) => (downward.get(at) ?? []).map(({ to }) => to)),
  ])
  const stacks = new Set([...services].flatMap((each) => map.services.get(each)?.ref.stack ?? []))
  const own = map.services.get(key)?.ref.stack
  for (const { from, to } of map.stackLines) {
    if (from === own) stacks.add(to)
    if (to === own) stacks.add(from)
  }
  return { services, stacks }
}

function follow(start: string, next: (key: string) => readonly string[]): ReadonlySet<string> {
  const seen = new Set([start])
  // A set is walked in the order of adding, so what is added on the way is followed as well.
  for (const key of seen) for (const other of next(key)) seen.add(other)
  return seen
}
