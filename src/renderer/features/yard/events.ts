import { formatDuration } from '../../../shared/format.ts'
import { leadsDown, runWords } from '../../../shared/run-words.ts'
import type { RunSummary } from '../../../shared/run.ts'
import type { LabStatus } from '../../../shared/status.ts'
import { runPath, servicePath } from '../../../shared/page-paths.ts'
import type { SignalState } from '../../ui/signal.tsx'

/** Something that happened, in a few words. */
export interface YardEvent {
  readonly id: string
  readonly atMs: number
  readonly state: SignalState
  readonly text: string
  /** Where there is more to see, as a path of the page. */
  readonly path: string
}

const shown = 4

/** What a person should hear of between two looks. While a run goes on, the run tells what it stops. */
export function findEvents(
  before: LabStatus,
  after: LabStatus,
  context: { readonly atMs: number; readonly isRunning: boolean },
): readonly YardEvent[] {
  if (before === after) return []
  return after.stacks.flatMap((stack) => {
    const known = before.stacks.find(({ name }) => name === stack.name)
    if (!known || known === stack) return []
    return stack.services.flatMap((service) => {
      const was = known.services.find(({ name }) => name === service.name)?.readiness
      const is = service.readiness
      if (was === undefined || was === is) return []
      const path = servicePath({ stack: stack.name, service: service.name })
      const event = (state: SignalState, text: string): YardEvent[] => [
        { id: `${stack.name}/${service.name} ${context.atMs} ${is}`, atMs: context.atMs, state, text, path },
      ]
      if (is === 'failed') return event('failed', `${service.name} failed${inWords(service.detail)}`)
      if (is === 'ready' && was === 'failed') return event('ready', `${service.name} is ready again`)
      if (is === 'stopped' && !context.isRunning) return event('stopped', `${service.name} stopped`)
      return []
    })
  })
}

/** What the runs of the lab came to. */
export function eventsOfRuns(runs: readonly RunSummary[]): readonly YardEvent[] {
  return runs.map(({ id, kind, startedAt, finishedAt, outcome, elapsedMs }) => {
    const took = elapsedMs === null ? '' : formatDuration(elapsedMs)
    const [state, words] = outcomes[outcome ?? 'running']
    return {
      id,
      atMs: Date.parse(finishedAt ?? startedAt),
      state: outcome === 'succeeded' && leadsDown(kind) ? 'stopped' : state,
      text: `${runWords[kind].noun.toLowerCase()} ${words}${took === '' ? '' : outcome === 'succeeded' ? ` in ${took}` : ` after ${took}`}`,
      path: runPath(id),
    }
  })
}

const outcomes = {
  running: ['loading', 'goes on'],
  succeeded: ['ready', 'finished'],
  failed: ['failed', 'failed'],
  cancelled: ['warning', 'cancelled'],
} as const satisfies Record<string, readonly [SignalState, string]>

/** The latest few, newest first. */
export function latest(...lists: readonly (readonly YardEvent[])[]): readonly YardEvent[] {
  return lists
    .flat()
    .toSorted((a, b) => b.atMs - a.atMs)
    .slice(0, shown)
}

function inWords(detail: string | null): string {
  return detail === null ? '' : `, ${detail}`
}
