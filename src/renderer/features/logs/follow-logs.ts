import type { LogBatch, LogLine } from '../../../shared/contract.ts'
import type { Problem } from '../../../shared/errors.ts'
import type { BridgeClient } from '../../bridge/connection.ts'
import { keepTrying } from '../../bridge/keep-trying.ts'
import { problemsOf } from '../../bridge/problems.ts'

/** `opening`: asked for, and nothing heard yet. `lost`: broken off, and being tried again. */
export type FeedState =
  | { readonly phase: 'opening' | 'following' }
  | { readonly phase: 'lost'; readonly problems: readonly Problem[] }

export type LogRequest = Pick<
  Parameters<BridgeClient['labs']['logs']>[0],
  'dir' | 'environment' | 'profiles' | 'targets' | 'since' | 'tail'
>

const pauses = { firstMs: 1000, longestMs: 5000 }
/** A core that has opened the logs says so only with the first line. */
const quietAfterMs = 400

/** Follows logs until the signal. After a break it goes on with the line after the last one. */
export function followLogs(
  client: Pick<BridgeClient, 'labs'>,
  request: LogRequest,
  observer: { readonly batch: (batch: LogBatch) => void; readonly state: (state: FeedState) => void },
  signal: AbortSignal,
): Promise<void> {
  const seen = createTail()
  let phase: FeedState['phase'] | null = null
  const tell = (state: FeedState) => {
    if (state.phase !== phase || state.phase === 'lost') observer.state(state)
    phase = state.phase
  }
  tell({ phase: 'opening' })
  const follow = async (heard: () => void) => {
    const timer = setTimeout(() => tell({ phase: 'following' }), quietAfterMs)
    try {
      const since = seen.latestAt() ?? request.since ?? null
      const input = { ...request, since, follow: true, dropWhenSlow: true }
      for await (const batch of await client.labs.logs(input, { signal })) {
        if (signal.aborted) return
        clearTimeout(timer)
        heard()
        const lines = seen.withoutSeen(batch.lines)
        if (lines.length > 0 || batch.dropped > 0) observer.batch({ lines, dropped: batch.dropped })
        tell({ phase: 'following' })
      }
    } catch (error) {
      if (signal.aborted) return
      tell({ phase: 'lost', problems: problemsOf(error) })
    } finally {
      clearTimeout(timer)
    }
    seen.startOver()
  }
  return keepTrying(follow, pauses, signal)
}

/** Remembers the lines of the latest millisecond: asked for everything since then, the core tells them again. */
function createTail() {
  let at: string | null = null
  let keys = new Set<string>()
  let known: ReadonlySet<string> = new Set()
  const keyOf = ({ service, text }: LogLine) => `${service.stack}/${service.service}\n${text}`
  return {
    latestAt: () => at,
    /** The lines to come are asked for again from the latest on. */
    startOver: () => void (known = keys),
    withoutSeen(lines: readonly LogLine[]): LogLine[] {
      const from = at
      return lines.filter((line) => {
        if (known.size > 0 && line.at === from && known.has(keyOf(line))) return false
        if (line.at !== null && (at === null || line.at > at)) {
          at = line.at
          keys = new Set()
        }
        if (line.at === at) keys.add(keyOf(line))
        return true
      })
    },
  }
}
