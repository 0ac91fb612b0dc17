import { EventEmitter } from 'node:events'
import type {
  BrowserWindowConstructorOptions,
  CustomScheme,
  Menu,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  NotificationConstructorOptions,
  Session,
  WebContents,
} from 'electron'
import type { DesktopApi, DesktopContents, DesktopWindow } from '../../../../src/main/desktop/desktop-api.ts'
import { standInChannels } from './stand-in-port.ts'

type Handler<Name extends keyof Session> = Session[Name] extends (handler: infer Given) => void
  ? NonNullable<Given>
  : never
type WindowOpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0]

/** `on` as Electron types it: chainable, which nobody here uses. */
function listenOn(emitter: EventEmitter) {
  return (event: string, listener: (...values: never[]) => void): never =>
    emitter.on(event, listener as (...values: unknown[]) => void) as never
}

/** Emits an event that can be prevented; returns whether it was. */
export function emitPreventable(emitter: EventEmitter, name: string, details: object = {}): boolean {
  let isPrevented = false
  emitter.emit(name, { ...details, preventDefault: () => (isPrevented = true) })
  return isPrevented
}

export function standInContents(id = 1) {
  const events = new EventEmitter()
  const downloads = new EventEmitter()
  const handlers: {
    open?: WindowOpenHandler
    request?: Handler<'setPermissionRequestHandler'>
    check?: Handler<'setPermissionCheckHandler'>
    device?: Handler<'setDevicePermissionHandler'>
  } = {}
  const shown = { url: '' }
  const done: string[] = []
  const contents: DesktopContents = {
    id,
    forcefullyCrashRenderer() {
      done.push('crash')
      events.emit('render-process-gone', {}, { reason: 'killed' })
    },
    getURL: () => shown.url,
    on: listenOn(events),
    setWindowOpenHandler: (handler) => (handlers.open = handler),
    session: {
      on: listenOn(downloads),
      setPermissionRequestHandler: (handler) => handler && (handlers.request = handler),
      setPermissionCheckHandler: (handler) => handler && (handlers.check = handler),
      setDevicePermissionHandler: (handler) => handler && (handlers.device = handler),
    },
  }
  return { contents, events, downloads, handlers, shown, done }
}

export function standInWindow(options: BrowserWindowConstructorOptions) {
  const events = new EventEmitter()
  const page = standInContents()
  const calls: string[] = []
  const state = {
    bounds: { x: 10, y: 20, width: options.width ?? 800, height: options.height ?? 600 },
    isFocused: false,
    isMaximized: false,
    isMinimized: false,
    isVisible: options.show !== false,
  }
  const note = (call: string) => () => void calls.push(call)
  const window: DesktopWindow = {
    webContents: page.contents,
    on: listenOn(events),
    once: listenOn(events),
    destroy: note('destroy'),
    focus: note('focus'),
    hide() {
      calls.push('hide')
      state.isVisible = false
    },
    show() {
      calls.push('show')
      state.isVisible = true
    },
    maximize: note('maximize'),
    minimize: note('minimize'),
    restore: note('restore'),
    isDestroyed: () => false,
    isFocused: () => state.isFocused,
    isMaximized: () => state.isMaximized,
    isMinimized: () => state.isMinimized,
    isVisible: () => state.isVisible,
    getNormalBounds: () => state.bounds,
    loadURL(url) {
      calls.push(`load ${url}`)
      page.shown.url = url
      return Promise.resolve()
    },
  }
  return { window, options, events, page, calls, state }
}

export type StandInWindow = ReturnType<typeof standInWindow>

export interface StandInNotification {
  readonly options: NotificationConstructorOptions
  readonly events: EventEmitter
}

export interface StandInTray {
  image: string
  tip: string
  menu: MenuItemConstructorOptions[]
  /** How often a menu was set. */
  menusSet: number
  isDestroyed: boolean
  readonly events: EventEmitter
}

/** Keeps what was shown. */
function standInNotification(shown: StandInNotification[], isSupported: boolean): DesktopApi['Notification'] {
  const Notification = function (options: NotificationConstructorOptions) {
    const events = new EventEmitter()
    return { on: listenOn(events), show: () => void shown.push({ options, events }) }
  }
  return Object.assign(Notification, {
    isSupported: () => isSupported,
  }) as unknown as DesktopApi['Notification']
}

/** Electron as this door uses it, in memory: what is done to it is kept, and tests emit its events. */
export function createStandIn({
  isPackaged = true,
  isFirst = true,
  hasTray = true,
  hasNotifications = true,
  takesLinks = true,
} = {}) {
  const events = { app: new EventEmitter(), ipc: new EventEmitter(), power: new EventEmitter() }
  const windows: StandInWindow[] = []
  const trays: StandInTray[] = []
  const menus: MenuItemConstructorOptions[][] = []
  const calls: string[] = []
  const questions: MessageBoxOptions[] = []
  /** What the operator answers, one after the other: positions of buttons. */
  const answers: number[] = []
  const schemes: CustomScheme[] = []
  const notifications: StandInNotification[] = []
  /** What later starts hand to the first. */
  const handedOver: unknown[] = []
  const shortcuts = new Map<string, () => void>()
  /** Keys that other programs have. */
  const takenKeys = new Set<string>()
  const served = new Map<string, (request: Request) => Response | Promise<Response>>()
  const { made: channels, MessageChannelMain } = standInChannels()

  const api: DesktopApi = {
    app: {
      isPackaged,
      on: listenOn(events.app),
      enableSandbox: () => void calls.push('enable sandbox'),
      exit: (code) => void calls.push(`exit ${code ?? 0}`),
      quit: () => {
        calls.push('quit')
        if (!emitPreventable(events.app, 'before-quit')) calls.push('has quit')
      },
      removeAsDefaultProtocolClient: (scheme) => (calls.push(`leave ${scheme} links`), true),
      requestSingleInstanceLock: (handed) => (handedOver.push(handed), isFirst),
      setAsDefaultProtocolClient: (scheme) => (calls.push(`take ${scheme} links`), takesLinks),
      whenReady: () => Promise.resolve(),
    },
    BrowserWindow: function (options: BrowserWindowConstructorOptions) {
      const made = standInWindow(options)
      windows.push(made)
      events.app.emit('web-contents-created', {}, made.page.contents)
      return made.window
    } as unknown as DesktopApi['BrowserWindow'],
    dialog: {
      showErrorBox: (title, content) => void calls.push(`error ${title}: ${content}`),
      showMessageBox: (...given: readonly unknown[]) => {
        questions.push(given.at(-1) as MessageBoxOptions)
        return Promise.resolve({ response: answers.shift() ?? 0, checkboxChecked: false })
      },
    },
    globalShortcut: {
      register(keys, onPress) {
        if (takenKeys.has(keys)) return false
        shortcuts.set(keys, onPress)
        return true
      },
      unregister: (keys) => void shortcuts.delete(keys),
    },
    ipcMain: { on: listenOn(events.ipc) },
    Menu: {
      buildFromTemplate: (template) => template as unknown as Menu,
      setApplicationMenu: (menu) => menus.push(menu as unknown as MenuItemConstructorOptions[]),
    },
    MessageChannelMain,
    nativeTheme: { shouldUseDarkColors: true },
    Notification: standInNotification(notifications, hasNotifications),
    powerMonitor: { on: listenOn(events.power) },
    protocol: {
      handle: (scheme, handler) => void served.set(scheme, handler),
      registerSchemesAsPrivileged: (custom) => void schemes.push(...custom),
    },
    screen: {
      getAllDisplays: () =>
        [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 }, scaleFactor: 1 }] as never,
    },
    shell: { openExternal: (url) => Promise.resolve(void calls.push(`open ${url}`)) },
    Tray: function (image: string) {
      if (!hasTray) throw new Error('no tray')
      const tray: StandInTray = {
        image,
        tip: '',
        menu: [],
        menusSet: 0,
        isDestroyed: false,
        events: new EventEmitter(),
      }
      trays.push(tray)
      return {
        on: listenOn(tray.events),
        destroy: () => void (tray.isDestroyed = true),
        setImage: (next: string) => (tray.image = next),
        setToolTip: (tip: string) => (tray.tip = tip),
        setContextMenu: (menu: Menu | null) => {
          tray.menu = menu as unknown as MenuItemConstructorOptions[]
          tray.menusSet += 1
        },
      }
    } as unknown as DesktopApi['Tray'],
  }
  return {
    api,
    events,
    windows,
    trays,
    notifications,
    handedOver,
    shortcuts,
    takenKeys,
    menus,
    calls,
    questions,
    answers,
    schemes,
    served,
    channels,
  }
}

export type StandIn = ReturnType<typeof createStandIn>
