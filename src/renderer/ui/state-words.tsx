import type { ReactNode } from 'react'
import { Signal, type SignalState } from './signal.tsx'

/** A state in a table: its sign, and words that wrap beside it. Null leaves the place of the sign empty: there is no state. */
export function StateWords({
  state,
  children,
}: {
  readonly state: SignalState | null
  readonly children: ReactNode
}) {
  return (
    <span className="flex gap-2">
      <span className="mt-px w-3.5 shrink-0">
        {state !== null && <Signal state={state} label={null} size={14} />}
      </span>
      <span className="min-w-0 break-words">{children}</span>
    </span>
  )
}
