import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import type { Session } from '../session.ts'

export function addEnvironmentsCommand(program: Command, session: Session): void {
  const command = program
    .command('environments')
    .summary('Compare the environments, and say which one runs')
    .description(
      'Compare the environments of the lab as Compose resolves them: files, project, ports, mounts, networks, limits; and say which one runs',
    )
    .option('--all', 'also what is the same in every environment')
    .addHelpText('after', examples)
  command.action((options: { readonly all?: boolean }) =>
    session.perform(command, async ({ client, selection, terminal, isJson }) => {
      const table = await client.environments.table(selection)
      if (isJson) terminal.printJson(table)
      else {
        const { renderEnvironments } = await import('../render/environments.ts')
        terminal.print(renderEnvironments(table, { style: terminal.style, showsAll: options.all ?? false }))
      }
      return exitCodes.done
    }),
  )
}

const examples = `
Example:
  $ switchyard environments
  $ switchyard environments --all --json`
