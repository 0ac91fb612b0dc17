import { join } from 'node:path'
import {
  app,
  BrowserWindow,
  dialog,
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

void startDesktop({
  api: {
    app,
    BrowserWindow,
    dialog,
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
  // From out/main.
  packageDir: join(import.meta.dirname, '..', '..'),
  devServerUrl: process.env['ELECTRON_RENDERER_URL'] ?? null,
  hasTrayHost: () => hasTrayHost(process.platform),
  log: (line) => console.error(line),
})
