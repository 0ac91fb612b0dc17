import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  dialog,
  globalShortcut,
  ipcMain,
  Menu,
  MessageChannelMain,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  screen,
  shell,
  Tray,
} from 'electron'
import { createCore } from '../core.ts'
import { boundYoungGeneration } from './bound-young-generation.ts'
import { hasTrayHost } from './has-tray-host.ts'
import { startDesktop } from './start-desktop.ts'

/* Electron's entry: the only file that touches Electron itself. */

boundYoungGeneration()

// From out/main.
const packageDir = join(import.meta.dirname, '..', '..')

void startDesktop({
  api: {
    app,
    BrowserWindow,
    dialog,
    globalShortcut,
    ipcMain,
    Menu,
    MessageChannelMain,
    nativeTheme,
    Notification,
    powerMonitor,
    protocol,
    screen,
    shell,
    Tray,
  },
  openCore: () => createCore({ variables: process.env, door: 'desktop', records: true }),
  packageDir,
  devServerUrl: process.env['ELECTRON_RENDERER_URL'] ?? null,
  hasTrayHost: () => hasTrayHost(process.platform),
  handed: { arguments: process.argv.slice(1), workingDir: process.cwd() },
  variables: process.env,
  // An AppImage is somewhere else at each start; where its file is, it says itself.
  ownCommand: app.isPackaged ? [process.env['APPIMAGE'] ?? process.execPath] : [process.execPath, packageDir],
  onSessionEnd(listener) {
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, listener)
  },
  log: (line) => console.error(line),
})
