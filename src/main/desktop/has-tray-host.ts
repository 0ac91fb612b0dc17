import { execFile } from 'node:child_process'

const question = [
  'call',
  '--session',
  '--timeout=1',
  '--dest=org.kde.StatusNotifierWatcher',
  '--object-path=/StatusNotifierWatcher',
  '--method=org.freedesktop.DBus.Properties.Get',
  'org.kde.StatusNotifierWatcher',
  'IsStatusNotifierHostRegistered',
]

/**
 * Whether the desktop shows tray icons. On Linux some do not (GNOME without an extension, a panel without a tray), and Electron
 * does not say so; then nobody would find a hidden window again. It is what Electron asks for itself: who keeps the list of icons may
 * be there before, or without, anybody who shows them. What cannot be told counts as no.
 */
export function hasTrayHost(platform: NodeJS.Platform, command = 'gdbus'): Promise<boolean> {
  if (platform !== 'linux') return Promise.resolve(true)
  return new Promise((resolve) => {
    execFile(command, question, { timeout: 2000 }, (error, output) => {
      resolve(error === null && output.trim() === '(<true>,)')
    })
  })
}
