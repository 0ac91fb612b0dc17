import path from 'node:path'
import type { Command } from 'commander'
import { SwitchyardError } from '../../../../shared/errors.ts'
import { addIncludeAlwaysOnOption } from '../../options.ts'
import type { Session } from '../../session.ts'
import { typeName } from './type-name.ts'

interface RestoreOptions {
  readonly replace?: boolean
  readonly confirm?: string
  readonly includeAlwaysOn?: boolean
}

export function addVolumeRestoreCommand(volume: Command, session: Session): void {
  const command = volume
    .command('restore')
    .summary('Put a backup back into a volume')
    .description('Check a backup to its end, then put it into a volume that is new or empty')
    .argument('<file>', 'a file that `volume backup` has made')
    .argument('[volume]', 'name of the volume; default: the one that the backup names')
    .option('--replace', 'replace what the volume holds; that is kept as a backup first')
    .option('--confirm <name>', 'with --replace: name of the volume again, for scripts')
    .addHelpText('after', examples)
  addIncludeAlwaysOnOption(command)
  command.action((file: string, name: string | undefined, options: RestoreOptions) =>
    session.perform(command, async (context) => {
      const { client, selection, world } = context
      if (options.replace && name === undefined) {
        throw new SwitchyardError('USAGE', 'Say which volume is to be replaced.', {
          hint: 'Its name comes after the file.',
        })
      }
      const { followVolumeWork } = await import('../../report/volume-work.ts')
      const replace =
        options.replace && name !== undefined ? (options.confirm ?? (await typeName(context, name))) : null
      const request = {
        ...selection,
        file: path.resolve(world.workingDir, file),
        volume: name ?? null,
        replace,
        includeAlwaysOn: options.includeAlwaysOn ?? false,
      }
      return followVolumeWork(context, 'restore', (signal) => client.storage.restore(request, { signal }))
    }),
  )
}

const examples = `
No container may hold the volume: \`switchyard down\` removes containers and leaves volumes.

Example:
  $ switchyard volume restore data_pgdata-20261121-084419.tar.zst
  $ switchyard volume restore pgdata.tar.zst data_pgdata --replace`
