import type { Command } from 'commander'
import { formatServiceRef } from '../../../shared/format.ts'
import type { Session } from '../session.ts'

export function addImagesCommand(program: Command, session: Session): void {
  const command = program
    .command('images')
    .summary('Show which images a service ran, and when')
    .description('Show which images a service ran and since when, newest first')
    .argument('<service>', 'a service, by any name that finds one')
    .addHelpText('after', examples)
  command.action((name: string) =>
    session.perform(command, async ({ client, selection, terminal, isJson, world }) => {
      const { renderImages } = await import('../render/images.ts')
      const { ref } = await client.finding.service({ ...selection, target: name })
      const uses = await client.updates.history({ ...selection, service: ref })
      if (isJson) terminal.printJson(uses)
      else terminal.print(renderImages(formatServiceRef(ref), uses, terminal.style, world.now()))
      return 0
    }),
  )
}

const examples = `
Example:
  $ switchyard images data/cache
  $ switchyard update data/cache --to ID    go back to one of them`
