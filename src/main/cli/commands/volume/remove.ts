import type { Command } from 'commander'
import { SwitchyardError } from '../../../../shared/errors.ts'
import { describeVolumeUse, formatSize } from '../../../../shared/storage-words.ts'
import { exitCodes } from '../../exit-codes.ts'
import { addIncludeAlwaysOnOption } from '../../options.ts'
import type { Session } from '../../session.ts'
import { typeName } from './type-name.ts'

interface RemoveOptions {
  readonly confirm?: string
  readonly includeAlwaysOn?: boolean
  readonly dryRun?: boolean
}

export function addVolumeRemoveCommand(volume: Command, session: Session): void {
  const command = volume
    .command('remove')
    .summary('Remove one volume, with everything in it')
    .description('Remove one volume, with everything in it; its name has to be typed again')
    .argument('<volume>', 'name of the volume')
    .option('--confirm <name>', 'its name again, for scripts')
    .option('--dry-run', 'say what would go and remove nothing')
    .addHelpText('after', examples)
  addIncludeAlwaysOnOption(command)
  command.action((name: string, options: RemoveOptions) =>
    session.perform(command, async (context) => {
      const { client, selection, terminal, isJson } = context
      const { line } = await import('../../render/line.ts')
      const volumes = await client.storage.volumes(selection)
      const found = volumes.find((each) => each.name === name)
      if (!found) {
        throw new SwitchyardError('NAME_UNKNOWN', `The engine has no volume ${name}.`, {
          hint: '`switchyard volume list` shows them all.',
        })
      }
      if (isJson && options.dryRun) terminal.printJson(found)
      if (!isJson)
        terminal.print([
          line(
            `Volume ${name}, ${formatSize(found.bytes)}, ${describeVolumeUse(found)}. What is in it is lost when it is removed.`,
          ),
        ])
      if (options.dryRun) return exitCodes.done
      const confirm = options.confirm ?? (await typeName(context, name))
      await client.storage.removeVolume({
        ...selection,
        volume: name,
        confirm,
        includeAlwaysOn: options.includeAlwaysOn ?? false,
      })
      if (isJson) terminal.printJson({ removed: name })
      else terminal.print([line(`Removed volume ${name}.`)])
      return exitCodes.done
    }),
  )
}

const examples = `
Example:
  $ switchyard volume remove data_old
  $ switchyard volume remove data_old --confirm data_old`
