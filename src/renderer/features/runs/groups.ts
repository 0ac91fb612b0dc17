import type { StackView } from '../../../shared/lab.ts'
import type { Plan } from '../../../shared/plan.ts'
import { schedulePlan, type Schedule } from './schedule.ts'
import { isSettledWell, serviceRows, sharedRows, unchangedRows, type Row } from './rows.ts'
import { hostRows } from './host-rows.ts'
import type { Story } from './story.ts'

/** A stack of the run with its services, or the steps that come before all stacks. */
export interface Group {
  readonly id: string
  readonly title: string
  /** From 1; null for what is in no wave. */
  readonly wave: number | null
  readonly isAlwaysOn: boolean
  /** Left alone on purpose. */
  readonly isSpared: boolean
  readonly rows: readonly Row[]
  /** Services that were already as wanted. */
  readonly unchanged: readonly Row[]
}

/** Id of the group of host changes. */
export const hostGroup = 'host'

/** What the lab knows of a stack now. */
export type KnownStack = Pick<StackView, 'name' | 'wave' | 'alwaysOn'>

/**
 * Preparations first, then what was left alone, then stacks by wave. Within a stack the order is that of the plan in time, so
 * that it does not change while the run goes on.
 */
export function groupRows(story: Story, stacks: readonly KnownStack[]): readonly Group[] {
  const { plan } = story.view
  const acting = Map.groupBy(sortRows(serviceRows(story), plan), ({ ref }) => ref?.stack)
  const unchanged = Map.groupBy(unchangedRows(story), ({ ref }) => ref?.stack)
  const shared = sharedRows(story)
  const before = shared.filter(({ key }) => !key.startsWith('remove-networks:'))
  const after = shared.filter((row) => !before.includes(row))
  const waves = wavesOf(plan, stacks)
  const alwaysOn = new Set(stacks.filter((stack) => stack.alwaysOn).map(({ name }) => name))
  return [
    ...sharedGroup(hostGroup, 'Host', hostRows(story)),
    ...sharedGroup('before', 'Prepare', before),
    ...plan.spared
      .filter((stack) => !waves.has(stack))
      .map((stack) => ({
        id: `spared:${stack}`,
        title: stack,
        wave: null,
        isAlwaysOn: true,
        isSpared: true,
        rows: [],
        unchanged: [],
      })),
    ...[...waves].map(([stack, wave]) => ({
      id: `stack:${stack}`,
      title: stack,
      wave,
      isAlwaysOn: alwaysOn.has(stack),
      isSpared: false,
      rows: acting.get(stack) ?? [],
      unchanged: unchanged.get(stack) ?? [],
    })),
    ...sharedGroup('after', 'Clean up', after),
  ]
}

function sortRows(rows: readonly Row[], plan: Plan): readonly Row[] {
  const schedule = usualOrder(plan)
  const windowOf = ({ stepIds }: Row) => schedule.get(stepIds.at(-1) ?? '')
  const startOf = (row: Row) => windowOf(row)?.startMs ?? 0
  const endOf = (row: Row) => windowOf(row)?.endMs ?? 0
  return rows.toSorted((a, b) => startOf(a) - startOf(b) || endOf(a) - endOf(b))
}

const orders = new WeakMap<Plan, Schedule>()

function usualOrder(plan: Plan): Schedule {
  const order = orders.get(plan) ?? schedulePlan(plan, unknownMs)
  orders.set(plan, order)
  return order
}

/** What a service without a usual time counts for its place: depth alone already orders. */
const unknownMs = 1000

function sharedGroup(id: string, title: string, rows: readonly Row[]): Group[] {
  if (rows.length === 0) return []
  return [{ id, title, wave: null, isAlwaysOn: false, isSpared: false, rows, unchanged: [] }]
}

/**
 * Stacks of the plan in its order with the number of their wave, from 1; also those that only their services name. The number
 * is that of the whole lab where the stack is still there: a plan for a part of it counts its own waves.
 */
function wavesOf(plan: Plan, stacks: readonly KnownStack[]): ReadonlyMap<string, number> {
  const known = new Map(stacks.map(({ name, wave }) => [name, wave + 1]))
  const waves = new Map<string, number>()
  plan.waves.forEach((own, index) => own.forEach((name) => waves.set(name, known.get(name) ?? index + 1)))
  const named = [
    ...plan.steps.flatMap((step) => ('service' in step ? [step.service] : [])),
    ...plan.unchanged,
  ]
  for (const { stack } of named) {
    if (!waves.has(stack)) waves.set(stack, known.get(stack) ?? plan.waves.length + 1)
  }
  return waves
}

/** A line of the picture, with its place from the top in pixels. */
export type Line = { readonly key: string; readonly topPx: number; readonly heightPx: number } & (
  | { readonly kind: 'group'; readonly group: Group; readonly isExpanded: boolean | null }
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'fold'; readonly groupId: string; readonly rows: readonly Row[] }
)

export const groupHeightPx = 28
export const rowHeightPx = 24
export const blockerHeightPx = 34

const rowsBeforeFolding = 8

/**
 * The lines to draw. A group of more than 8 rows folds what is ready, then what only waits, into one line; exceptions, the
 * critical path and what was chosen always stay. An expanded group shows everything, also what was up already.
 */
export function layoutLines(
  groups: readonly Group[],
  options: {
    readonly expanded: ReadonlySet<string>
    /** Row keys that are never folded. */
    readonly kept: ReadonlySet<string>
    /** Row that stands out. */
    readonly blocker: string | null
  },
): readonly Line[] {
  const lines: Line[] = []
  let topPx = 0
  const add = (heightPx: number, line: (place: { topPx: number; heightPx: number }) => Line) => {
    lines.push(line({ topPx, heightPx }))
    topPx += heightPx
  }
  for (const group of groups) {
    const isExpanded = options.expanded.has(group.id)
    const shown = isExpanded ? [...group.unchanged, ...group.rows] : keepRows(group.rows, options.kept)
    const folded = isExpanded ? [] : group.rows.filter((row) => !shown.includes(row))
    const canExpand = group.unchanged.length > 0 || group.rows.length > rowsBeforeFolding
    add(groupHeightPx, (place) => ({
      ...place,
      kind: 'group',
      key: group.id,
      group,
      isExpanded: canExpand ? isExpanded : null,
    }))
    for (const row of shown) {
      const heightPx = row.key === options.blocker ? blockerHeightPx : rowHeightPx
      add(heightPx, (place) => ({ ...place, kind: 'row', key: row.key, row }))
    }
    if (folded.length > 0) {
      add(rowHeightPx, (place) => ({
        ...place,
        kind: 'fold',
        key: `fold:${group.id}`,
        groupId: group.id,
        rows: folded,
      }))
    }
  }
  return lines
}

/** Rows that stay: all of a small group; otherwise the exceptions, and of the others as many as fit, in their order. */
function keepRows(rows: readonly Row[], kept: ReadonlySet<string>): readonly Row[] {
  if (rows.length <= rowsBeforeFolding) return rows
  const isException = (row: Row) =>
    kept.has(row.key) || (!isSettledWell(row.state) && row.state !== 'waiting' && row.state !== 'running')
  const exceptions = rows.filter(isException).length
  let room = Math.max(rowsBeforeFolding - 1 - exceptions, 0)
  return rows.filter((row) => isException(row) || room-- > 0)
}
