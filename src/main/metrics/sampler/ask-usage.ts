import type { ContainerProcess, ContainerUsage, Engine } from '../../engine/model.ts'

/** A container whose use the engine has to be asked for. */
export interface AskedContainer {
  /** What came since the last `take`; `atMs` is this machine's monotonic clock. Null for nothing new. */
  take(): ContainerUsage | null
  /** Asks, unless a question is still open. Resolves with the answer's arrival, whatever it is. */
  ask(): Promise<void>
}

export interface AskUsageOptions {
  readonly engine: Pick<Engine, 'readUsage'>
  /** Monotonic, in milliseconds. */
  readonly clock: () => number
  readonly signal: AbortSignal
}

/** An engine that has not answered by then is asked anew. */
const answersWithinMs = 10_000
/** More at a time make the engine slower, not faster. */
const questionsAtOnce = 8

/** Asks the engine for what containers use, a few at a time. */
export function askUsage({ engine, clock, signal }: AskUsageOptions) {
  const waiting: (() => void)[] = []
  let going = 0

  async function inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    if (going < questionsAtOnce) going += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else going -= 1
    }
  }

  return {
    open({ id, sharesNetwork, hasMemoryLimit }: ContainerProcess): AskedContainer {
      const toOwnClock = createOwnClock(clock)
      let fresh: ContainerUsage | null = null
      let question: Promise<void> | null = null
      const askOnce = async () => {
        try {
          const patience = AbortSignal.any([signal, AbortSignal.timeout(answersWithinMs)])
          const usage = await inTurn(() => engine.readUsage(id, patience))
          fresh = usage && {
            ...usage,
            atMs: toOwnClock(usage.atMs),
            memoryLimitBytes: hasMemoryLimit ? usage.memoryLimitBytes : null,
            ...(sharesNetwork ? { networkInBytes: null, networkOutBytes: null } : {}),
          }
        } catch {
          fresh = null
        } finally {
          question = null
        }
      }
      return {
        take() {
          const taken = fresh
          fresh = null
          return taken
        },
        ask: () => (question ??= askOnce()),
      }
    },
  }
}

/**
 * The engine's time of an answer as a time of our own clock. Between two answers the engine's clock is the better one, because an
 * answer takes its time to come, but only while it runs as ours does: clocks are set.
 */
function createOwnClock(clock: () => number): (engineAtMs: number) => number {
  let before: { readonly engineAtMs: number; readonly ownMs: number; readonly atMs: number } | null = null
  return (engineAtMs) => {
    const ownMs = clock()
    const passedMs = before === null ? 0 : engineAtMs - before.engineAtMs
    const ownPassedMs = before === null ? 0 : ownMs - before.ownMs
    const isSteady = passedMs > ownPassedMs / 2 && passedMs < ownPassedMs * 2
    const atMs = before === null ? ownMs : before.atMs + (isSteady ? passedMs : ownPassedMs)
    before = { engineAtMs, ownMs, atMs }
    return atMs
  }
}
