import type { ReactNode } from 'react'
import { Signal, type SignalState } from './signal.tsx'

const tints: Record<SignalState, string> = {
  ready: '[--wash-color:var(--signal-ready)] text-ready-ink',
  loading: '[--wash-color:var(--signal-loading)] text-loading-ink',
  failed: '[--wash-color:var(--signal-failed)] text-failed-ink',
  warning: '[--wash-color:var(--signal-loading)] text-loading-ink',
  stopped: '[--wash-color:var(--signal-stopped)] text-ink-2',
  waiting: '[--wash-color:var(--signal-stopped)] text-ink-2',
  done: '[--wash-color:var(--signal-done)] text-done-ink',
  partial: '[--wash-color:var(--signal-stopped)] text-ink-2',
  unknown: '[--wash-color:var(--signal-stopped)] text-ink-2',
}

/** A state with its word. */
export function Pill({ state, children }: { readonly state: SignalState; readonly children: ReactNode }) {
  return (
    <span
      className={`wash inline-flex h-[22px] shrink-0 items-center gap-1.5 rounded-full pr-2 pl-1.5 text-12 leading-none font-medium whitespace-nowrap ${tints[state]}`}
    >
      <Signal state={state} label={null} size={14} />
      {children}
    </span>
  )
}

const liveries = ['teal', 'denim', 'plum', 'rose', 'rust', 'ochre', 'moss', 'slate'] as const

/** Low-chroma colours that tell stacks, series and log sources apart; never a state. `index` repeats after eight. */
export function liveryOf(index: number): string {
  return `var(--livery-${liveries[((index % 8) + 8) % 8] ?? 'slate'})`
}

/** A name with its livery. */
export function Tag({ livery, children }: { readonly livery: number; readonly children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <span className="h-3 w-[3px] shrink-0 rounded-[1px]" style={{ background: liveryOf(livery) }} />
      {children}
    </span>
  )
}
