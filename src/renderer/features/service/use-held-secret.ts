import { useCallback, useEffect, useRef, useState } from 'react'
import { problemsOf } from '../../bridge/problems.ts'

export type ShownSecret = { readonly value: string } | { readonly problem: string }

/** A value that is asked for while something is held, and forgotten when it is let go or the person looks away. */
export function useHeldSecret(ask: (signal: AbortSignal) => Promise<{ readonly value: string }>) {
  const held = useRef<AbortController | null>(null)
  const [shown, setShown] = useState<ShownSecret | null>(null)
  const hide = useCallback(() => {
    held.current?.abort()
    held.current = null
    setShown(null)
  }, [])

  useEffect(() => {
    window.addEventListener('blur', hide)
    document.addEventListener('visibilitychange', hide)
    return () => {
      held.current?.abort()
      window.removeEventListener('blur', hide)
      document.removeEventListener('visibilitychange', hide)
    }
  }, [hide])

  const show = () => {
    if (held.current) return
    const abort = new AbortController()
    held.current = abort
    void ask(abort.signal).then(
      ({ value }) => {
        if (!abort.signal.aborted) setShown({ value })
      },
      (error: unknown) => {
        if (!abort.signal.aborted) setShown({ problem: problemsOf(error)[0]?.message ?? 'It is not told.' })
      },
    )
  }
  return { shown, show, hide }
}
