import type { ContainerFeed } from '../sampler/model.ts'

/** How often containers of a service were started and ended, since the counting began. */
export interface Turns {
  readonly starts: number
  /** With exit code 0. */
  readonly done: number
  readonly failed: number
}

export const noTurns: Turns = { starts: 0, done: 0, failed: 0 }

/** Projects with names of chance, as tests have them, must not fill the memory. */
const mostServices = 2000

/** Counts starts and ends from the engine's events, for every service of every Compose project. */
export function countTurns(feed: ContainerFeed) {
  const turns = new Map<string, Turns>()
  const close = feed.subscribe({
    onEvent({ project, service, event }) {
      if (project === null || service === null) return
      const key = keyOf(project, service)
      const before = turns.get(key) ?? noTurns
      const after = turnsAfter(before, event)
      if (after === before) return
      turns.delete(key)
      turns.set(key, after)
      const [oldest] = turns.keys()
      if (turns.size > mostServices && oldest !== undefined) turns.delete(oldest)
    },
    onState() {},
  })
  return { of: (project: string, service: string) => turns.get(keyOf(project, service)) ?? noTurns, close }
}

type Event = Parameters<Parameters<ContainerFeed['subscribe']>[0]['onEvent']>[0]['event']

function turnsAfter(before: Turns, event: Event): Turns {
  if (event.kind === 'started') return { ...before, starts: before.starts + 1 }
  if (event.kind !== 'died') return before
  return event.exitCode === 0
    ? { ...before, done: before.done + 1 }
    : { ...before, failed: before.failed + 1 }
}

function keyOf(project: string, service: string): string {
  return `${project}/${service}`
}
