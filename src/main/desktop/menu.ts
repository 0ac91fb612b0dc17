import type { MenuItemConstructorOptions } from 'electron'

/** The window's menu: what keyboards expect everywhere. Everything of Switchyard itself is in the page's palette. */
export function windowMenu({ isPackaged, quit }: { isPackaged: boolean; quit: () => void }) {
  const forDevelopers: MenuItemConstructorOptions[] = [
    { type: 'separator' },
    { role: 'reload' },
    { role: 'toggleDevTools' },
  ]
  return [
    { label: 'Switchyard', submenu: [{ label: 'Quit', accelerator: 'CommandOrControl+Q', click: quit }] },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'togglefullscreen' },
        ...(isPackaged ? [] : forDevelopers),
      ],
    },
  ] satisfies MenuItemConstructorOptions[]
}
