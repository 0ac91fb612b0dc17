import { Argument, type Command } from 'commander'
import { addDryRunOption, addReplaceGpuOption, addStartOptions } from '../options.ts'
import { performRun } from '../perform-run.ts'
import type { Session } from '../session.ts'

export function addAppsCommand(program: Command, session: Session): void {
  const command = program
    .command('apps')
    .summary('Switch everything that is not always-on')
    .description('The master switch: start or stop every stack that is not always-on')
    .addArgument(new Argument('<state>', 'on starts them, off stops them').choices(['on', 'off']))
    .addHelpText('after', examples)
  addDryRunOption(command)
  addStartOptions(command)
  addReplaceGpuOption(command)
  command.action((state: 'on' | 'off') => {
    const kind = state === 'on' ? 'start' : 'stop'
    return performRun(session, command, { kind, targets: [], appsOnly: true })
  })
}

const examples = `
Example:
  $ switchyard apps off
  $ switchyard apps on --dry-run`
