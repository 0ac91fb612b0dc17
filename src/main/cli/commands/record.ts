import type { Command } from 'commander'
import { formatServiceRef } from '../../../shared/format.ts'
import type { Session } from '../session.ts'

export function addRecordCommand(program: Command, session: Session): void {
  const command = program
    .command('record')
    .summary('Show what happened to a service')
    .description(
      'Show the starts and failures of a service, and how much of the time it was ready.\nIt is remembered while `switchyard serve` or the desktop app is there.',
    )
    .argument('<service>', 'a service, by any name that finds one')
    .addHelpText('after', examples)
  command.action((name: string) =>
    session.perform(command, async ({ client, selection, terminal, isJson, world }) => {
      const { renderRecord } = await import('../render/record.ts')
      const { ref } = await client.finding.service({ ...selection, target: name })
      const record = await client.services.record({ ...selection, service: ref })
      if (isJson) terminal.printJson(record)
      else terminal.print(renderRecord(formatServiceRef(ref), record, terminal.style, world.now()))
      return 0
    }),
  )
}

const examples = `
Example:
  $ switchyard record data/db
  $ switchyard record data/db --json`
