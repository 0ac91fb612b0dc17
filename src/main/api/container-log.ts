import { SwitchyardError } from '../../shared/errors.ts'
import type { Engine, EngineLogLine } from '../engine/model.ts'

/**
 * How many lines a container can have printed between the end of its log and the moment in which its next start is noticed. The
 * engine finds the last lines quickly, and a time only by reading everything before it.
 */
const mostLinesBetween = 100_000

/** The log of one container, which ends when the container does and goes on when that is started again. */
export interface ContainerLog {
  /** What there is since the last reading. */
  read(): AsyncGenerator<readonly EngineLogLine[], void>
  /** The container was started. False when the log is being read, and so will be read on. */
  noteStart(startedAt: string): boolean
}

export interface ContainerLogRequest {
  readonly tail: number | null
  readonly follow: boolean
  readonly since: string | null
  readonly signal: AbortSignal
}

export function createContainerLog(engine: Engine, id: string, request: ContainerLogRequest): ContainerLog {
  /** The last line's time, and how many lines had it. */
  let last: { readonly at: string; readonly count: number } | null = null
  let startedAt: string | null = null
  let isReading = false
  let isStartedAgain = false

  async function* readOnce(): AsyncGenerator<readonly EngineLogLine[], void> {
    const since = last?.at ?? startedAt
    const options = since === null ? request : { ...request, tail: mostLinesBetween, since }
    let toSkip = last
    for await (const lines of engine.readLog(id, options)) {
      let skipped = 0
      while (toSkip && skipped < lines.length) {
        if (lines[skipped]?.at !== toSkip.at) toSkip = null
        else {
          skipped += 1
          toSkip = toSkip.count === 1 ? null : { at: toSkip.at, count: toSkip.count - 1 }
        }
      }
      const unread = skipped === 0 ? lines : lines.slice(skipped)
      if (request.follow) for (const { at } of unread) if (at !== null) last = countTime(last, at)
      if (unread.length > 0) yield unread
    }
  }

  return {
    async *read() {
      isReading = true
      try {
        do {
          isStartedAgain = false
          yield* readOnce()
        } while (isStartedAgain && !request.signal.aborted)
      } catch (error) {
        const line = await explain(engine, id, error)
        if (line) yield [line]
      } finally {
        isReading = false
      }
    },
    noteStart(at) {
      startedAt = at
      isStartedAgain = true
      return !isReading
    },
  }
}

function countTime(last: { readonly at: string; readonly count: number } | null, at: string) {
  return last?.at === at ? { at, count: last.count + 1 } : { at, count: 1 }
}

/** A log that cannot be read takes nothing from the others: what the engine says stands in its place. */
async function explain(engine: Engine, id: string, error: unknown): Promise<EngineLogLine | null> {
  if (!(error instanceof SwitchyardError) || error.code !== 'ENGINE_REFUSED') throw error
  // Removed meanwhile.
  if ((await engine.inspect(id)) === null) return null
  return { stream: 'stderr', at: null, text: `Switchyard cannot read this log. ${error.message}` }
}
