import type { TrayItem } from '../../../shared/tray/model.ts'
import { line, span, type Line } from './line.ts'

/** The menu of the tray as lines: ticks in brackets, submenus below their name, quiet what cannot be chosen. Pure. */
export function renderTray(items: readonly TrayItem[], indent = ''): Line[] {
  return items.flatMap((item): Line[] => {
    if (item.kind === 'separator') return [line('')]
    const isSubmenu = item.kind === 'submenu'
    const box = item.kind === 'check' ? `[${item.isChecked ? 'x' : ' '}] ` : '    '
    const label = span(
      isSubmenu ? `${item.label}:` : item.label,
      isSubmenu || item.isEnabled ? 'plain' : 'quiet',
    )
    const own: Line = [span(`${indent}${box}`, 'quiet'), { ...label, wrap: 'here' }]
    return isSubmenu ? [own, ...renderTray(item.items, `${indent}    `)] : [own]
  })
}
