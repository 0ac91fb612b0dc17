import type { ReactNode } from 'react'
import { Signal } from './signal.tsx'

/** Something to know before or after: a sign of its own, and words in ink. */
export function Caution({ children }: { readonly children: ReactNode }) {
  return (
    <p className="flex gap-2 text-12 text-ink-2">
      <Signal state="warning" label="warning" size={14} />
      <span className="min-w-0 break-words">{children}</span>
    </p>
  )
}
