import type { MenuItemConstructorOptions } from 'electron'
import type { TrayAction, TrayItem } from '../../shared/tray/model.ts'

/** The menu in Electron's words. Pure. */
export function trayTemplate(
  items: readonly TrayItem[],
  perform: (action: TrayAction) => void,
): MenuItemConstructorOptions[] {
  return items.map((item): MenuItemConstructorOptions => {
    if (item.kind === 'separator') return { type: 'separator' }
    // A single `&` would be taken for the mark of a key.
    const label = item.label.replaceAll('&', '&&')
    if (item.kind === 'submenu') return { label, submenu: trayTemplate(item.items, perform) }
    const { action, isEnabled } = item
    return {
      label,
      enabled: isEnabled,
      ...(item.kind === 'check' ? { type: 'checkbox' as const, checked: item.isChecked } : {}),
      ...(action ? { click: () => perform(action) } : {}),
    }
  })
}
