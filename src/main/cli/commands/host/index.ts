import type { Command } from 'commander'
import type { Session } from '../../session.ts'
import { addHostControls, addHostLeases } from './controls.ts'
import { addHostInstallCommand } from './install.ts'
import { addHostStatusCommand } from './status.ts'
import { addHostUninstallCommand } from './uninstall.ts'

export function addHostCommand(program: Command, session: Session): void {
  const host = program
    .command('host')
    .summary('Swap, earlyoom and cache of this machine')
    .description('The machine itself: what heavy services need of it, and its privileged helper')
    .addHelpText('after', examples)
  addHostStatusCommand(host, session)
  addHostControls(host, session)
  addHostLeases(host, session)
  addHostInstallCommand(host, session)
  addHostUninstallCommand(host, session)
}

const examples = `
Example:
  $ switchyard host status
  $ switchyard host swap on --size 16GiB
  $ switchyard host leases
  $ switchyard host restore
  $ switchyard host install`
