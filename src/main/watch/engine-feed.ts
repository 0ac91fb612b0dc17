import { setTimeout as sleep } from 'node:timers/promises'
import { type Problem, SwitchyardError } from '../../shared/errors.ts'
import type { EngineState } from '../../shared/watch.ts'
import type { Engine, EngineEvent, EventOptions } from '../engine/model.ts'

export interface EngineListener {
  onEvent(event: EngineEvent): void
  /** The engine answers again, so that events were missed before; or it does not answer any more. */
  onState(state: EngineState): void
}

/** One stream of the engine's events for all that listen in this process. It is open while somebody does. */
export interface EngineFeed {
  state(): EngineState
  /** Resolves when it is known whether the engine answers. */
  readonly settled: () => Promise<void>
  /** Returns the end of the subscription. */
  subscribe(listener: EngineListener): () => void
  /**
   * Asks anew on another connection: after sleep, one to a machine elsewhere may be dead without saying so. Who listens is told
   * the state again, as after any gap.
   */
  renew(): void
  /** Ends all subscriptions, and whoever waits for `settled`. */
  close(): void
}

const firstPauseMs = 250
const longestPauseMs = 2000
/** An engine that takes the connection and says nothing is as good as none. */
const answersWithinMs = 3000

/** `askFor`: what a new connection is to tell besides. */
export function createEngineFeed(engine: Engine, askFor: () => EventOptions = () => ({})): EngineFeed {
  const listeners = new Set<EngineListener>()
  let state = unknownState(engine.address)
  let abort: AbortController | null = null
  let attempt: AbortController | null = null
  /** Something may have been missed, though the state is the same. */
  let hasGap = false
  let settled = Promise.withResolvers<void>()

  function become(next: Pick<EngineState, 'connected' | 'version' | 'problem'>): void {
    settled.resolve()
    const isSame = state.connected === next.connected && state.problem?.message === next.problem?.message
    if (isSame && !(hasGap && next.connected)) return
    hasGap = false
    const since = state.connected === next.connected ? state.since : new Date().toISOString()
    state = { ...next, address: engine.address, since }
    for (const listener of [...listeners]) listener.onState(state)
  }

  async function connect(signal: AbortSignal): Promise<void> {
    const own = new AbortController()
    attempt = own
    const stop = AbortSignal.any([signal, own.signal])
    const given = Promise.withResolvers<void>()
    own.signal.addEventListener('abort', () => given.resolve(), { once: true })
    const failed = Promise.withResolvers<never>()
    const patience = setTimeout(() => failed.reject(silent(engine.address)), answersWithinMs)
    const onOpen = () => {
      const greet = async () => {
        const { engine: version } = await engine.version()
        clearTimeout(patience)
        if (!stop.aborted) become({ connected: true, version, problem: null })
      }
      greet().catch(failed.reject)
    }
    const onEvent = (event: EngineEvent) => {
      if (!stop.aborted) for (const listener of [...listeners]) listener.onEvent(event)
    }
    try {
      await Promise.race([engine.events(stop, onEvent, onOpen, askFor()), failed.promise, given.promise])
    } finally {
      clearTimeout(patience)
      own.abort()
    }
  }

  async function listen(signal: AbortSignal): Promise<void> {
    let pauseMs = firstPauseMs
    while (!signal.aborted) {
      try {
        await connect(signal)
        if (hasGap) continue
      } catch (error) {
        if (signal.aborted) return
        if (state.connected) pauseMs = firstPauseMs
        become({ connected: false, version: state.version, problem: describeProblem(error) })
      }
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined)
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    }
  }

  function stop(): void {
    abort?.abort()
    abort = null
    hasGap = false
    state = unknownState(engine.address)
    settled = Promise.withResolvers()
  }

  return {
    state: () => state,
    settled: () => settled.promise,
    subscribe(listener) {
      listeners.add(listener)
      if (!abort) {
        abort = new AbortController()
        void listen(abort.signal)
      }
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) stop()
      }
    },
    renew() {
      hasGap = abort !== null
      attempt?.abort()
    },
    close() {
      listeners.clear()
      settled.resolve()
      stop()
    },
  }
}

function unknownState(address: string): EngineState {
  const problem = {
    code: 'ENGINE_UNREACHABLE',
    message: `The Docker engine at ${address} has not answered yet.`,
  }
  return { connected: false, address, version: null, problem, since: new Date().toISOString() }
}

function silent(address: string): SwitchyardError {
  const seconds = answersWithinMs / 1000
  return new SwitchyardError(
    'ENGINE_UNREACHABLE',
    `The Docker engine at ${address} has not answered for ${seconds} s.`,
    { hint: 'Look whether it is busy, or start it again.' },
  )
}

function describeProblem(error: unknown): Problem {
  if (error instanceof SwitchyardError && error.problems[0]) return error.problems[0]
  return { code: 'INTERNAL', message: error instanceof Error ? error.message : String(error) }
}
