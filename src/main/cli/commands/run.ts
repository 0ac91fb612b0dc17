import type { Command } from 'commander'
import { addAttachOptions, readAttached, type AttachOptions } from '../attached.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Session } from '../session.ts'
import { startNeeds } from '../start-needs.ts'

export function addRunCommand(program: Command, session: Session): void {
  const command = program
    .command('run')
    .summary('Run a command in a container of its own')
    .description(
      'Run a command in a new container of a service, which is removed at the end, and end with its exit code.\nWhat the service depends on is started only with --deps.',
    )
    .argument('<service>', 'a service, by any name that finds one')
    .argument('[command...]', "the command and its arguments, after --; none: the service's own")
    .option('--deps', 'first start what it depends on, and wait until that is ready')
    .option('--keep', 'keep the container')
    .addHelpText('after', examples)
  addAttachOptions(command)
  command.action(
    (
      target: string,
      words: readonly string[],
      options: AttachOptions & { readonly deps?: boolean; readonly keep?: boolean },
    ) =>
      session.perform(command, async (context) => {
        const { client, selection, world, takeInterrupts } = context
        const { request, variables } = readAttached(world, options, words)
        const oneOff = await client.finding.oneOff({
          ...selection,
          target,
          ...request,
          keep: options.keep ?? false,
        })
        if (options.deps && oneOff.needs.length > 0) {
          const exitCode = await startNeeds(context, oneOff.needs)
          if (exitCode !== exitCodes.done) return exitCode
        }
        return world.attach(oneOff.command, { dir: oneOff.dir, variables, takeInterrupts })
      }),
  )
}

const examples = `
Example:
  $ switchyard run api --deps -- npm run migrate
  $ switchyard run db -T -- postgres --version`
