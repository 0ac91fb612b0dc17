import type { Command } from 'commander'
import { isLabDir } from '../find-lab-dir.ts'
import { readGlobalOptions } from '../options.ts'
import type { CommandContext, Session } from '../session.ts'

export function addTrayCommand(program: Command, session: Session): void {
  const command = program
    .command('tray')
    .summary('Print the menu that the tray shows')
    .description(
      'Print the menu that the desktop app shows in the tray, of the lab here, or else of the one used last',
    )
    .requiredOption('--print', 'print it and end; the tray itself is there while the desktop app runs')
    .addHelpText('after', examples)
  command.action(() =>
    session.perform(command, async (context) => {
      const { client, terminal, isJson, world } = context
      const { trayIconOf } = await import('../../../shared/tray/icon.ts')
      const { trayMenu } = await import('../../../shared/tray/menu.ts')
      const { nothingInTray } = await import('../../../shared/tray/model.ts')
      const { readTray } = await import('../read-tray.ts')
      const { renderTray } = await import('../render/tray.ts')
      const dir = await chooseDir(context, readGlobalOptions(command).lab !== undefined)
      const view = dir === null ? nothingInTray : await readTray(client, { ...context.selection, dir })
      const items = trayMenu(view, world.now())
      if (isJson) terminal.printJson({ icon: trayIconOf(view), items })
      else terminal.print(renderTray(items))
      return 0
    }),
  )
}

/** The lab that was named or that one stands in, else the one used last; null when there is none. */
async function chooseDir({ client, selection }: CommandContext, isNamed: boolean): Promise<string | null> {
  if (isNamed || isLabDir(selection.dir)) return selection.dir
  const [latest] = await client.labs.list()
  return latest?.dir ?? null
}

const examples = `
Example:
  $ switchyard tray --print
  $ switchyard tray --print --json | jq -r .icon`
