import { isDeepStrictEqual } from 'node:util'
import { applyLabEvent } from '../../../shared/lab-state.ts'
import type { LabStatus } from '../../../shared/status.ts'
import type { LabEvent, LabSnapshot } from '../../../shared/watch.ts'
import { selectStatus } from '../select-status.ts'

type EventOf<Type extends LabEvent['type']> = Extract<LabEvent, { type: Type }>

/**
 * A line of `status --watch --json`. `status` is everything as `status --json` prints it, at the beginning and whenever more
 * than one service may have changed; the others are what has changed since.
 */
export type StatusChange =
  | ({ readonly type: 'status'; readonly at: string } & LabStatus)
  | EventOf<'service'>
  | EventOf<'engine'>
  | EventOf<'run'>
  | EventOf<'problems'>

export interface StatusWatch {
  /** What is new by this event; throws a SwitchyardError for a target that the lab does not have. */
  apply(event: LabEvent): readonly StatusChange[]
  /** What is shown now: of the targets only; null before the engine has answered. */
  status(): LabStatus | null
  engine(): LabSnapshot['engine'] | null
}

/** Makes of a lab's events what a watcher of these targets wants to know; without targets, of the whole lab. */
export function watchStatus(targets: readonly string[]): StatusWatch {
  let state: LabSnapshot | null = null
  let status: LabStatus | null = null

  function changesOfSnapshot(at: string, before: LabSnapshot | null, now: LabSnapshot): StatusChange[] {
    const changes: StatusChange[] = []
    const wasConnected = before === null || before.engine.connected
    if (now.engine.connected !== wasConnected) changes.push({ type: 'engine', at, engine: now.engine })
    if (!isDeepStrictEqual(now.problems, before?.problems ?? []))
      changes.push({ type: 'problems', at, problems: now.problems })
    const next = now.status && selectStatus(now.status, targets)
    if (next && !isDeepStrictEqual(next, status)) changes.push({ type: 'status', at, ...next })
    status = next
    for (const run of now.runs)
      if (!before?.runs.some(({ id }) => id === run.id)) changes.push({ type: 'run', at, run })
    return changes
  }

  function changesOfService(event: EventOf<'service'>): StatusChange[] {
    const whole = state?.status
    status = whole ? selectStatus(whole, targets) : status
    const stack = status?.stacks.find(({ name }) => name === event.stack)
    const isShown = stack?.services.some(({ name }) => name === event.service.name) ?? false
    return stack && isShown ? [{ ...event, stackState: stack.state }] : []
  }

  return {
    apply(event) {
      const before = state
      state = applyLabEvent(state, event)
      if (event.type === 'alive') return []
      if (event.type === 'service') return changesOfService(event)
      if (event.type !== 'snapshot') return [event]
      return state ? changesOfSnapshot(event.at, before, state) : []
    },
    status: () => status,
    engine: () => state?.engine ?? null,
  }
}
