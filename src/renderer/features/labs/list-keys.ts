import type { KeyboardEvent } from 'react'
import { moveInList } from '../../ui/list-keys.ts'

/** Keys move between the elements of a list that are marked with `data-row`. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')]
  const index = rows.findIndex((row) => row.contains(document.activeElement))
  const next = rows[moveInList(index, rows.length, event.key) ?? -1]
  if (!next) return
  event.preventDefault()
  const target = next.matches('button, a') ? next : next.querySelector<HTMLElement>('button, a')
  target?.focus()
}
