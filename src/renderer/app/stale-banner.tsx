import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import { formatClock, formatDuration } from '../../shared/format.ts'
import { useConnectionState, useLabPart } from '../bridge/use-bridge.tsx'
import { useNow } from '../bridge/use-now.ts'
import { Signal } from '../ui/signal.tsx'

/** Says that what is shown is not what is, and since when. */
export function StaleBanner() {
  const isStale = useLabPart((snapshot) => snapshot.isStale)
  const engine = useLabPart(({ state }) => state?.engine)
  const isUnseen = useLabPart(({ state }) => state?.status === null)
  const [location] = useLocation()
  const problem = useLabPart(({ state }) => state?.problems[0])
  const lastEventAtMs = useLabPart((snapshot) => (snapshot.isStale ? snapshot.lastEventAtMs : null))
  const connection = useConnectionState()
  if (isStale && engine) {
    return (
      <Banner>
        {connection === 'open' ? 'Switchyard does not answer' : 'The connection to Switchyard is lost'}.
        {lastEventAtMs !== null && (
          <>
            {' '}
            What you see was last true at <span className="numeric">{formatClock(lastEventAtMs)}</span>,{' '}
            <Age sinceMs={lastEventAtMs} /> ago. Trying again.
          </>
        )}
      </Banner>
    )
  }
  // The Yard says it whole while there is nothing else to show.
  if (engine && !engine.connected && isUnseen && location === '/yard') return null
  if (engine && !engine.connected) {
    return (
      <Banner>
        {engine.problem?.message ?? 'The Docker engine does not answer.'}{' '}
        {isUnseen ? (
          'Nothing has been seen of this lab yet. '
        ) : (
          <>
            What you see was last seen at{' '}
            <span className="numeric">{formatClock(Date.parse(engine.since))}</span>.{' '}
          </>
        )}
        <Link href="/doctor" className="underline underline-offset-2">
          Open Doctor
        </Link>
      </Banner>
    )
  }
  if (problem) {
    return (
      <Banner>
        {problem.message} The lab is shown as it was before.{' '}
        <Link href="/doctor" className="underline underline-offset-2">
          Open Doctor
        </Link>
      </Banner>
    )
  }
  return null
}

function Banner({ children }: { readonly children: ReactNode }) {
  return (
    <div
      role="status"
      className="wash flex items-center gap-2 border-b border-line px-5 py-1.5 text-12 [--wash-color:var(--signal-failed)]"
    >
      <Signal state="failed" label={null} size={14} />
      <p className="min-w-0">{children}</p>
    </div>
  )
}

function Age({ sinceMs }: { readonly sinceMs: number }) {
  return <span className="numeric">{formatDuration(useNow(1000) - sinceMs)}</span>
}
