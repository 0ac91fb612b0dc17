import type { Command } from 'commander'
import { addDryRunOption, addIncludeAlwaysOnOption } from '../options.ts'
import { performRun } from '../perform-run.ts'
import type { Session } from '../session.ts'

export function addStopCommand(program: Command, session: Session): void {
  const command = program
    .command('stop')
    .summary('Stop containers and keep them')
    .description('Stop containers and keep them; always-on stacks stay')
    .argument('[targets...]', 'stacks or stack/service; none means the whole lab')
    .addHelpText('after', examples)
  addDryRunOption(command)
  addIncludeAlwaysOnOption(command)
  command.action((targets: readonly string[]) => performRun(session, command, { kind: 'stop', targets }))
}

const examples = `
Example:
  $ switchyard stop
  $ switchyard stop apps/web
  $ switchyard stop infra --include-always-on`
