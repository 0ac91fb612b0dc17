import type { Command } from 'commander'
import type { Session } from '../session.ts'

export function addImagesCommand(program: Command, session: Session): void {
  const command = program
    .command('images')
    .summary('Show which images a service ran, and when')
    .description('Show which images a service ran and since when, newest first')
    .argument('<service>', 'stack/service')
    .addHelpText('after', examples)
  command.action((name: string) =>
    session.perform(command, async ({ client, selection, terminal, isJson, world }) => {
      const { renderImages } = await import('../render/images.ts')
      const { parseRef } = await import('../parse-ref.ts')
      const uses = await client.updates.history({ ...selection, service: parseRef(name) })
      if (isJson) terminal.printJson(uses)
      else terminal.print(renderImages(name, uses, terminal.style, world.now()))
      return 0
    }),
  )
}

const examples = `
Example:
  $ switchyard images data/cache
  $ switchyard update data/cache --to ID    go back to one of them`
