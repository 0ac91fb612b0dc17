import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import type { Session } from '../session.ts'

export function addVariablesCommand(program: Command, session: Session): void {
  const command = program
    .command('variables')
    .summary('Show which variables are set, and where')
    .description(
      'Show the variables of stacks: which are set, empty, missing or placeholders, which line sets each, and what\nit overrides. Values are never shown. Exit code 1 when one is missing.',
    )
    .argument('[stack]', 'one stack; none means the whole lab')
    .option('--all', 'also those that no Compose file mentions')
    .addHelpText('after', examples)
  command.action((stack: string | undefined, options: { readonly all?: boolean }) =>
    session.perform(command, async ({ client, selection, terminal, isJson }) => {
      const { renderVariables } = await import('../render/variables.ts')
      const stacks = await client.variables.list({ ...selection, stack: stack ?? null })
      if (isJson) terminal.printJson(stacks)
      else
        terminal.print(
          renderVariables(stacks, { dir: selection.dir, all: options.all ?? false }, terminal.style),
        )
      const isMissing = stacks.some(({ variables }) => variables.some(({ isProblem }) => isProblem))
      return isMissing ? exitCodes.failed : exitCodes.done
    }),
  )
}

const examples = `
Example:
  $ switchyard variables
  $ switchyard variables apps --json | jq '.[].variables[] | select(.isProblem).name'`
