import type { Command } from 'commander'
import type { Session } from '../session.ts'

export function addLabsCommand(program: Command, session: Session): void {
  const command = program
    .command('labs')
    .summary('List the labs that you have used')
    .description('List the labs that you have used, latest first')
    .addHelpText('after', examples)
  command.action(() =>
    session.perform(command, async ({ client, terminal, isJson, world }) => {
      const { renderLabs } = await import('../render/labs.ts')
      const labs = await client.labs.list()
      if (isJson) terminal.printJson(labs)
      else terminal.print(renderLabs(labs, world.now()))
      return 0
    }),
  )
}

const examples = `
Example:
  $ switchyard labs`
