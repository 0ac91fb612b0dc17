import type { Command } from 'commander'
import type { Session } from '../session.ts'

export function addStatusCommand(program: Command, session: Session): void {
  const command = program
    .command('status')
    .summary('Show stacks and services as they are')
    .description('Show stacks and services as they are')
    .argument('[targets...]', 'stacks or stack/service; none means the whole lab')
    .addHelpText('after', examples)
  command.action((targets: readonly string[]) =>
    session.perform(command, async ({ client, selection, terminal, isJson, world }) => {
      const { selectStatus } = await import('../select-status.ts')
      const { renderStatus } = await import('../render/status.ts')
      const status = selectStatus(await client.labs.status(selection), targets)
      if (isJson) terminal.printJson(status)
      else terminal.print(renderStatus(status, terminal.style, world.now()))
      return 0
    }),
  )
}

const examples = `
Example:
  $ switchyard status
  $ switchyard status data --json`
