import type { Command } from 'commander'
import type { Session } from '../../session.ts'

export function addVolumeListCommand(volume: Command, session: Session): void {
  const command = volume
    .command('list')
    .summary('List volumes, the largest first')
    .description('List volumes with their sizes and who uses them, the largest first')
    .argument('[stacks...]', 'only those of these stacks')
    .addHelpText('after', examples)
  command.action((stacks: readonly string[]) =>
    session.perform(command, async ({ client, selection, terminal, isJson }) => {
      const { renderVolumes } = await import('../../render/storage.ts')
      const volumes = await client.storage.volumes({
        ...selection,
        stacks: stacks.length === 0 ? null : [...stacks],
      })
      if (isJson) terminal.printJson(volumes)
      else terminal.print(renderVolumes(volumes))
      return 0
    }),
  )
}

const examples = `
Example:
  $ switchyard volume list
  $ switchyard volume list data`
