import type { Command } from 'commander'
import type { Session } from '../../session.ts'
import { addVolumeBackupCommand } from './backup.ts'
import { addVolumeListCommand } from './list.ts'
import { addVolumeRemoveCommand } from './remove.ts'
import { addVolumeRestoreCommand } from './restore.ts'

export function addVolumeCommand(program: Command, session: Session): void {
  const volume = program
    .command('volume')
    .summary('List, back up, restore and remove volumes')
    .description('Volumes one by one: what they hold, a backup of it as a file, and the way back')
    .addHelpText('after', examples)
  addVolumeListCommand(volume, session)
  addVolumeBackupCommand(volume, session)
  addVolumeRestoreCommand(volume, session)
  addVolumeRemoveCommand(volume, session)
}

const examples = `
Example:
  $ switchyard volume list
  $ switchyard volume backup data_pgdata --stop
  $ switchyard volume restore data_pgdata-20261121-084419.tar.zst
  $ switchyard volume remove data_old`
