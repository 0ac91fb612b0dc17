import type { Command } from 'commander'
import type { Session } from '../session.ts'

export function addInitCommand(program: Command, session: Session): void {
  const command = program
    .command('init')
    .summary('Write a commented switchyard.yaml')
    .description(
      'Write a commented switchyard.yaml from what is found here; an existing one is never touched',
    )
    .option('--dry-run', 'print the file and write nothing')
    .addHelpText('after', examples)
  command.action((options: { readonly dryRun?: boolean }) =>
    session.perform(command, async ({ client, selection, terminal, isJson, world }) => {
      // A new file belongs where the operator stands, unless a folder was named.
      const dir = command.optsWithGlobals<{ readonly lab?: string }>().lab ? selection.dir : world.workingDir
      const written = await client.labs.init({ dir, dryRun: options.dryRun ?? false })
      if (isJson) terminal.printJson(written)
      else if (options.dryRun) terminal.printText(written.text)
      else terminal.printText(`Wrote ${written.file}.\n`)
      return 0
    }),
  )
}

const examples = `
Example:
  $ switchyard init --dry-run
  $ switchyard init --lab ~/lab`
