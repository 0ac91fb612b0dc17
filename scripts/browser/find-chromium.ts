import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { runCommand } from '../engine/run-command.ts'
import { withLock } from '../engine/with-lock.ts'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'] as const

/**
 * Path of a Chromium that can be driven. Where there is none, Debian's package is installed, which needs root.
 * Throws one sentence when that cannot be done.
 */
export async function findChromium(options: { report?: (line: string) => void } = {}): Promise<string> {
  const present = await findOnPath()
  if (present !== null) return present
  return withLock('chromium', async () => {
    const arrived = await findOnPath()
    if (arrived !== null) return arrived
    options.report?.('Installing Chromium from Debian packages (about 100 MB)')
    await install()
    const installed = await findOnPath()
    if (installed === null) throw new Error('Chromium was installed, but is not on PATH.')
    return installed
  })
}

async function install(): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } as Record<string, string>
  const timeoutMs = 600_000
  try {
    await runCommand('apt-get', ['update', '--quiet'], { env, timeoutMs })
    await runCommand('apt-get', ['install', '--quiet', '--yes', '--no-install-recommends', 'chromium'], {
      env,
      timeoutMs,
    })
  } catch (cause) {
    throw new Error('The browser tests need Chromium: run `apt-get install chromium` as root.', { cause })
  }
}

async function findOnPath(): Promise<string | null> {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  for (const name of names) {
    for (const folder of folders) {
      const path = join(folder, name)
      if (await isExecutable(path)) return path
    }
  }
  return null
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** What Chromium needs to run headless, as root, and without talking to anybody. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
] as const
