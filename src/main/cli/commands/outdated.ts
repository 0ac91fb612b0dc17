import type { Command } from 'commander'
import type { Session } from '../session.ts'

export function addOutdatedCommand(program: Command, session: Session): void {
  const command = program
    .command('outdated')
    .summary('Show which images are newer')
    .description('Ask the registries which images are newer than those that run; nothing is pulled')
    .argument('[targets...]', 'stacks or stack/service; none means the whole lab')
    .addHelpText('after', examples)
  command.action((targets: readonly string[]) =>
    session.perform(command, async ({ client, selection, terminal, isJson }) => {
      const { renderOutdated } = await import('../render/outdated.ts')
      const found = await client.updates.check({ ...selection, targets: [...targets] })
      if (isJson) terminal.printJson(found)
      else terminal.print(renderOutdated(found, terminal.style))
      return 0
    }),
  )
}

const examples = `
Logins are those of the docker client (docker login).

Example:
  $ switchyard outdated
  $ switchyard outdated apps --json | jq -r '.services[] | select(.state.kind == "newer") | .reference'`
