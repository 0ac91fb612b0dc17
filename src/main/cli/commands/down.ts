import type { Command } from 'commander'
import { addDryRunOption, addIncludeAlwaysOnOption } from '../options.ts'
import { performRun } from '../perform-run.ts'
import type { Session } from '../session.ts'

export function addDownCommand(program: Command, session: Session): void {
  const command = program
    .command('down')
    .summary('Stop and remove containers and networks')
    .description('Stop and remove containers and networks; volumes and always-on stacks stay')
    .argument('[targets...]', 'stacks or stack/service; none means the whole lab')
    .addHelpText('after', examples)
  addDryRunOption(command)
  addIncludeAlwaysOnOption(command)
  command.action((targets: readonly string[]) => performRun(session, command, { kind: 'down', targets }))
}

const examples = `
Example:
  $ switchyard down
  $ switchyard down apps --dry-run`
