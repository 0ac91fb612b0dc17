import { formatShortcut } from '../../shared/shortcut-keys.ts'
import type { DesktopApi, DesktopWindow } from './desktop-api.ts'
import { showWindow } from './window.ts'

/** Keys that work from anywhere. */
export interface ShortcutHolder {
  /** Takes these keys in place of those before, null for none; why that is not possible, as a sentence, or null. */
  readonly hold: (keys: string | null) => string | null
}

export function createShortcutHolder(
  { globalShortcut }: Pick<DesktopApi, 'globalShortcut'>,
  { isWayland, onPress }: { readonly isWayland: boolean; readonly onPress: () => void },
): ShortcutHolder {
  let held: string | null = null
  return {
    hold(keys) {
      if (keys === held) return null
      if (held !== null) globalShortcut.unregister(held)
      held = null
      if (keys === null) return null
      if (!register(globalShortcut, keys, onPress)) return describeTaken(keys, isWayland)
      held = keys
      return null
    },
  }
}

/** Keys that the desktop does not know make Electron throw. */
function register(globalShortcut: DesktopApi['globalShortcut'], keys: string, onPress: () => void): boolean {
  try {
    return globalShortcut.register(keys, onPress)
  } catch {
    return false
  }
}

function describeTaken(keys: string, isWayland: boolean): string {
  const shown = formatShortcut(keys)
  return isWayland
    ? `The desktop did not give ${shown} to Switchyard. Under Wayland not every desktop gives programs keys: let its own keyboard settings start Switchyard, which shows the window too.`
    : `${shown} is taken by another program, so Switchyard cannot have it. Choose other keys in Settings.`
}

/** What the keys do: the window comes to the front, and goes away again from there. */
export async function toggleWindow(window: DesktopWindow, canHide: () => Promise<boolean>): Promise<void> {
  if (!window.isVisible() || window.isMinimized() || !window.isFocused()) return showWindow(window)
  if (await canHide().catch(() => false)) window.hide()
  else window.minimize()
}
