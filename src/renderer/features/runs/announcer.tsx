import { useEffect, useRef } from 'react'
import type { RunView } from '../../../shared/run-view.ts'
import { announceChanges } from './announcements.ts'

/** Tells those who listen what became ready, once, and what failed, at once. */
export function Announcer({ view }: { readonly view: RunView }) {
  const seen = useRef<RunView | null>(null)
  const polite = useRef<HTMLParagraphElement>(null)
  const assertive = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    const news = announceChanges(seen.current, view)
    seen.current = view
    if (news.polite !== '' && polite.current) polite.current.textContent = news.polite
    if (news.assertive !== '' && assertive.current) assertive.current.textContent = news.assertive
  }, [view])
  return (
    <div className="sr-only">
      <p ref={polite} aria-live="polite" />
      <p ref={assertive} aria-live="assertive" />
    </div>
  )
}
