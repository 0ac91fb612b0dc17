import type { Command } from 'commander'
import type { Session } from '../session.ts'

export function addAlertsCommand(program: Command, session: Session): void {
  const command = program
    .command('alerts')
    .summary('List what is wrong now, and what was')
    .description('List open alerts with the end of their logs, and the latest that are over')
    .addHelpText('after', examples)
  command.action(() =>
    session.perform(command, async ({ client, terminal, isJson, world }) => {
      const { renderAlerts } = await import('../render/alerts.ts')
      const list = await client.alerts.list()
      if (isJson) terminal.printJson(list)
      else terminal.print(renderAlerts(list, terminal.style, world.now()))
      return 0
    }),
  )
}

const examples = `
Alerts are watched for while \`switchyard serve\` or the desktop app is there.

Example:
  $ switchyard alerts
  $ switchyard alerts --json | jq '.open[].text'`
