import { useEffect, useState } from 'react'
import type { Problem } from '../../../shared/errors.ts'
import type { HostReadings, HostState } from '../../../shared/host.ts'
import { useSelection } from '../../actions/selection.tsx'
import { useClient } from '../../bridge/use-bridge.tsx'
import { followHost } from './follow-host.ts'
import { addSample, type HostSample } from './host-history.ts'

export interface Host {
  /** Null until they came first. */
  readonly now: { readonly readings: HostReadings; readonly state: HostState } | null
  /** Since the screen was opened, oldest first. */
  readonly samples: readonly HostSample[]
  /** Why nothing comes any more; null while it comes. */
  readonly problems: readonly Problem[] | null
}

const nothing: Host = { now: null, samples: [], problems: null }

/** The host while this is on the page. */
export function useHost(): Host {
  const client = useClient()
  const { dir, environment, profiles } = useSelection()
  const [host, setHost] = useState(nothing)
  const key = JSON.stringify([dir, environment, profiles])
  useEffect(() => {
    const abort = new AbortController()
    const [labDir, labEnvironment, labProfiles] = JSON.parse(key) as [string, string | null, string[]]
    void followHost(
      client,
      { dir: labDir, environment: labEnvironment, profiles: labProfiles },
      {
        event: (now) =>
          setHost(({ samples }) => ({ now, samples: addSample(samples, now.readings), problems: null })),
        lost: (problems) => setHost((before) => ({ ...before, problems })),
      },
      abort.signal,
    )
    return () => abort.abort()
  }, [client, key])
  return host
}
