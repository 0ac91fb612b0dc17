import type { Command } from 'commander'
import { addDryRunOption, addIncludeAlwaysOnOption, addTimeoutOption, type RunOptions } from '../options.ts'
import { performRun } from '../perform-run.ts'
import type { Session } from '../session.ts'

interface UpdateCommandOptions extends RunOptions {
  /** Commander turns `--no-…` into a switch that is on unless it is given. */
  readonly build: boolean
  readonly rollback: boolean
  readonly to?: string
}

export function addUpdateCommand(program: Command, session: Session): void {
  const command = program
    .command('update')
    .summary('Pull newer images and replace what changed')
    .description(
      'Pull and build everything first, then replace service by service what has another image, each as soon as what it\nneeds is ready. One that does not get ready is put back as it was. Always-on stacks stay as they are.',
    )
    .argument('[targets...]', 'stacks or stack/service; none means the whole lab')
    .option('--no-build', 'leave alone what the files build')
    .option('--no-rollback', 'leave a new image in place although it did not get ready')
    .option('--to <id>', 'go back to an image that the one named service ran before, by id or digest')
    .addHelpText('after', examples)
  addDryRunOption(command)
  addIncludeAlwaysOnOption(command)
  addTimeoutOption(command)
  command.action((targets: readonly string[]) => {
    const { build, rollback, to = null } = command.opts<UpdateCommandOptions>()
    return performRun(session, command, { kind: 'update', targets, update: { build, putBack: rollback, to } })
  })
}

const examples = `
Previous images are kept as switchyard-previous:PROJECT.SERVICE until the next update of the service.

Example:
  $ switchyard update --dry-run
  $ switchyard update apps data/cache
  $ switchyard update data/cache --to 4a3f9c0d21be`
