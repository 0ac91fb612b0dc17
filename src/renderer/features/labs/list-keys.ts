import type { KeyboardEvent } from 'react'

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }

/** Up, Down, J and K move between the elements of a list that are marked with `data-row`. */
export function moveInList(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key]
  if (step === undefined) return
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')]
  const index = rows.findIndex((row) => row.contains(document.activeElement))
  const next = index < 0 ? rows[0] : rows[index + step]
  if (!next) return
  event.preventDefault()
  const target = next.matches('button, a') ? next : next.querySelector<HTMLElement>('button, a')
  target?.focus()
}
