import type { Readiness, RollUp } from '../../shared/readiness.ts'

/** What a signal can say; each has a shape of its own, so that colour is never the only difference. */
export type SignalState =
  'ready' | 'loading' | 'failed' | 'warning' | 'stopped' | 'waiting' | 'done' | 'partial' | 'unknown'

/** The signal of a service's readiness, or of a stack's roll-up. */
export function signalOf(state: Readiness | RollUp): SignalState {
  switch (state) {
    case 'starting':
    case 'loading':
      return 'loading'
    case 'created':
    case 'waiting':
      return 'waiting'
    case 'ready':
    case 'done':
    case 'failed':
    case 'stopped':
    case 'partial':
      return state
  }
}

const colours: Record<SignalState, string> = {
  ready: 'text-ready',
  loading: 'text-loading',
  failed: 'text-failed',
  warning: 'text-loading',
  stopped: 'text-stopped',
  waiting: 'text-stopped',
  done: 'text-done',
  partial: 'text-ready',
  unknown: 'text-stopped',
}

/** Text colour for the word beside a signal; good news is quiet. */
export const signalInk: Record<SignalState, string> = {
  ready: 'text-ink-3',
  loading: 'text-loading-ink',
  failed: 'text-failed-ink',
  warning: 'text-loading-ink',
  stopped: 'text-stopped-ink',
  waiting: 'text-stopped-ink',
  done: 'text-done-ink',
  partial: 'text-ink-3',
  unknown: 'text-stopped-ink',
}

const line = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.5,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const
const knock = { ...line, stroke: 'var(--signal-knock)', strokeWidth: 1.6 } as const

/** A lamp: what Docker and the probe report. `label` is read aloud; null where a word stands beside it. */
export function Signal({
  state,
  label = state,
  size = 16,
}: {
  readonly state: SignalState
  readonly label?: string | null
  readonly size?: number
}) {
  const accessible = label === null ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label }
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      className={`shrink-0 ${colours[state]}`}
      data-state={state}
      {...accessible}
    >
      <Shape state={state} />
    </svg>
  )
}

function Shape({ state }: { readonly state: SignalState }) {
  switch (state) {
    case 'ready':
      return (
        <>
          <circle cx="8" cy="8" r="6.3" fill="currentColor" />
          <path {...knock} d="m5.2 8.3 2 1.9 3.6-4.1" />
        </>
      )
    case 'partial':
      return (
        <>
          <circle {...line} cx="8" cy="8" r="5.6" />
          <path d="M8 2.4a5.6 5.6 0 0 1 0 11.2Z" fill="currentColor" />
        </>
      )
    case 'loading':
      return (
        <>
          <circle {...line} cx="8" cy="8" r="5.6" strokeWidth="1.4" />
          <path d="M8 8V4.2A3.8 3.8 0 1 1 4.7 9.9Z" fill="currentColor" />
        </>
      )
    case 'failed':
      return (
        <>
          <path d="M5.3 1.7h5.4l3.6 3.6v5.4l-3.6 3.6H5.3l-3.6-3.6V5.3Z" fill="currentColor" />
          <path {...knock} d="m5.9 5.9 4.2 4.2m0-4.2-4.2 4.2" />
        </>
      )
    case 'warning':
      return (
        <>
          <path
            d="M7.1 2.2a1 1 0 0 1 1.8 0l5.4 10.3a1 1 0 0 1-.9 1.5H2.600a1 1 0 0 1-.9-1.5Z"
            fill="currentColor"
          />
          <path {...knock} d="M8 6.200v3.200M8 11.700v.1" />
        </>
      )
    case 'stopped':
      return <rect {...line} x="3" y="3" width="10" height="10" rx="1.5" />
    case 'waiting':
      return (
        <>
          <circle {...line} cx="8" cy="8" r="5.6" strokeWidth="1.4" />
          <path {...line} d="M6.500 6v4M9.500 6v4" />
        </>
      )
    case 'done':
      return (
        <g {...line} strokeWidth="1.8">
          <path d="m1.500 8.500 2.800 2.800L9.800 5" />
          <path d="m7.400 10.700.7.700 6.400-6.700" />
        </g>
      )
    case 'unknown':
      return <circle {...line} cx="8" cy="8" r="5.6" strokeDasharray="2 2.4" />
  }
}
