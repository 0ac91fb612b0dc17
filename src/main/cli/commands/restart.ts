import type { Command } from 'commander'
import {
  addDryRunOption,
  addIncludeAlwaysOnOption,
  addReplaceGpuOption,
  addStartOptions,
} from '../options.ts'
import { performRun } from '../perform-run.ts'
import type { Session } from '../session.ts'

export function addRestartCommand(program: Command, session: Session): void {
  const command = program
    .command('restart')
    .summary('Stop and start again, in order')
    .description('Stop and start again, in order; always-on stacks stay')
    .argument('[targets...]', 'stacks or stack/service; none means the whole lab')
    .addHelpText('after', examples)
  addDryRunOption(command)
  addIncludeAlwaysOnOption(command)
  addStartOptions(command)
  addReplaceGpuOption(command)
  command.action((targets: readonly string[]) => performRun(session, command, { kind: 'restart', targets }))
}

const examples = `
Example:
  $ switchyard restart apps
  $ switchyard restart data/db --timeout 90s`
