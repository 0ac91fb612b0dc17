import { InvalidArgumentError, type Command } from 'commander'
import { addAttachOptions, readAttached, type AttachOptions } from '../attached.ts'
import type { Session } from '../session.ts'

export function addExecCommand(program: Command, session: Session): void {
  const command = program
    .command('exec')
    .summary('Run a command in a service')
    .description('Run a command in the running container of a service, and end with its exit code')
    .argument('<service>', 'a service, by any name that finds one')
    .argument('<command...>', 'the command and its arguments, after --')
    .option('--index <number>', 'which of its containers, from 1', parseIndex)
    .addHelpText('after', examples)
  addAttachOptions(command)
  command.action(
    (target: string, words: readonly string[], options: AttachOptions & { readonly index?: number }) =>
      session.perform(command, async ({ client, selection, world, takeInterrupts }) => {
        const { request, variables } = readAttached(world, options, words)
        const { command: attached, dir } = await client.finding.exec({
          ...selection,
          target,
          ...request,
          index: options.index ?? null,
        })
        return world.attach(attached, { dir, variables, takeInterrupts })
      }),
  )
}

function parseIndex(text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new InvalidArgumentError('Give the number of a container, from 1.')
  return Number(text)
}

const examples = `
Example:
  $ switchyard exec db -- psql -U postgres -c 'SELECT 1'
  $ switchyard exec api -u root -w /srv -- ls -l
  $ switchyard exec :8004 -T -- cat /etc/hostname > name.txt`
