import type { Command } from 'commander'
import { exitCodes } from '../../exit-codes.ts'
import type { Session } from '../../session.ts'

export function addAutostartStatusCommand(autostart: Command, session: Session): void {
  const command = autostart
    .command('status')
    .summary('Say whether Switchyard opens by itself')
    .description(
      'Say whether Switchyard opens at login or boot, for which lab, and where its page is signed in',
    )
  command.action(() =>
    session.perform(command, async ({ client, terminal, isJson }) => {
      const status = await client.autostart.status()
      const { renderAutostart } = await import('../../render/autostart.ts')
      if (isJson) terminal.printJson(status)
      else terminal.print(renderAutostart(status))
      return exitCodes.done
    }),
  )
}
