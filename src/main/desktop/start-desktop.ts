import { join } from 'node:path'
import { openBridge } from './bridge.ts'
import { closeToTray } from './close-to-tray.ts'
import { confirmQuit } from './confirm-quit.ts'
import { describeFailure } from './describe-failure.ts'
import type { DesktopApi, DesktopWindow } from './desktop-api.ts'
import type { DesktopCore } from './desktop-core.ts'
import { openDesktopState } from './desktop-state.ts'
import { guardContents, guardSession } from './guard.ts'
import { windowMenu } from './menu.ts'
import { createNotifier } from './notifier.ts'
import { notifyOfAlerts } from './notify-alerts.ts'
import { offerReload } from './offer-reload.ts'
import { openLink } from './open-link.ts'
import { openTray } from './open-tray.ts'
import { findPageAddress } from './page-address.ts'
import { registerPageScheme, servePage } from './page-protocol.ts'
import { handleQuit } from './quit.ts'
import { createRefusalLog } from '../web/refusal-log.ts'
import { createPortServer } from './serve-port.ts'
import { createWindow, showPlace, showWindow } from './window.ts'

export interface DesktopOptions {
  readonly api: DesktopApi
  readonly openCore: () => DesktopCore
  /** The folder with `out` and `resources`. */
  readonly packageDir: string
  /** Address of electron-vite's development server; null for the built page. Ignored in an installed Switchyard. */
  readonly devServerUrl: string | null
  /** Whether a hidden window could be found again, asked each time it matters. */
  readonly hasTrayHost: () => Promise<boolean>
  /** For what is wrong with neither the operator nor the lab: one line. */
  readonly log: (line: string) => void
}

const closeLimitMs = 15_000

/**
 * Runs the desktop door until the operator quits. Must be called, and not awaited, while Electron loads its entry: what it does
 * before its first `await` is only possible then.
 */
export async function startDesktop(options: DesktopOptions): Promise<void> {
  const { app, dialog, protocol } = options.api
  if (!app.requestSingleInstanceLock()) {
    app.quit()
    return
  }
  app.enableSandbox()
  registerPageScheme(protocol)
  let window: DesktopWindow | null = null
  const show = () => window && showWindow(window)
  app.on('second-instance', show)
  app.on('activate', show)
  await app.whenReady()
  try {
    window = await openDesktop(options)
  } catch (error) {
    dialog.showErrorBox('Switchyard cannot start', describeFailure(error))
    app.exit(1)
  }
}

async function openDesktop({ api, packageDir, log, ...options }: DesktopOptions): Promise<DesktopWindow> {
  const { app } = api
  const page = findPageAddress(app.isPackaged ? null : options.devServerUrl)
  const core = options.openCore()
  const { client } = core
  const state = openDesktopState((await client.app.info()).stateDir)
  if (page.origin.startsWith('app:')) servePage(api.protocol, page, join(packageDir, 'out', 'renderer'))

  const leaving = new AbortController()
  const isLeaving = handleQuit(api, {
    closeLimitMs,
    confirm: () => confirmQuit(api, state, core.ongoingRuns().length),
    async close() {
      leaving.abort()
      state.flush()
      await core.dispose()
    },
  })
  const quit = () => app.quit()
  const report = (error: unknown) => log(`switchyard: ${describeFailure(error)}`)
  const open = (url: string) => void openLink(api, client, url).catch(report)
  api.Menu.setApplicationMenu(api.Menu.buildFromTemplate(windowMenu({ isPackaged: app.isPackaged, quit })))
  const notifier = createNotifier(api, client)
  const tray = openTray({
    api,
    client,
    notifier,
    iconDir: join(packageDir, 'resources', 'icons'),
    show: (place) =>
      place === null ? showWindow(window) : void showPlace(window, page, place).catch(report),
    openLink: open,
    quit,
    isHidden: () => !window.isVisible() || window.isMinimized(),
    report,
    signal: leaving.signal,
  })

  app.on('web-contents-created', (_event, contents) => {
    guardContents(contents, page, open)
  })
  const window = createWindow(api, {
    preloadFile: join(packageDir, 'out', 'preload', 'index.cjs'),
    iconFile: join(packageDir, 'resources', 'icons', 'switchyard.png'),
    state,
  })
  guardSession(window.webContents.session, page)
  const refusals = createRefusalLog(log, () => performance.now())
  const servePort = createPortServer(core.router, (what) => refusals.refused(what, 'the page'))
  openBridge(api, window.webContents, page, servePort)
  closeToTray(window, { isLeaving, quit, canHide: () => mayHide() })
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (!isLeaving()) void offerReload(api, window, page.url, reason).catch(report)
  })
  notifyOfAlerts(notifier, client, () => showWindow(window), leaving.signal).catch((error: unknown) => {
    if (!leaving.signal.aborted) report(error)
  })
  await window.loadURL(page.url)
  return window

  async function mayHide(): Promise<boolean> {
    if (!tray) return false
    const { closeToTray } = await client.settings.get()
    return closeToTray && (await options.hasTrayHost())
  }
}
