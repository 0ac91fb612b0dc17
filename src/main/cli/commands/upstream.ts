import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import type { Session } from '../session.ts'

export function addUpstreamCommand(program: Command, session: Session): void {
  const command = program
    .command('upstream')
    .summary('Compare stacks with the files they were taken from')
    .description(
      'Show what the upstream of a stack has that the stack has not: services, images, variables (by name), ports, volumes.\nNothing is merged. Exit code 1 when they cannot be compared.',
    )
    .argument('[stack]', 'a stack; none means all that have an upstream')
    .addHelpText('after', examples)
  command.action((stack: string | undefined) =>
    session.perform(command, async ({ client, selection, terminal, isJson }) => {
      const { renderUpstream } = await import('../render/upstream.ts')
      const diffs = await client.updates.upstream({ ...selection, stack: stack ?? null })
      if (isJson) terminal.printJson(diffs)
      else terminal.print(renderUpstream(diffs, terminal.style))
      return diffs.some(({ problem }) => problem !== null) ? exitCodes.failed : exitCodes.done
    }),
  )
}

const examples = `
In switchyard.yaml:
  stacks:
    supabase:
      upstream: { file: ../supabase/docker/docker-compose.yml }

Example:
  $ git -C ../supabase pull && switchyard upstream supabase`
