import { useEffect, useEffectEvent, useState } from 'react'
import { useSelection } from '../../actions/selection.tsx'
import { useClient } from '../../bridge/use-bridge.tsx'
import { followLogs, type FeedState } from './follow-logs.ts'
import { mostLines, type LogStore } from './log-store.ts'
import { rangeMs, type Range } from './range-picker.tsx'

/** Fills the store with the logs of the targets, from anew whenever these, the range or the lab is another. */
export function useLogFeed(
  store: LogStore,
  targets: readonly string[],
  serviceCount: number,
  range: Range,
): FeedState {
  const client = useClient()
  const { dir, environment, profiles } = useSelection()
  const [state, setState] = useState<FeedState>({ phase: 'opening' })
  const key = JSON.stringify([dir, environment, profiles, targets])
  const lengthMs = rangeMs[range]
  // How many services a stack has may change without any other question to ask.
  const shareOfEach = useEffectEvent(() => Math.max(2000, Math.ceil(mostLines / Math.max(1, serviceCount))))
  useEffect(() => {
    const abort = new AbortController()
    const [labDir, labEnvironment, labProfiles, labTargets] = JSON.parse(key) as [
      string,
      string | null,
      string[],
      string[],
    ]
    const request = {
      dir: labDir,
      environment: labEnvironment,
      profiles: labProfiles,
      targets: labTargets,
      tail: shareOfEach(),
      since: lengthMs === null ? null : new Date(Date.now() - lengthMs).toISOString(),
    }
    store.clear()
    void followLogs(client, request, { batch: store.append, state: setState }, abort.signal)
    return () => abort.abort()
  }, [client, store, key, lengthMs])
  return state
}
