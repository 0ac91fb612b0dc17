import { useLayoutEffect, useRef, useState, type RefObject } from 'react'
import type { LogStore } from './log-store.ts'

/** Columns before the text, the gaps between, and the padding at both ends, without the names. */
const aroundTextWidth = 96 + 62 + 3 * 12 + 40

/** Height of the list, and tells the store after how many letters a line is wrapped. */
export function useViewport(
  scroller: RefObject<HTMLElement | null>,
  store: LogStore,
  isWrapped: boolean,
  nameWidth: number,
): { readonly height: number; readonly probe: RefObject<HTMLSpanElement | null> } {
  const probe = useRef<HTMLSpanElement>(null)
  const [height, setHeight] = useState(0)
  useLayoutEffect(() => {
    const element = scroller.current
    const letters = probe.current
    if (!element || !letters) return
    const measure = () => {
      setHeight(element.clientHeight)
      const letterWidth = letters.getBoundingClientRect().width / 100
      const width = element.clientWidth - aroundTextWidth - nameWidth
      store.setColumns(isWrapped && letterWidth > 0 ? Math.max(10, Math.floor(width / letterWidth)) : 0)
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    // Its size changes when the font has come.
    observer.observe(letters)
    return () => observer.disconnect()
  }, [scroller, store, isWrapped, nameWidth])
  return { height, probe }
}
