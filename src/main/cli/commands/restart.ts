import { InvalidArgumentError, type Command } from 'commander'
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
    .argument('[targets...]', 'stacks or services; none means the whole lab')
    .option('--clean', 'make the containers anew, without their anonymous volumes; named volumes stay')
    .option('--retries <number>', 'start again up to so often what fails to get ready', parseRetries)
    .option('--yes', 'with --clean, do not ask')
    .addHelpText('after', examples)
  addDryRunOption(command)
  addIncludeAlwaysOnOption(command)
  addStartOptions(command)
  addReplaceGpuOption(command)
  command.action((targets: readonly string[]) => performRun(session, command, { kind: 'restart', targets }))
}

function parseRetries(text: string): number {
  if (!/^\d{1,2}$/.test(text) || Number(text) > 20)
    throw new InvalidArgumentError('Give a number from 0 to 20.')
  return Number(text)
}

const examples = `
With --clean: stop, remove the containers with what is in them and their anonymous volumes, create, start. A stop that fails
holds nothing up. Volumes that have a name are never touched. --retries overrides \`retries\` of switchyard.yaml.

Example:
  $ switchyard restart apps
  $ switchyard restart data/db --timeout 90s
  $ switchyard restart whisper --clean --retries 3 --yes`
