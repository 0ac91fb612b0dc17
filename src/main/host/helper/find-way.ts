import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import type { HelperState } from '../../../shared/host.ts'
import type { HostPaths } from './paths.ts'

/** How this process calls the helper: the command before the verb; null when it cannot. */
export interface HelperWay {
  readonly way: HelperState['way']
  readonly command: readonly string[] | null
}

/**
 * Root calls the helper itself, the installed one if there is one. Everybody else needs the installed one, which belongs to
 * root, through polkit, or through sudo where there is no polkit. Nobody does when control of the host is off.
 */
export async function findWay(
  paths: HostPaths,
  { userId, isOff }: { readonly userId: number | null; readonly isOff: boolean },
): Promise<HelperWay> {
  if (isOff) return { way: 'off', command: null }
  const isInstalled = await isExecutable(paths.helper)
  if (userId === 0) {
    const helper = isInstalled ? paths.helper : paths.bundledHelper
    return helper === null ? { way: 'none', command: null } : { way: 'root', command: [helper] }
  }
  if (!isInstalled) return { way: 'none', command: null }
  if ((await isExecutable(pkexec)) && (await exists(paths.polkitPolicy))) {
    // Without its own agent: one that asks on the terminal would take the keys from the run's screen.
    return { way: 'pkexec', command: [pkexec, '--disable-internal-agent', paths.helper] }
  }
  if (await isExecutable(sudo)) return { way: 'sudo', command: [sudo, '--non-interactive', paths.helper] }
  return { way: 'none', command: null }
}

const pkexec = '/usr/bin/pkexec'
const sudo = '/usr/bin/sudo'

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  )
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
