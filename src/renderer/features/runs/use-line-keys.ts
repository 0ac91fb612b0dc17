import { useState, type FocusEvent, type KeyboardEvent } from 'react'
import { moveInList } from '../../ui/list-keys.ts'
import type { Line } from './groups.ts'

/** Roving focus over the lines: arrows or j and k move, Enter shows or opens, left and right close and open, + - 0 zoom. */
export function useLineKeys({
  lines,
  toggle,
  onChoose,
  zoom,
  onZoom,
}: {
  readonly lines: readonly Line[]
  readonly toggle: (groupId: string) => void
  readonly onChoose: (key: string) => void
  readonly zoom: number
  readonly onZoom: (zoom: number) => void
}): {
  /** The only line that Tab leads to. */
  readonly activeKey: string | null
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  readonly onFocus: (event: FocusEvent) => void
} {
  const [wanted, setWanted] = useState<string | null>(null)
  const activeKey = lines.some(({ key }) => key === wanted) ? wanted : (lines[0]?.key ?? null)

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const active = lines.findIndex(({ key }) => key === activeKey)
    const line = lines[active]
    const next = lines[moveInList(active, lines.length, event.key) ?? -1]
    if (next) focusLine(event.currentTarget, next.key)
    else if (event.key === '+' || event.key === '=') onZoom(Math.min(zoom * 2, 16))
    else if (event.key === '-') onZoom(Math.max(zoom / 2, 1))
    else if (event.key === '0') onZoom(1)
    else if (line && !act(line, event.key, { toggle, onChoose })) return
    event.preventDefault()
  }
  const onFocus = (event: FocusEvent) => {
    const key = (event.target as HTMLElement).dataset['key']
    if (key !== undefined) setWanted(key)
  }
  return { activeKey, onKeyDown, onFocus }
}

function act(
  line: Line,
  key: string,
  on: { readonly toggle: (groupId: string) => void; readonly onChoose: (key: string) => void },
): boolean {
  const isEnter = key === 'Enter' || key === ' '
  if (line.kind === 'row') {
    if (!isEnter) return false
    on.onChoose(line.row.key)
    return true
  }
  if (line.kind === 'fold') {
    if (!isEnter && key !== 'ArrowRight') return false
    on.toggle(line.groupId)
    return true
  }
  const opens = key === 'ArrowRight' && line.isExpanded === false
  const closes = key === 'ArrowLeft' && line.isExpanded === true
  if (line.isExpanded === null || !(isEnter || opens || closes)) return false
  on.toggle(line.key)
  return true
}

function focusLine(list: HTMLElement, key: string): void {
  list.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus()
}
