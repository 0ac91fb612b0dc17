import type { RunEvent } from '../../shared/run.ts'
import { applyRunEvent, type RunView } from '../../shared/run-view.ts'

/** The events of a run, folded; kept while somebody looks at it. */
export interface RunStore {
  readonly subscribe: (listener: () => void) => () => void
  readonly getSnapshot: () => RunSnapshot
  /** Reads the run again when its stream has ended before the run: another process carries it out. */
  refresh(): void
}

export interface RunSnapshot {
  /** Null until the first event. */
  readonly view: RunView | null
  /** When each service was seen in each readiness, in epoch milliseconds: what a timeline is drawn from. */
  readonly moments: ReadonlyMap<string, readonly RunMoment[]>
  /** When each step was seen to begin and to end, by its id. */
  readonly stepTimes: ReadonlyMap<string, StepTimes>
  /** When the latest event was, in epoch milliseconds; null before the first. */
  readonly lastEventAtMs: number | null
  /** The stream has ended: the run is over, or another process carries it out, or did until it died. */
  readonly isEnded: boolean
  /** Why there is nothing (more) to see. */
  readonly error: unknown
}

export interface RunMoment {
  readonly atMs: number
  readonly readiness: Extract<RunEvent, { type: 'service-changed' }>['readiness']
  readonly detail: string | null
}

/** In epoch milliseconds; `finishedAtMs` is null while the step goes on. */
export interface StepTimes {
  readonly startedAtMs: number
  readonly finishedAtMs: number | null
}

export interface RunStoreOptions {
  /** All events from the first one on; throws when the connection is lost. */
  readonly open: (signal: AbortSignal) => Promise<AsyncIterable<RunEvent>>
  /** Resolves when there is a connection again. */
  readonly whenOpen: (signal: AbortSignal) => Promise<void>
  /** Whether an error means that the connection was lost, so that it is worth asking again. */
  readonly isLost: (error: unknown) => boolean
}

const notifyEveryMs = 50

/** Before the first event. */
export const emptyRun: RunSnapshot = {
  view: null,
  moments: new Map(),
  stepTimes: new Map(),
  lastEventAtMs: null,
  isEnded: false,
  error: null,
}

/** Opens the stream with the first subscriber and closes it after the last. A lost stream is read again from its start. */
export function createRunStore({ open, whenOpen, isLost }: RunStoreOptions): RunStore {
  const listeners = new Set<() => void>()
  let snapshot = emptyRun
  let abort: AbortController | null = null
  let isNotified = false
  let notifiedAtMs = -Infinity
  let eventsShown = 0
  let isReading = false

  function publish(next: RunSnapshot): void {
    snapshot = next
    if (isNotified) return
    isNotified = true
    const notify = () => {
      isNotified = false
      notifiedAtMs = performance.now()
      for (const listener of listeners) listener()
    }
    // Many events at once are one change for the page: the first is told at once, those close behind it together.
    const waitMs = notifiedAtMs + notifyEveryMs - performance.now()
    if (waitMs > 0) setTimeout(notify, waitMs)
    else queueMicrotask(notify)
  }

  async function follow(signal: AbortSignal): Promise<void> {
    isReading = true
    await readUntilEnd(signal)
    if (!signal.aborted) isReading = false
  }

  async function readUntilEnd(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      let next = emptyRun
      let eventsRead = 0
      try {
        await whenOpen(signal)
        for await (const event of await open(signal)) {
          next = applyToSnapshot(next, event)
          eventsRead += 1
          // What is read again does not begin anew before the eyes of who looks at it.
          if (eventsRead < eventsShown) continue
          eventsShown = eventsRead
          publish({ ...next, isEnded: snapshot.isEnded })
        }
        publish({ ...next, isEnded: true })
        return
      } catch (error) {
        if (signal.aborted) return
        if (!isLost(error)) {
          publish({ ...snapshot, error })
          return
        }
      }
    }
  }

  return {
    getSnapshot: () => snapshot,
    refresh() {
      const isWorthIt = snapshot.isEnded && !snapshot.view?.finished
      if (isWorthIt && abort && !isReading) void follow(abort.signal)
    },
    subscribe(listener) {
      listeners.add(listener)
      if (!abort && !snapshot.view?.finished) {
        abort = new AbortController()
        void follow(abort.signal)
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        abort?.abort()
        abort = null
      }
    },
  }
}

function applyToSnapshot(snapshot: RunSnapshot, event: RunEvent): RunSnapshot {
  const view = applyRunEvent(snapshot.view, event)
  const lastEventAtMs = Date.parse(event.at)
  if (event.type === 'step-started' || event.type === 'step-finished') {
    const startedAtMs =
      event.type === 'step-started' ? lastEventAtMs : Math.round(lastEventAtMs - event.elapsedMs)
    const finishedAtMs = event.type === 'step-started' ? null : lastEventAtMs
    const stepTimes = new Map(snapshot.stepTimes).set(event.step, { startedAtMs, finishedAtMs })
    return { ...snapshot, view, lastEventAtMs, stepTimes }
  }
  if (event.type !== 'service-changed') return { ...snapshot, view, lastEventAtMs }
  const key = `${event.service.stack}/${event.service.service}`
  const moment = { atMs: lastEventAtMs, readiness: event.readiness, detail: event.detail }
  const moments = new Map(snapshot.moments).set(key, [...(snapshot.moments.get(key) ?? []), moment])
  return { ...snapshot, view, lastEventAtMs, moments }
}
