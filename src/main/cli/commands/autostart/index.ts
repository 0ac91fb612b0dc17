import type { Command } from 'commander'
import type { Session } from '../../session.ts'
import { addAutostartDisableCommand } from './disable.ts'
import { addAutostartEnableCommand } from './enable.ts'
import { addAutostartStatusCommand } from './status.ts'

export function addAutostartCommand(program: Command, session: Session): void {
  const autostart = program
    .command('autostart')
    .summary('Open Switchyard at login or boot')
    .description('Keep Switchyard open from login or boot on, and start the lab in its order')
    .addHelpText('after', examples)
  addAutostartStatusCommand(autostart, session)
  addAutostartEnableCommand(autostart, session)
  addAutostartDisableCommand(autostart, session)
}

const examples = `
Example:
  $ switchyard autostart enable --boot --start-lab --dry-run
  $ switchyard autostart status
  $ switchyard autostart disable`
