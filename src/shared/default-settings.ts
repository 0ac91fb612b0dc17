import { defaultAlertRules } from './alert-words.ts'
import type { Settings } from './app.ts'

export const defaultSettings: Settings = {
  theme: 'system',
  singleKeys: true,
  closeToTray: true,
  linkHosts: [],
  historyLimitMb: 200,
  serveMetrics: false,
  alertRules: defaultAlertRules,
  desktopNotifications: true,
  startAtLogin: false,
  deepLinks: false,
  globalShortcut: null,
}

/** How much the history of what was measured may take on the disk, in MB. */
export const historyLimitRange = { min: 20, max: 20_000 } as const

/** A host name, without `https://` and path. */
export const hostPattern = /^[a-z0-9.-]+$/i
