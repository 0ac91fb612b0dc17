import type { DesktopApi, DesktopTray } from './desktop-api.ts'

export interface TrayOptions {
  readonly iconFile: string
  readonly open: () => void
  readonly quit: () => void
}

/** Puts Switchyard into the tray; null where the desktop lets nothing into it. */
export function createTray(
  { Tray, Menu }: Pick<DesktopApi, 'Tray' | 'Menu'>,
  { iconFile, open, quit }: TrayOptions,
): DesktopTray | null {
  try {
    const tray = new Tray(iconFile)
    tray.setToolTip('Switchyard')
    // Under AppIndicator a click says nothing, so everything is in the menu as well.
    tray.on('click', open)
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: 'Open Switchyard', click: open },
        { type: 'separator' },
        { label: 'Quit', click: quit },
      ]),
    )
    return tray
  } catch {
    return null
  }
}
