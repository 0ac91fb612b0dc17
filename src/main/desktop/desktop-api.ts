import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Dialog,
  GlobalShortcut,
  IpcMain,
  Menu,
  MessageChannelMain,
  NativeTheme,
  Notification,
  NotificationConstructorOptions,
  PowerMonitor,
  Protocol,
  Screen,
  Session,
  Shell,
  Tray,
  WebContents,
} from 'electron'

/* The part of Electron that this door uses, in Electron's own types. `index.ts` passes the real modules, tests a stand-in. */

export type DesktopSession = Pick<
  Session,
  'on' | 'setDevicePermissionHandler' | 'setPermissionCheckHandler' | 'setPermissionRequestHandler'
>

export type DesktopContents = Pick<
  WebContents,
  'forcefullyCrashRenderer' | 'getURL' | 'id' | 'on' | 'setWindowOpenHandler'
> & {
  readonly session: DesktopSession
}

export type DesktopWindow = Pick<
  BrowserWindow,
  | 'destroy'
  | 'focus'
  | 'getNormalBounds'
  | 'hide'
  | 'isDestroyed'
  | 'isFocused'
  | 'isMaximized'
  | 'isMinimized'
  | 'isVisible'
  | 'loadURL'
  | 'maximize'
  | 'minimize'
  | 'on'
  | 'once'
  | 'restore'
  | 'show'
> & { readonly webContents: DesktopContents }

export type DesktopTray = Pick<Tray, 'destroy' | 'on' | 'setContextMenu' | 'setImage' | 'setToolTip'>

export type DesktopNotification = Pick<Notification, 'on' | 'show'>

export interface DesktopApi {
  readonly app: Pick<
    App,
    | 'enableSandbox'
    | 'exit'
    | 'isPackaged'
    | 'on'
    | 'quit'
    | 'removeAsDefaultProtocolClient'
    | 'requestSingleInstanceLock'
    | 'setAsDefaultProtocolClient'
    | 'whenReady'
  >
  readonly BrowserWindow: new (options: BrowserWindowConstructorOptions) => DesktopWindow
  readonly dialog: Pick<Dialog, 'showErrorBox' | 'showMessageBox'>
  readonly globalShortcut: Pick<GlobalShortcut, 'register' | 'unregister'>
  readonly ipcMain: Pick<IpcMain, 'on'>
  readonly Menu: Pick<typeof Menu, 'buildFromTemplate' | 'setApplicationMenu'>
  readonly MessageChannelMain: new () => MessageChannelMain
  readonly nativeTheme: Pick<NativeTheme, 'shouldUseDarkColors'>
  readonly Notification: (new (options: NotificationConstructorOptions) => DesktopNotification) &
    Pick<typeof Notification, 'isSupported'>
  readonly powerMonitor: Pick<PowerMonitor, 'on'>
  readonly protocol: Pick<Protocol, 'handle' | 'registerSchemesAsPrivileged'>
  readonly screen: Pick<Screen, 'getAllDisplays'>
  readonly shell: Pick<Shell, 'openExternal'>
  readonly Tray: new (image: string) => DesktopTray
}
