import { execFile } from 'node:child_process'

const question = [
  'call',
  '--session',
  '--timeout=1',
  '--dest=org.freedesktop.DBus',
  '--object-path=/org/freedesktop/DBus',
  '--method=org.freedesktop.DBus.NameHasOwner',
  'org.kde.StatusNotifierWatcher',
]

/**
 * Whether the desktop shows tray icons. On Linux some do not (GNOME without an extension), and Electron does not say so; then
 * nobody would find a hidden window again. What cannot be told counts as no.
 */
export function hasTrayHost(platform: NodeJS.Platform, command = 'gdbus'): Promise<boolean> {
  if (platform !== 'linux') return Promise.resolve(true)
  return new Promise((resolve) => {
    execFile(command, question, { timeout: 2000 }, (error, output) => {
      resolve(error === null && output.trim() === '(true,)')
    })
  })
}
