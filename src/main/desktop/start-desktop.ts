import { join } from 'node:path'
import { applySettings } from './apply-settings.ts'
import { askForTray } from './ask-for-tray.ts'
import { openBridge } from './bridge.ts'
import { closeToTray } from './close-to-tray.ts'
import { confirmQuit } from './confirm-quit.ts'
import { describeFailure } from './describe-failure.ts'
import type { DesktopApi } from './desktop-api.ts'
import type { DesktopCore } from './desktop-core.ts'
import { openDesktopState } from './desktop-state.ts'
import { followSleep } from './follow-sleep.ts'
import { createShortcutHolder, toggleWindow } from './global-shortcut.ts'
import { guardContents, guardSession } from './guard.ts'
import { keepPage } from './keep-page.ts'
import { createLoginEntry } from './login-entry.ts'
import { windowMenu } from './menu.ts'
import { createNotifier } from './notifier.ts'
import { notifyOfAlerts } from './notify-alerts.ts'
import { openLink } from './open-link.ts'
import { createRequestOpener } from './open-request.ts'
import { openTray } from './open-tray.ts'
import { findPageAddress } from './page-address.ts'
import { registerPageScheme, servePage } from './page-protocol.ts'
import { handleQuit } from './quit.ts'
import { type HandedArguments, readArguments, readHandedOver, type StartRequest } from './read-arguments.ts'
import { createRefusalLog } from '../web/refusal-log.ts'
import { createPortServer } from './serve-port.ts'
import { mayStayHidden } from './stay-hidden.ts'
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
  /** What this process was started with. */
  readonly handed: HandedArguments
  /** The process environment. */
  readonly variables: NodeJS.ProcessEnv
  /** How this program is started, without arguments. */
  readonly ownCommand: readonly string[]
  /** Calls back when the system asks the process to go, as at the end of a session. */
  readonly onSessionEnd: (listener: () => void) => void
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
  // Whoever is there already hears what this start asks for.
  if (!app.requestSingleInstanceLock({ ...options.handed })) {
    app.quit()
    return
  }
  app.enableSandbox()
  registerPageScheme(protocol)
  const waiting: StartRequest[] = [readArguments(options.handed)]
  let open: ((request: StartRequest) => Promise<void>) | null = null
  const take = (request: StartRequest) => (open ? void open(request) : void waiting.push(request))
  app.on('second-instance', (_event, _arguments, _workingDir, handed) => take(readHandedOver(handed)))
  app.on('activate', () => take(readHandedOver(null)))
  await app.whenReady()
  try {
    const [first] = waiting
    open = await openDesktop(options, first?.isHidden === true)
    // The window shows itself.
    for (const request of waiting.splice(0)) if (request !== first || asksForMore(request)) take(request)
  } catch (error) {
    dialog.showErrorBox('Switchyard cannot start', describeFailure(error))
    app.exit(1)
  }
}

/** Resolves to what does what later starts ask for. */
async function openDesktop(
  { api, packageDir, log, ...options }: DesktopOptions,
  startsHidden: boolean,
): Promise<(request: StartRequest) => Promise<void>> {
  const { app } = api
  const page = findPageAddress(app.isPackaged ? null : options.devServerUrl)
  const core = options.openCore()
  const { client } = core
  const [{ stateDir }, wasThere] = await Promise.all([
    client.app.info(),
    options.hasTrayHost().catch(() => false),
  ])
  const state = openDesktopState(stateDir)
  if (page.origin.startsWith('app:')) servePage(api.protocol, page, join(packageDir, 'out', 'renderer'))

  // Before the end of the session is listened for: Electron overlooks who asks for that first, and tells nobody.
  followSleep(api, { save: () => state.flush(), woke: () => core.woke() })
  const leaving = new AbortController()
  const isLeaving = handleQuit(api, {
    closeLimitMs,
    onSessionEnd: options.onSessionEnd,
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
    show,
    openLink: open,
    quit,
    isHidden: () => !window.isVisible() || window.isMinimized(),
    report,
    signal: leaving.signal,
  })
  const hasTray = tray
    ? askForTray({ ask: options.hasTrayHost, wasThere, icon: tray })
    : () => Promise.resolve(false)

  app.on('web-contents-created', (_event, contents) => {
    guardContents(contents, page, open)
  })
  const window = createWindow(api, {
    preloadFile: join(packageDir, 'out', 'preload', 'index.cjs'),
    iconFile: join(packageDir, 'resources', 'icons', 'switchyard.png'),
    state,
    startsHidden: startsHidden && tray !== null,
  })
  guardSession(window.webContents.session, page)
  const refusals = createRefusalLog(log, () => performance.now())
  const servePort = createPortServer(core.router, (what) => refusals.refused(what, 'the page'))
  openBridge(api, window.webContents, page, servePort)
  closeToTray(window, { isLeaving, quit, canHide: () => mayHide() })
  keepPage(api, window, page, { isLeaving, report })
  notifyOfAlerts(notifier, client, show, leaving.signal).catch((error: unknown) => {
    if (!leaving.signal.aborted) report(error)
  })
  const shortcut = createShortcutHolder(api, {
    isWayland: options.variables['XDG_SESSION_TYPE'] === 'wayland',
    onPress: () => void toggleWindow(window, mayHide),
  })
  const loginEntry = createLoginEntry(options.variables, options.ownCommand)
  applySettings({ api, client, loginEntry, shortcut, log, signal: leaving.signal }).catch(report)
  // A page that crashes, or is led elsewhere, before it is there comes back as later on.
  await window.loadURL(page.url).catch(report)
  if (startsHidden && tray)
    void mayStayHidden(hasTray, leaving.signal).then((isFound) => isFound || showWindow(window))
  return createRequestOpener({
    api,
    client,
    show: async (place) => (place === null ? showWindow(window) : showPlace(window, page, place)),
  })

  function show(place: string | null): void {
    if (place === null) showWindow(window)
    else showPlace(window, page, place).catch(report)
  }

  async function mayHide(): Promise<boolean> {
    const { closeToTray } = await client.settings.get()
    return closeToTray && (await hasTray())
  }
}

function asksForMore({ link, labDir, action }: StartRequest): boolean {
  return link !== null || labDir !== null || action !== null
}
