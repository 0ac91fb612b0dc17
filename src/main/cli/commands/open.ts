import type { Command } from 'commander'
import { SwitchyardError } from '../../../shared/errors.ts'
import type { LabLink } from '../../../shared/links.ts'
import type { LabSelection } from '../../../shared/selection.ts'
import type { Client } from '../client.ts'
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
      const pages = links.filter(({ kind }) => kind === 'web')
      const running = pages.filter(({ isRunning }) => isRunning !== false)
      const any =
        running.length > 1 ? await firstThatAnswers(client, selection, running) : (running[0] ?? pages[0])
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

/** The name in a label may lead nowhere from here; the port that is published does not. */
async function firstThatAnswers(
  client: Pick<Client, 'links'>,
  selection: LabSelection,
  pages: readonly LabLink[],
): Promise<LabLink | undefined> {
  const checks = await client.links.check({ ...selection, ids: pages.map(({ id }) => id) })
  const isUp = ({ id }: LabLink) => checks.some((check) => check.id === id && check.state !== 'down')
  return pages.find(isUp) ?? pages[0]
}

const examples = `
Example:
  $ switchyard open grafana
  $ switchyard open :3000
  $ curl -s "$(switchyard open api --print)health"`
