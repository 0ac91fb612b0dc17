import type { BrowserWindowConstructorOptions } from 'electron'
import type { DesktopApi, DesktopWindow } from './desktop-api.ts'
import type { DesktopStateStore } from './desktop-state.ts'
import type { PageAddress } from './page-address.ts'
import { restoreBounds, smallestSize } from './restore-bounds.ts'

export interface WindowOptions {
  readonly preloadFile: string
  readonly iconFile: string
  readonly state: DesktopStateStore
  /** Whoever wants to see it shows it. */
  readonly startsHidden: boolean
}

type WindowApi = Pick<DesktopApi, 'app' | 'BrowserWindow' | 'nativeTheme' | 'screen'>

/** Makes the window where it was before, hidden until it has something to show. The caller guards it, then loads the page. */
export function createWindow(
  api: WindowApi,
  { preloadFile, iconFile, state, startsHidden }: WindowOptions,
): DesktopWindow {
  const saved = state.get().window
  const workAreas = api.screen.getAllDisplays().map(({ workArea }) => workArea)
  const window = new api.BrowserWindow({
    ...restoreBounds(saved?.bounds ?? null, workAreas),
    minWidth: smallestSize.width,
    minHeight: smallestSize.height,
    title: 'Switchyard',
    icon: iconFile,
    show: false,
    autoHideMenuBar: true,
    // The page's own canvas, so that nothing flashes before it is drawn.
    backgroundColor: api.nativeTheme.shouldUseDarkColors ? '#0d1011' : '#f4f6f6',
    webPreferences: webPreferences(preloadFile, api.app.isPackaged),
  })
  // Maximising shows it too, so that waits as well.
  const isLarge = saved?.isMaximized === true
  if (!startsHidden) window.once('ready-to-show', () => (isLarge ? window.maximize() : window.show()))
  else if (isLarge) window.once('show', () => window.maximize())
  rememberBounds(window, state)
  return window
}

/** Shows the window in front of the others, wherever it was put away. */
export function showWindow(window: DesktopWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

/** Shows a place of the page, which stays as it is otherwise: only what stands behind the `#` changes. */
export async function showPlace(window: DesktopWindow, page: PageAddress, place: string): Promise<void> {
  showWindow(window)
  const { href } = new URL(`#${place}`, page.url)
  // The same address again would load the page anew.
  if (window.webContents.getURL() !== href) await window.loadURL(href)
}

function webPreferences(
  preload: string,
  isPackaged: boolean,
): NonNullable<BrowserWindowConstructorOptions['webPreferences']> {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webviewTag: false,
    webSecurity: true,
    spellcheck: false,
    devTools: !isPackaged,
  }
}

function rememberBounds(window: DesktopWindow, state: DesktopStateStore): void {
  const remember = () => {
    const { x, y, width, height } = window.getNormalBounds()
    state.update({ window: { bounds: { x, y, width, height }, isMaximized: window.isMaximized() } })
  }
  window.on('resize', remember)
  window.on('move', remember)
  window.on('maximize', remember)
  window.on('unmaximize', remember)
}
