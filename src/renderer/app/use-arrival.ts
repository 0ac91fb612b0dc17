import { useEffect, useRef } from 'react'
import { useLocation } from 'wouter'
import { useLabPart } from '../bridge/use-bridge.tsx'
import { titleOf } from './title-of.ts'

/** Names each screen in the title, and lets the keyboard begin in it when what had the focus is gone. */
export function useArrival(): void {
  const [location] = useLocation()
  const lab = useLabPart(({ state }) => state?.lab.name ?? '')
  useEffect(() => {
    document.title = titleOf(location, lab)
  }, [location, lab])
  const before = useRef(location)
  useEffect(() => {
    // Who has just opened the page begins at its beginning.
    const isFirst = before.current === location || before.current === '/'
    before.current = location
    if (isFirst) return
    const focused = document.activeElement
    if (focused === null || focused === document.body)
      document.getElementById('main')?.focus({ preventScroll: true })
  }, [location])
}
