import { useMemo, useRef } from 'react'

/**
 * For what floats without a trigger of its own: gives the focus back to what had it, unless something else took it meanwhile.
 * Spread it on the content of a Radix dialog.
 */
export function useReturnFocus(): {
  readonly onOpenAutoFocus: () => void
  readonly onCloseAutoFocus: (event: Event) => void
} {
  const cameFrom = useRef<Element | null>(null)
  return useMemo(
    () => ({
      onOpenAutoFocus() {
        cameFrom.current = document.activeElement
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
