import type { AuditEntry } from '../../shared/host.ts'
import type { ServiceRef } from '../../shared/lab.ts'
import type { Plan } from '../../shared/plan.ts'
import type { Mark, MarksAnswer } from '../../shared/record.ts'
import { describeHappening } from '../../shared/record-words.ts'
import type { RunSummary } from '../../shared/run.ts'
import { leaseMarks } from '../record/lease-marks.ts'
import type { Span } from '../record/model.ts'
import { runMark } from '../record/run-marks.ts'
import { thinMarks } from '../record/thin-marks.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import { findOpenRun } from '../store/find-open-run.ts'
import type { Rooms } from './rooms.ts'

type MarkRooms = Pick<Rooms, 'history' | 'host' | 'paths' | 'record'>

/** Whose marks: those of the whole lab without a stack, of a whole stack without a service. */
export interface MarkQuery extends Span {
  readonly stack: string | null
  readonly service: string | null
}

const mostMarks = 300
const mostHappenings = 5000
const mostAudited = 1000
/** The plan of an older run is not read only to know whether it touched a service. */
const mostRuns = 50

/** What stands on the time line of a lab, a stack or a service. */
export async function findMarks(rooms: MarkRooms, model: LabModel, query: MarkQuery): Promise<MarksAnswer> {
  const { fromMs, toMs } = query
  const isAsked = ({ stack, service }: ServiceRef) =>
    (query.stack === null || stack === query.stack) && (query.service === null || service === query.service)
  const refs = model.services
    .map(({ ref, stack }) => ({ ref, project: stack.project.name }))
    .filter(({ ref }) => isAsked(ref))
  const runs = rooms.history.runsBetween(model.lab.dir, fromMs, toMs)
  const marks = [
    ...happeningMarks(rooms, refs, query, runs),
    ...touching(rooms, runs, query, isAsked).map((run) => runMark(run, isOngoing(rooms, model, run))),
    ...leaseMarks(await readAudit(rooms), query).filter(
      ({ stack, service }) => stack === null || service === null || isAsked({ stack, service }),
    ),
  ]
  return { ...thinMarks(marks, mostMarks), notice: rooms.record.notice() }
}

function happeningMarks(
  { record }: MarkRooms,
  refs: readonly { readonly ref: ServiceRef; readonly project: string }[],
  { fromMs, toMs, service }: MarkQuery,
  runs: readonly RunSummary[],
): readonly Mark[] {
  // A service that two stacks share happened once.
  const byName = new Map(refs.toReversed().map(({ ref, project }) => [`${project}\0${ref.service}`, ref]))
  const projects = [...new Set(refs.map(({ project }) => project))]
  return record.list({ projects, service, fromMs, toMs, limit: mostHappenings }).flatMap((happening) => {
    const ref = byName.get(`${happening.project}\0${happening.service}`)
    const words = ref ? describeHappening(happening) : null
    if (!ref || !words) return []
    const { atMs, what } = happening
    const isOfRun = 'cause' in what && what.cause === 'run'
    return [{ ...words, ...ref, atMs, untilMs: null, runId: isOfRun ? runAt(runs, atMs) : null }]
  })
}

function runAt(runs: readonly RunSummary[], atMs: number): string | null {
  const run = runs.findLast(
    ({ startedAt, finishedAt }) =>
      Date.parse(startedAt) <= atMs && (finishedAt === null || Date.parse(finishedAt) >= atMs),
  )
  return run?.id ?? null
}

function touching(
  { history }: MarkRooms,
  runs: readonly RunSummary[],
  { stack }: MarkQuery,
  isAsked: (ref: ServiceRef) => boolean,
): readonly RunSummary[] {
  if (stack === null) return runs
  return runs.slice(-mostRuns).filter(({ id }) => refsOf(history.readPlan(id)).some(isAsked))
}

function refsOf(plan: Plan | null): readonly ServiceRef[] {
  return (plan?.steps ?? []).flatMap((step) => ('service' in step ? [step.service] : []))
}

function isOngoing(
  { history, paths }: MarkRooms,
  { lab }: LabModel,
  { id, finishedAt }: RunSummary,
): boolean {
  return finishedAt === null && findOpenRun(history, paths.stateDir, lab.dir)?.run.id === id
}

/** An audit log that cannot be read is shown as such on the Host screen. */
async function readAudit({ host }: MarkRooms): Promise<readonly AuditEntry[]> {
  try {
    return await host.audit(mostAudited)
  } catch {
    return []
  }
}
