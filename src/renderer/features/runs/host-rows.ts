import { formatServiceRef } from '../../../shared/format.ts'
import { describeHostChange, describeRecipe } from '../../../shared/host-words.ts'
import type { LeasePart, LeasePartState, Recipe } from '../../../shared/host.ts'
import type { StepOf } from '../../../shared/plan.ts'
import type { RunHostView } from '../../../shared/run-view.ts'
import type { Row, RowState } from './rows.ts'
import type { Story } from './story.ts'

const names: Readonly<Record<LeasePart, string>> = {
  swap: 'swap',
  guards: 'earlyoom',
  cache: 'page cache',
}

/** The step behind such a row; its key for any other. */
export function stepIdOf({ key, stepIds }: Pick<Row, 'key' | 'stepIds'>): string {
  return stepIds[0] ?? key.replace(/ (swap|guards|cache)$/, '')
}

/** What a run changes of the host: one line for each part that a recipe asks for. */
export function hostRows(story: Story): readonly Row[] {
  const leases = story.view.plan.steps.filter((step) => step.kind === 'lease')
  return leases.flatMap((lease) =>
    partsOf(lease.recipe).map((part) => hostRow(story, lease, part, leases.length > 1)),
  )
}

function partsOf({ swapMib, pauseGuards, flushCache }: Recipe): readonly LeasePart[] {
  return [
    ...(swapMib > 0 ? (['swap'] as const) : []),
    ...(pauseGuards ? (['guards'] as const) : []),
    ...(flushCache ? (['cache'] as const) : []),
  ]
}

function hostRow({ view }: Story, lease: StepOf<'lease'>, part: LeasePart, hasSeveral: boolean): Row {
  const known = view.host.get(`${formatServiceRef(lease.service)} ${part}`)
  const sinceBegin = (atMs: number) => Math.max(atMs - view.startedAtMs, 0)
  const fromMs = known?.changedAtMs ?? null
  // A dropped cache stays dropped: it is a moment, not a stretch.
  const toMs = part === 'cache' ? fromMs : (known?.restoredAtMs ?? null)
  const endOfRunMs = view.finished ? Date.parse(view.finished.at) : null
  const closedMs = toMs ?? endOfRunMs
  return {
    key: `${lease.id} ${part}`,
    name: hasSeveral ? `${names[part]}, ${lease.service.service}` : names[part],
    ref: null,
    // What it takes of the time is on the line of the service; the critical path leads there.
    stepIds: [],
    state: known ? stateOf(known) : view.finished ? 'not started' : 'waiting',
    phases:
      fromMs === null
        ? []
        : [
            {
              kind: 'held',
              fromMs: sinceBegin(fromMs),
              toMs: closedMs === null ? null : sinceBegin(closedMs),
            },
          ],
    endMs: toMs === null ? null : sinceBegin(toMs),
    expectedMs: null,
    detail: known ? describeHostChange(known) : describeRecipe(lease.recipe),
  }
}

function stateOf({ part, state }: RunHostView): RowState {
  const words: Readonly<Record<LeasePartState, RowState>> = {
    changing: 'working',
    changed: part === 'cache' ? 'done' : 'held',
    skipped: 'not started',
    failed: 'failed',
    restoring: 'working',
    restored: 'done',
    pending: 'held',
  }
  return words[state]
}
