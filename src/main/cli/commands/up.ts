import type { Command } from 'commander'
import { addDryRunOption, addReplaceGpuOption, addStartOptions } from '../options.ts'
import { performRun } from '../perform-run.ts'
import type { Session } from '../session.ts'

export function addUpCommand(program: Command, session: Session): void {
  const command = program
    .command('up')
    .summary('Start the lab or parts of it, in order')
    .description('Start the lab or parts of it, in order, and wait until everything is ready')
    .argument('[targets...]', 'stacks or stack/service; none means the whole lab')
    .addHelpText('after', examples)
  addDryRunOption(command)
  addStartOptions(command)
  addReplaceGpuOption(command)
  command.action((targets: readonly string[]) => performRun(session, command, { kind: 'start', targets }))
}

const examples = `
Example:
  $ switchyard up
  $ switchyard up data apps/web --timeout 10m
  $ switchyard up ai/comfyui --replace-gpu`
