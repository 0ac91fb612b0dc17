import { describeGpuStep } from '../../../shared/gpu-words.ts'
import { describeHook } from '../../../shared/hook-words.ts'
import type { ServiceRef } from '../../../shared/lab.ts'
import { formatCount, formatList, formatServiceRef } from '../../../shared/format.ts'
import type { Step } from '../../../shared/plan.ts'
import type { Readiness } from '../../../shared/readiness.ts'
import { describeSecrets } from '../../../shared/secrets-words.ts'
import {
  serviceStepsOf,
  sharedStepsOf,
  beganMs,
  endedMs,
  isGivenUp,
  type ServiceSteps,
  type Story,
} from './story.ts'

/** Where a row is: a service's readiness, words for the way down, for shared steps and the host, or that it was so before. */
export type RowState =
  Readiness | 'already' | 'running' | 'stopping' | 'removing' | 'removed' | 'not started' | 'working' | 'held'

/** What is drawn: create is an outline, start is hatched, loading is solid, ready and a held host are lines. */
export type PhaseKind = 'create' | 'start' | 'loading' | 'ready' | 'stop' | 'held'

export interface Phase {
  readonly kind: PhaseKind
  /** Since the run began. */
  readonly fromMs: number
  /** Null while it goes on. */
  readonly toMs: number | null
}

/** One line of the timeline: a service, or a step that serves several. */
export interface Row {
  /** `stack/service`, or the id of the step. */
  readonly key: string
  readonly name: string
  readonly ref: ServiceRef | null
  /** The steps of the row, first to last; none for what the run does not touch. */
  readonly stepIds: readonly string[]
  readonly state: RowState
  readonly phases: readonly Phase[]
  /** When it was ready, done, failed or down; null before. */
  readonly endMs: number | null
  readonly expectedMs: number | null
  readonly detail: string | null
}

const phaseOfReadiness: Partial<Record<Readiness, PhaseKind>> = {
  starting: 'start',
  loading: 'loading',
  ready: 'ready',
}

/** Services that the run acts on, in the order of the plan. */
export function serviceRows(story: Story): readonly Row[] {
  return serviceStepsOf(story.view.plan).map((steps) => serviceRow(story, steps))
}

/** Services that are as the plan wants them. */
export function unchangedRows({ view }: Story): readonly Row[] {
  return view.plan.unchanged.map((ref) => ({
    key: formatServiceRef(ref),
    name: ref.service,
    ref,
    stepIds: [],
    state: 'already',
    phases: [],
    endMs: null,
    expectedMs: null,
    detail: null,
  }))
}

/** Networks, pulls, builds and creations. */
export function sharedRows(story: Story): readonly Row[] {
  return sharedStepsOf(story.view.plan).map((step): Row => {
    const fromMs = beganMs(story, step)
    const endMs = endedMs(story, step)
    return {
      key: step.id,
      name: nameStep(step),
      ref: null,
      stepIds: [step.id],
      state: stateOfShared(story, step),
      phases: fromMs === null ? [] : [{ kind: 'create', fromMs, toMs: closing(story, endMs) }],
      endMs,
      expectedMs: null,
      detail: null,
    }
  })
}

function serviceRow(story: Story, steps: ServiceSteps): Row {
  const { view, moments } = story
  const { key, ref, start, stop, remove } = steps
  const down = [stop, remove].flatMap((step): Phase[] => {
    const fromMs = step ? beganMs(story, step) : null
    return step && fromMs !== null
      ? [{ kind: 'stop', fromMs, toMs: closing(story, endedMs(story, step)) }]
      : []
  })
  const own = moments.get(key) ?? []
  const up = own.flatMap((moment, index): Phase[] => {
    const kind = phaseOfReadiness[moment.readiness]
    if (!kind) return []
    const next = own[index + 1]
    const toMs = next ? next.atMs - view.startedAtMs : closing(story, null)
    return [{ kind, fromMs: Math.max(moment.atMs - view.startedAtMs, 0), toMs }]
  })
  const last = start ?? remove ?? stop
  return {
    key,
    name: ref.service,
    ref,
    stepIds: [stop, remove, start].flatMap((step) => (step ? [step.id] : [])),
    state: stateOfService(story, steps),
    phases: [...down, ...mergePhases(up)],
    endMs: last ? endedMs(story, last) : null,
    expectedMs: start?.expectedMs ?? null,
    detail: view.services.get(key)?.detail ?? null,
  }
}

/** Where what has no end of its own ends: with the run. */
function closing({ view }: Story, endMs: number | null): number | null {
  if (endMs !== null || !view.finished) return endMs
  return Date.parse(view.finished.at) - view.startedAtMs
}

/** A phase that is told twice, with another detail, is one phase. */
function mergePhases(phases: readonly Phase[]): readonly Phase[] {
  const merged: Phase[] = []
  for (const phase of phases) {
    const last = merged.at(-1)
    if (last?.kind === phase.kind && last.toMs === phase.fromMs)
      merged[merged.length - 1] = { ...last, toMs: phase.toMs }
    else merged.push(phase)
  }
  return merged
}

function stateOfService(story: Story, { key, start, stop, remove }: ServiceSteps): RowState {
  const { view } = story
  const stateOf = (step: Step | undefined) => (step ? view.steps.get(step.id)?.state : undefined)
  const service = view.services.get(key)
  if ([start, stop, remove].some((step) => stateOf(step) === 'failed')) return 'failed'
  if (start && (stateOf(start) !== undefined || !stop)) {
    if (isGivenUp(story, start)) return 'not started'
    const before = view.finished ? 'not started' : 'waiting'
    if (!service || service.readiness === 'waiting' || service.readiness === 'created') return before
    return service.readiness
  }
  if (stateOf(remove) === 'succeeded') return 'removed'
  if (stateOf(remove) === 'running') return 'removing'
  if (stateOf(stop) === 'succeeded') return start && view.finished ? 'not started' : 'stopped'
  if (stateOf(stop) === 'running') return 'stopping'
  // It was to be stopped only if it stood in the way.
  if (stateOf(stop) === 'skipped') return 'already'
  return view.finished ? 'not started' : 'running'
}

function stateOfShared({ view }: Story, step: Step): RowState {
  switch (view.steps.get(step.id)?.state) {
    case 'running':
      return view.finished ? 'not started' : 'working'
    case 'succeeded':
      return 'done'
    case 'failed':
      return 'failed'
    case 'cancelled':
    case 'skipped':
      return 'not started'
    case undefined:
      return view.finished ? 'not started' : 'waiting'
  }
}

/** A shared step in a few words: `pull 3 images`, `create 12 containers`. */
export function nameStep(step: Step): string {
  switch (step.kind) {
    case 'network':
      return `network ${step.network}`
    case 'pull':
      return `pull ${step.services.length === 1 ? formatList(step.services.map(({ service }) => service)) : formatCount(step.services.length, 'image')}`
    case 'build':
      return `build ${step.services.length === 1 ? formatList(step.services.map(({ service }) => service)) : formatCount(step.services.length, 'image')}`
    case 'create':
      return `create ${step.project}`
    case 'remove-networks':
      return `networks of ${step.project}`
    case 'lease':
      return `prepare the host for ${formatServiceRef(step.service)}`
    case 'release':
      return `give the host back`
    case 'secrets':
      return describeSecrets(step)
    case 'gpu':
      return describeGpuStep(step)
    case 'hook':
      return describeHook(step)
    case 'start':
    case 'stop':
    case 'remove':
    case 'replace':
      return `${step.kind} ${formatServiceRef(step.service)}`
  }
}

/** What keeps a service waiting that is no step of the run, like `the GPU`; null for everything else. */
export function heldBy({ state, detail }: Pick<Row, 'state' | 'detail'>): string | null {
  return state === 'waiting' ? (/^waits for ([^:]+): /.exec(detail ?? '')?.[1] ?? null) : null
}

/** Whether it is as the run wanted it. */
export function isSettledWell(state: RowState): boolean {
  return ['ready', 'done', 'already', 'stopped', 'removed'].includes(state)
}

/** Whether nothing more will happen to it in this run. */
export function isSettled(state: RowState): boolean {
  return isSettledWell(state) || state === 'failed' || state === 'not started'
}
