import type { Settings } from './app.ts'

export const defaultSettings: Settings = {
  theme: 'system',
  singleKeys: true,
  closeToTray: true,
  linkHosts: [],
}

/** A host name, without `https://` and path. */
export const hostPattern = /^[a-z0-9.-]+$/i
