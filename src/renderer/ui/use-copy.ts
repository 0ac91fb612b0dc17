import { useCallback, useState } from 'react'
import { copyText } from './copy-text.ts'

const saidForMs = 1500

/** Copies a text, and knows for a moment how that went. */
export function useCopy(): {
  readonly outcome: 'copied' | 'refused' | null
  readonly copy: (text: string) => void
} {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null)
  const copy = useCallback((text: string) => {
    void copyText(text).then((isCopied) => {
      setOutcome(isCopied ? 'copied' : 'refused')
      setTimeout(() => setOutcome(null), saidForMs)
    })
  }, [])
  return { outcome, copy }
}
