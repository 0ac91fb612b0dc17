import { formatDuration } from '../../../shared/format.ts'
import type { Plan } from '../../../shared/plan.ts'
import { leadsDown } from '../../../shared/run-words.ts'
import { hostGroup, type Group } from './groups.ts'
import { isSettled, isSettledWell } from './rows.ts'
import type { Schedule } from './schedule.ts'

/** What stands in the timeline beside the name of a stack. */
export function describeGroup(
  group: Group,
  plan: Plan,
  times: {
    /** As it is and as it is expected. */
    readonly schedule: Schedule
    /** As it usually is. */
    readonly usual: Schedule
    /** Name of what the run waits for; null when it waits for nothing. */
    readonly blocker: string | null
  },
): string {
  if (group.isSpared) return 'always on, not touched'
  if (group.id === hostGroup) return 'given back when the service is ready, whatever happens'
  const { rows, unchanged } = group
  const isDown = leadsDown(plan.kind)
  if (rows.length === 0) {
    if (isDown) return 'already stopped'
    return group.isAlwaysOn ? 'already up, always on, not touched' : 'already up, not touched'
  }
  const already = unchanged.length === 0 ? [] : [`${unchanged.length} already ${isDown ? 'stopped' : 'up'}`]
  const usualMs = lengthOf(group, times.usual)
  const isUsualKnown = rows.some(({ expectedMs }) => expectedMs !== null)
  const usually = isUsualKnown && usualMs > 0 ? `usually ${formatDuration(usualMs)}` : null
  const hasBegun = rows.some(({ phases }) => phases.length > 0)
  if (rows.every(({ state }) => isSettled(state))) {
    const took = hasBegun ? [formatDuration(lengthOf(group, times.schedule))] : ['nothing started']
    return [
      ...took,
      ...(usually === null || !rows.every(({ state }) => isSettledWell(state)) ? [] : [usually]),
      ...already,
    ].join(', ')
  }
  if (!hasBegun) {
    const waits = times.blocker === null ? 'waits' : `waits for ${times.blocker}`
    const after = usually === null ? [] : [`usually takes ${formatDuration(usualMs)}`]
    return [waits, ...after, ...already].join(', ')
  }
  return [...(usually === null ? [] : [usually]), ...already].join(', ')
}

/** From the first start to the last end of the group's steps, in milliseconds. */
function lengthOf({ rows }: Group, schedule: Schedule): number {
  const windows = rows.flatMap(({ stepIds }) =>
    stepIds.flatMap((id) => {
      const window = schedule.get(id)
      return window ? [window] : []
    }),
  )
  if (windows.length === 0) return 0
  return Math.max(...windows.map(({ endMs }) => endMs)) - Math.min(...windows.map(({ startMs }) => startMs))
}

/** `15 of 15`: how many of the services are as wanted. */
export function countGroup({ rows, unchanged }: Group): { readonly settled: number; readonly total: number } {
  return {
    settled: rows.filter(({ state }) => isSettledWell(state)).length + unchanged.length,
    total: rows.length + unchanged.length,
  }
}
