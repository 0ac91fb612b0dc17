import { z } from 'zod'
import { alertRulesSchema } from './alerts.ts'
import { defaultSettings, historyLimitRange, hostPattern } from './default-settings.ts'
import { shortcutPattern } from './shortcut-keys.ts'

/** What this Switchyard is and works with. */
export const appInfoSchema = z.object({
  version: z.string(),
  node: z.string(),
  platform: z.string(),
  /** Where the engine is: a socket path or an address. */
  engineAddress: z.string(),
  /** Folder of the lab that comes with Switchyard; null where it was not installed. */
  sampleLab: z.string().nullable(),
  /** Where settings and history are kept. */
  configDir: z.string(),
  stateDir: z.string(),
})

const choices = {
  theme: z.enum(['system', 'dark', 'light']),
  /** Single keys like `s` and `r` outside of fields. */
  singleKeys: z.boolean(),
  /** Desktop only: closing the window keeps Switchyard in the tray. */
  closeToTray: z.boolean(),
  /** Hosts whose links may be opened besides those of the labs and this machine. */
  linkHosts: z.array(z.string().regex(hostPattern, 'a host name, without https:// and path')),
  /** The most that the history of what was measured may take on the disk, in MB; what is too old for it goes at once. */
  historyLimitMb: z.number().int().min(historyLimitRange.min).max(historyLimitRange.max),
  /** Whether `switchyard serve` answers Prometheus, unless it is told otherwise. */
  serveMetrics: z.boolean(),
  /** When alerts are raised, and which channels are told. */
  alertRules: alertRulesSchema,
  /** Desktop only: alerts are shown as notifications of the desktop. */
  desktopNotifications: z.boolean(),
  /** Desktop only: opens hidden in the tray when the operator logs in. */
  startAtLogin: z.boolean(),
  /** Desktop only: links like `switchyard://home/apps?action=up` are opened, and ask before they do anything. */
  deepLinks: z.boolean(),
  /** Desktop only: keys that show and hide the window from anywhere; null for none. */
  globalShortcut: z.string().regex(shortcutPattern, 'keys like Control+Alt+Y').nullable(),
}

export type Settings = Readonly<z.infer<z.ZodObject<typeof choices>>>

/** Kinds of alerts that an older file does not know have their defaults. */
function withNewRules(given: unknown): unknown {
  return typeof given === 'object' && given !== null ? { ...defaultSettings.alertRules, ...given } : given
}

/** The operator's choices; every one has a default, so that an older file stays valid. */
export const settingsSchema = z.object({
  theme: choices.theme.default(defaultSettings.theme),
  singleKeys: choices.singleKeys.default(defaultSettings.singleKeys),
  closeToTray: choices.closeToTray.default(defaultSettings.closeToTray),
  linkHosts: choices.linkHosts.default(() => [...defaultSettings.linkHosts]),
  historyLimitMb: choices.historyLimitMb.default(defaultSettings.historyLimitMb),
  serveMetrics: choices.serveMetrics.default(defaultSettings.serveMetrics),
  alertRules: z.preprocess(withNewRules, choices.alertRules).default(() => defaultSettings.alertRules),
  desktopNotifications: choices.desktopNotifications.default(defaultSettings.desktopNotifications),
  startAtLogin: choices.startAtLogin.default(defaultSettings.startAtLogin),
  deepLinks: choices.deepLinks.default(defaultSettings.deepLinks),
  globalShortcut: choices.globalShortcut.default(defaultSettings.globalShortcut),
})

/** Some of the choices; those that are not given have no default here, so that they stay as they are. */
export const settingsChangeSchema = z.object(choices).partial()
export type SettingsChange = Readonly<z.infer<typeof settingsChangeSchema>>

/** A folder to choose a lab from. */
export const folderListingSchema = z.object({
  dir: z.string(),
  /** Null at the root. */
  parent: z.string().nullable(),
  folders: z.array(
    z.object({
      name: z.string(),
      dir: z.string(),
      /** Whether Compose files lie in it or right below, so that it may be a lab. */
      hasComposeFiles: z.boolean(),
    }),
  ),
})
export type FolderListing = Readonly<z.infer<typeof folderListingSchema>>
