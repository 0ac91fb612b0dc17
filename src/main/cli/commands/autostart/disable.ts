import type { Command } from 'commander'
import { exitCodes } from '../../exit-codes.ts'
import type { Session } from '../../session.ts'

export function addAutostartDisableCommand(autostart: Command, session: Session): void {
  const command = autostart
    .command('disable')
    .summary('Do not open Switchyard by itself any more')
    .description('Stop the service and remove its unit; containers keep running')
    .option('--dry-run', 'say what would be removed and remove nothing')
  command.action(({ dryRun = false }: { readonly dryRun?: boolean }) =>
    session.perform(command, async ({ client, terminal, isJson }) => {
      const { done } = await client.autostart.disable({ dryRun })
      const { renderDone } = await import('../../render/autostart.ts')
      if (isJson) terminal.printJson({ done, dryRun })
      else terminal.print(renderDone(dryRun ? [...done, 'Nothing was changed.'] : done))
      return exitCodes.done
    }),
  )
}
