import { createStandIn } from '../../unit/desktop/support/stand-in.ts'

/* Electron for the desktop's bundle in plain Node. Of the tray it prints when each menu was set, in epoch milliseconds. */

const { api } = createStandIn()

export const {
  BrowserWindow,
  dialog,
  globalShortcut,
  ipcMain,
  Menu: menus,
  MessageChannelMain,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  screen,
  shell,
} = api
export { menus as Menu }

export const app = { ...api.app, exit: (code?: number) => process.exit(code) }

export const Tray = function (image: string) {
  const tray = new api.Tray(image)
  return {
    ...tray,
    setContextMenu(...given: Parameters<typeof tray.setContextMenu>) {
      tray.setContextMenu(...given)
      process.stdout.write(`${Date.now()}\n`)
    },
  }
}
