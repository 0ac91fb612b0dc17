import type { Command } from 'commander'
import { errorFromProblems } from '../../../shared/errors.ts'
import type { ServiceRef } from '../../../shared/lab.ts'
import type { Session } from '../session.ts'

export function addRecordCommand(program: Command, session: Session): void {
  const command = program
    .command('record')
    .summary('Show what happened to a service')
    .description(
      'Show the starts and failures of a service, and how much of the time it was ready.\nIt is remembered while `switchyard serve` or the desktop app is there.',
    )
    .argument('<service>', 'stack/service')
    .addHelpText('after', examples)
  command.action((name: string) =>
    session.perform(command, async ({ client, selection, terminal, isJson, world }) => {
      const { renderRecord } = await import('../render/record.ts')
      const record = await client.services.record({ ...selection, service: parseRef(name) })
      if (isJson) terminal.printJson(record)
      else terminal.print(renderRecord(name, record, terminal.style, world.now()))
      return 0
    }),
  )
}

function parseRef(name: string): ServiceRef {
  const slash = name.indexOf('/')
  if (slash > 0) return { stack: name.slice(0, slash), service: name.slice(slash + 1) }
  throw errorFromProblems([
    {
      code: 'NAME_UNKNOWN',
      message: `"${name}" is not the name of a service.`,
      hint: 'Write it as stack/service; `switchyard status` has the names.',
    },
  ])
}

const examples = `
Example:
  $ switchyard record data/db
  $ switchyard record data/db --json`
