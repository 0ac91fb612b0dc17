import { isSettledWell, type Phase, type Row, type RowState } from './rows.ts'
import type { Schedule } from './schedule.ts'

/** Several rows as one: from their first start to their last end, and what is expected of those that have not begun. */
export function foldRows(
  rows: readonly Row[],
  schedule: Schedule,
): { readonly row: Row; readonly expected: { readonly fromMs: number; readonly toMs: number } | null } {
  const begun = rows.flatMap(({ phases }) => phases)
  const isUp = rows.every(({ state }) => isSettledWell(state))
  const endMs = isUp && begun.length > 0 ? Math.max(...rows.map((row) => row.endMs ?? 0)) : null
  const windows = rows.flatMap(({ stepIds }) =>
    stepIds.flatMap((id) => {
      const window = schedule.get(id)
      return window && !window.hasBegun ? [window] : []
    }),
  )
  return {
    row: {
      key: 'fold',
      name: `${rows.length} more`,
      ref: rows[0]?.ref ?? null,
      stepIds: [],
      state: stateOf(rows),
      phases: foldPhases(begun, endMs),
      endMs,
      expectedMs: null,
      detail: null,
    },
    expected:
      windows.length === 0
        ? null
        : {
            fromMs: Math.min(...windows.map(({ startMs }) => startMs)),
            toMs: Math.max(...windows.map((window) => window.endMs)),
          },
  }
}

function foldPhases(phases: readonly Phase[], endMs: number | null): readonly Phase[] {
  if (phases.length === 0) return []
  const fromMs = Math.min(...phases.map((phase) => phase.fromMs))
  const ready = phases.filter(({ kind }) => kind === 'ready')
  const work = phases.some(({ kind }) => kind === 'loading') ? 'loading' : (phases[0]?.kind ?? 'start')
  if (endMs === null) return [{ kind: 'start', fromMs, toMs: null }]
  const untilMs = ready.some(({ toMs }) => toMs === null)
    ? null
    : Math.max(endMs, ...ready.map(({ toMs }) => toMs ?? 0))
  const kind = work === 'ready' ? 'start' : work
  return [
    { kind, fromMs, toMs: endMs },
    ...(ready.length > 0 ? [{ kind: 'ready' as const, fromMs: endMs, toMs: untilMs }] : []),
  ]
}

/** The worst of them, and of good ones the most common. */
function stateOf(rows: readonly Row[]): RowState {
  const states = rows.map(({ state }) => state)
  const worst = (
    ['failed', 'loading', 'starting', 'stopping', 'waiting', 'not started', 'running'] as const
  ).find((state) => states.includes(state))
  if (worst) return worst
  const counts = Map.groupBy(states, (state) => state)
  return [...counts].toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0] ?? 'ready'
}
