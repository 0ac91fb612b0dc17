import type { Command } from 'commander'
import { SwitchyardError } from '../../../shared/errors.ts'
import type { Session } from '../session.ts'

export function addShellCommand(program: Command, session: Session): void {
  const command = program
    .command('shell')
    .summary('Open a shell in a service')
    .description('Open bash, or sh where there is none, in the running container of a service')
    .argument('<service>', 'a service, by any name that finds one')
    .addHelpText('after', examples)
  command.action((target: string) =>
    session.perform(command, async (context) => {
      const { client, selection, world } = context
      const { ref } = await client.finding.service({ ...selection, target })
      const raw = world.openRawTerminal()
      if (raw === null) {
        throw new SwitchyardError('USAGE', 'A shell needs a terminal, and this is none.', {
          hint: `For one command there is \`switchyard exec ${target} -- command\`.`,
        })
      }
      const { useShell } = await import('../use-shell.ts')
      return useShell(context, ref, raw)
    }),
  )
}

const examples = `
Closing the terminal ends what runs in the shell; what was started with nohup goes on.

Example:
  $ switchyard shell api
  $ switchyard shell data/db`
