import { useMemo, useRef } from 'react'

/**
 * For what floats without a trigger of its own: gives the focus back to what had it, unless something else took it meanwhile.
 * Spread it on the content of a Radix dialog. What is marked with `data-first-focus` gets the focus when it opens; `autoFocus` would
 * take it before anybody can see where it came from.
 */
export function useReturnFocus(): {
  readonly onOpenAutoFocus: (event: Event) => void
  readonly onCloseAutoFocus: (event: Event) => void
} {
  const cameFrom = useRef<Element | null>(null)
  return useMemo(
    () => ({
      onOpenAutoFocus(event) {
        cameFrom.current = document.activeElement
        const content = event.target instanceof HTMLElement ? event.target : null
        const first = content?.querySelector<HTMLElement>('[data-first-focus]')
        if (!first) return
        event.preventDefault()
        first.focus()
      },
      onCloseAutoFocus(event) {
        event.preventDefault()
        const isFree = document.activeElement === null || document.activeElement === document.body
        if (isFree && cameFrom.current instanceof HTMLElement) cameFrom.current.focus()
      },
    }),
    [],
  )
}
