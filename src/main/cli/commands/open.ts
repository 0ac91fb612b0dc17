import type { Command } from 'commander'
import { SwitchyardError } from '../../../shared/errors.ts'
import type { Session } from '../session.ts'

export function addOpenCommand(program: Command, session: Session): void {
  const command = program
    .command('open')
    .summary('Open a service in the browser')
    .description('Open the best link of a service in your browser; where there is none, print it')
    .argument('<target>', 'a stack or service')
    .option('--print', 'only print the address')
    .addHelpText('after', examples)
  command.action((target: string, { print = false }: { readonly print?: boolean }) =>
    session.perform(command, async ({ client, selection, terminal, isJson, world }) => {
      const links = await client.links.list({ ...selection, targets: [target] })
      const link = links.find(({ kind, isRunning }) => kind === 'web' && isRunning !== false)
      const any = link ?? links.find(({ kind }) => kind === 'web')
      if (!any) {
        throw new SwitchyardError('NAME_UNKNOWN', `${target} has nothing that a browser can open.`, {
          hint: `\`switchyard addresses ${target}\` has its ports and names.`,
        })
      }
      const isOpened = !print && !isJson && (await world.openAddress(any.url))
      if (isJson) terminal.printJson(any)
      else if (!isOpened) terminal.printText(`${any.url}\n`)
      if (any.isRunning === false && !isJson)
        terminal.complain(`${any.stack}/${any.service ?? ''} is not running, so nothing answers there yet.`)
      return 0
    }),
  )
}

const examples = `
Example:
  $ switchyard open grafana
  $ switchyard open :3000
  $ curl -s "$(switchyard open api --print)health"`
