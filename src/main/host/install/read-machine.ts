import { execFile } from 'node:child_process'
import { constants } from 'node:fs'
import { access, readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { RootWay } from '../../../shared/host.ts'
import { installPaths, trustedGroup } from './install-paths.ts'
import type { MachineFacts } from './model.ts'

export interface Asker {
  /** Null where there are no user numbers. */
  readonly userId: number | null
  /** Whether somebody sits at a terminal whom sudo can ask. */
  readonly hasTerminal: boolean
}

export async function readMachine(asker: Asker): Promise<MachineFacts> {
  const [pkexec, bus, systemd, wants, groups] = await Promise.all([
    isExecutable('/usr/bin/pkexec'),
    // Polkit is asked over the system bus, and started by it.
    exists('/run/dbus/system_bus_socket'),
    exists('/run/systemd/system'),
    exists(installPaths.bootUnitWants),
    readFile('/etc/group', 'utf8').catch(() => ''),
  ])
  const hasPolkit = pkexec && bus
  return {
    hasPolkit,
    hasSystemd: systemd,
    hasBootUnitWants: wants,
    hasTrustedGroup: new RegExp(`^${trustedGroup}:`, 'm').test(groups),
    way: await findRootWay(asker, hasPolkit),
  }
}

/** Sudo where it can ask or need not; polkit asks by a window, or on the terminal itself. */
async function findRootWay({ userId, hasTerminal }: Asker, hasPolkit: boolean): Promise<RootWay> {
  if (userId === 0) return 'root'
  const hasSudo = await isExecutable('/usr/bin/sudo')
  if (hasSudo && (hasTerminal || (await sudoAsksNothing()))) return 'sudo'
  return hasPolkit ? 'pkexec' : 'none'
}

function sudoAsksNothing(): Promise<boolean> {
  return promisify(execFile)('/usr/bin/sudo', ['--non-interactive', '/usr/bin/true']).then(
    () => true,
    () => false,
  )
}

function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  )
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
