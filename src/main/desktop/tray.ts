import type { DesktopApi } from './desktop-api.ts'
import { trayMenu, type TrayActions, type TrayLink } from './tray-menu.ts'

export interface TrayOptions extends TrayActions {
  readonly iconFile: string
}

/** Switchyard in the tray. */
export interface TrayIcon {
  showLinks(links: readonly TrayLink[]): void
}

/** Puts Switchyard into the tray; null where the desktop lets nothing into it. */
export function createTray(
  { Tray, Menu }: Pick<DesktopApi, 'Tray' | 'Menu'>,
  { iconFile, ...actions }: TrayOptions,
): TrayIcon | null {
  try {
    const tray = new Tray(iconFile)
    let shown: string | null = null
    const showLinks = (links: readonly TrayLink[]) => {
      // A menu that is made anew closes under the pointer.
      const text = JSON.stringify(links.map(({ name, stack, url }) => [name, stack, url]))
      if (text === shown) return
      shown = text
      tray.setContextMenu(Menu.buildFromTemplate(trayMenu(links, actions)))
    }
    tray.setToolTip('Switchyard')
    // Under AppIndicator a click says nothing, so everything is in the menu as well.
    tray.on('click', actions.open)
    showLinks([])
    return { showLinks }
  } catch {
    return null
  }
}
