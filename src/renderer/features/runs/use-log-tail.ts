import { useEffect, useState } from 'react'
import { useSelection } from '../../actions/selection.tsx'
import { problemsOf } from '../../bridge/problems.ts'
import { useClient, useConnectionState } from '../../bridge/use-bridge.tsx'
import type { ShownLine } from './log-lines.tsx'
import { toPlainText } from './plain-text.ts'

export interface LogTail {
  readonly lines: readonly ShownLine[]
  /** Lines that the core left out because they came too fast. */
  readonly dropped: number
  /** Why there is no log; null while there is. */
  readonly problem: string | null
}

const linesKept = 200
const showEveryMs = 250

/** The log of `stack/service` since then, followed; shown anew at most four times a second. */
export function useLogTail(dir: string, target: string, sinceMs: number): LogTail {
  const client = useClient()
  const connection = useConnectionState()
  const { environment, profiles } = useSelection()
  const profileKey = profiles.join('\n')
  const [tail, setTail] = useState<LogTail>({ lines: [], dropped: 0, problem: null })

  useEffect(() => {
    if (connection !== 'open') return
    const abort = new AbortController()
    let lines: readonly ShownLine[] = []
    let dropped = 0
    let count = 0
    let timer: ReturnType<typeof setTimeout> | null = null
    const show = () => {
      timer = null
      setTail({ lines, dropped, problem: null })
    }
    const follow = async () => {
      const batches = await client.labs.logs(
        {
          dir,
          environment,
          profiles: profileKey === '' ? [] : profileKey.split('\n'),
          targets: [target],
          follow: true,
          tail: 50,
          since: new Date(sinceMs).toISOString(),
          dropWhenSlow: true,
        },
        { signal: abort.signal },
      )
      for await (const batch of batches) {
        dropped += batch.dropped
        const more = batch.lines.slice(-linesKept).map(({ at, stream, text }): ShownLine => ({
          id: count++,
          atMs: at === null ? null : Date.parse(at),
          text: toPlainText(text),
          isError: stream === 'stderr',
        }))
        lines = [...lines, ...more].slice(-linesKept)
        timer ??= setTimeout(show, showEveryMs)
      }
    }
    follow().catch((error: unknown) => {
      if (abort.signal.aborted) return
      const problem = problemsOf(error)[0]?.message ?? 'The log cannot be read.'
      setTail({ lines, dropped, problem: lines.length > 0 ? null : problem })
    })
    return () => {
      abort.abort()
      if (timer) clearTimeout(timer)
    }
  }, [client, connection, dir, environment, profileKey, target, sinceMs])
  return tail
}
