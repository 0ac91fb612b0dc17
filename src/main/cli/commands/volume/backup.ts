import path from 'node:path'
import { type Command, Option } from 'commander'
import { SwitchyardError } from '../../../../shared/errors.ts'
import { formatList, formatServiceRef } from '../../../../shared/format.ts'
import type { BackupFormat } from '../../../../shared/storage.ts'
import { describeVolumeUse, formatSize } from '../../../../shared/storage-words.ts'
import { exitCodes } from '../../exit-codes.ts'
import { addIncludeAlwaysOnOption } from '../../options.ts'
import type { CommandContext, Session } from '../../session.ts'

interface BackupOptions {
  readonly stop?: boolean
  readonly format?: BackupFormat
  readonly includeAlwaysOn?: boolean
  readonly dryRun?: boolean
}

export function addVolumeBackupCommand(volume: Command, session: Session): void {
  const command = volume
    .command('backup')
    .summary('Write what is in a volume to a file')
    .description('Write what is in a volume to a file that only you may read')
    .argument('<volume>', 'name of the volume')
    .argument('[file]', 'ends in .tar.zst, .tar.gz or .tar; default: one in the folder of backups')
    .option('--stop', 'stop the services that use it meanwhile, and start them again whatever happens')
    .addOption(
      new Option('--format <format>', 'how the file is packed, when none is named').choices([
        'tar.zst',
        'tar.gz',
        'tar',
      ]),
    )
    .option('--dry-run', 'say what would be done, and do nothing')
    .addHelpText('after', examples)
  addIncludeAlwaysOnOption(command)
  command.action((name: string, file: string | undefined, options: BackupOptions) =>
    session.perform(command, async (context) => {
      if (options.dryRun) return tellBackup(context, name, options)
      const { followVolumeWork } = await import('../../report/volume-work.ts')
      const { client, selection, world } = context
      const request = {
        ...selection,
        volume: name,
        file: file === undefined ? null : path.resolve(world.workingDir, file),
        format: options.format ?? null,
        stop: options.stop ?? false,
        includeAlwaysOn: options.includeAlwaysOn ?? false,
      }
      return followVolumeWork(context, 'backup', (signal) => client.storage.backup(request, { signal }))
    }),
  )
}

async function tellBackup(context: CommandContext, name: string, { stop }: BackupOptions): Promise<number> {
  const { client, selection, terminal, isJson } = context
  const { line } = await import('../../render/line.ts')
  const found = (await client.storage.volumes(selection)).find((each) => each.name === name)
  if (!found) throw new SwitchyardError('NAME_UNKNOWN', `The engine has no volume ${name}.`)
  const isUsed = found.containers.some(({ isRunning }) => isRunning)
  const services = formatList(found.services.map(formatServiceRef))
  if (isJson) terminal.printJson(found)
  else
    terminal.print([
      line(`Would write volume ${name}, ${formatSize(found.bytes)}, ${describeVolumeUse(found)}, to a file.`),
      ...(isUsed && stop ? [line(`Would stop ${services} for that time.`)] : []),
    ])
  return exitCodes.done
}

const examples = `
The file holds owners, modes, links and times. A database that runs may write meanwhile: use --stop.

Example:
  $ switchyard volume backup data_pgdata --stop
  $ switchyard volume backup data_pgdata /mnt/backup/pgdata.tar.zst`
