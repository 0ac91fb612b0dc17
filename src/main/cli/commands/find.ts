import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import type { Session } from '../session.ts'

export function addFindCommand(program: Command, session: Session): void {
  const command = program
    .command('find')
    .summary('Find services, containers and who holds a port')
    .description(
      'Find services of the lab and containers outside of it by name, label or port, and the programs that hold a port',
    )
    .argument('<text>', 'part of a name, *pattern*, :port, or label:name=value')
    .addHelpText('after', examples)
  command.action((text: string) =>
    session.perform(command, async ({ client, selection, terminal, isJson }) => {
      const { renderFound } = await import('../render/found.ts')
      const found = await client.finding.search({ ...selection, text })
      if (isJson) terminal.printJson(found)
      else terminal.print(renderFound(text, found, terminal.style))
      const isNothing = Object.values(found).every((list) => list.length === 0)
      return isNothing ? exitCodes.failed : exitCodes.done
    }),
  )
}

const examples = `
The same forms name services wherever a command takes targets. Exit code 1: nothing was found.

Example:
  $ switchyard find whisper
  $ switchyard find :8080
  $ switchyard find label:com.example.role=tts --json`
