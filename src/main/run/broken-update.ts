import { formatServiceRef } from '../../shared/format.ts'
import type { Plan, StepOf } from '../../shared/plan.ts'
import type { RunEvent } from '../../shared/run.ts'
import { formatDigest } from '../../shared/update-words.ts'
import { findOpenRun } from '../store/find-open-run.ts'
import type { History } from '../store/history.ts'
import type { StorePaths } from '../store/paths.ts'
import type { RunManager } from './run-manager.ts'

/** Who knows of runs. */
export interface RunRooms {
  readonly history: Pick<History, 'listRuns' | 'readPlan' | 'readEvents'>
  readonly paths: Pick<StorePaths, 'stateDir'>
  readonly runs: Pick<RunManager, 'active'>
}

/** What an update has left half done whose process ended in the middle of it, a sentence and an advice for each service. */
export interface HalfDone {
  readonly step: StepOf<'replace'>
  /** Whether the update would have started it again. */
  readonly wasUp: boolean
  readonly message: string
  readonly advice: string
}

/** Of the latest run of a lab only: what came after an update has looked at everything anew. */
export function findBrokenUpdate({ history, paths, runs }: RunRooms, labDir: string): readonly HalfDone[] {
  const latest = history.listRuns(labDir, 1)[0]
  if (latest?.kind !== 'update' || latest.finishedAt !== null) return []
  const open = findOpenRun(history, paths.stateDir, labDir)
  // What this process has the lab for may be another run, which is only being planned.
  const isOwn = open?.pid === process.pid
  if (isOwn ? runs.active().some(({ run }) => run.id === latest.id) : open) return []
  const plan = history.readPlan(latest.id)
  if (!plan) return []
  return findHalfDone(plan, history.readEvents(latest.id)).map((step) => {
    const start = `start:${formatServiceRef(step.service)}`
    return { step, wasUp: plan.steps.some(({ id }) => id === start), ...describe(step, latest.id) }
  })
}

/** The replacements that had begun, and of which nobody has seen the end: neither a new container that is ready nor the old one back. Pure. */
export function findHalfDone(plan: Plan, events: readonly RunEvent[]): readonly StepOf<'replace'>[] {
  const begun = new Set(events.flatMap((event) => (event.type === 'step-started' ? [event.step] : [])))
  const ends = new Map(
    events.flatMap((event) => (event.type === 'step-finished' ? [[event.step, event] as const] : [])),
  )
  const starts = new Set(plan.steps.flatMap(({ kind, id }) => (kind === 'start' ? [id] : [])))
  return plan.steps
    .filter((step) => step.kind === 'replace')
    .filter(({ id, service }) => {
      const end = ends.get(id)
      const start = `start:${formatServiceRef(service)}`
      // One with words was not needed.
      const isOver = end !== undefined && (end.outcome !== 'succeeded' || end.message !== null)
      return begun.has(id) && !isOver && !(starts.has(start) ? ends.has(start) : end !== undefined)
    })
}

function describe(
  { service, previous, reason }: StepOf<'replace'>,
  runId: string,
): Pick<HalfDone, 'message' | 'advice'> {
  const key = formatServiceRef(service)
  const digest = formatDigest(previous.id)
  const goesOn = `To go on: switchyard up ${key}.`
  return {
    message: `Update ${runId.slice(0, 8)} broke off while it replaced ${key}, which ran ${previous.image} (${digest}) before.`,
    advice: reason === 'follows' ? goesOn : `${goesOn} To go back: switchyard update ${key} --to ${digest}.`,
  }
}
