import type { Command } from 'commander'
import { exitCodes } from '../exit-codes.ts'
import { isHomeByChance } from '../find-lab-dir.ts'
import type { Session } from '../session.ts'

export function addNextCommand(program: Command, session: Session): void {
  const command = program
    .command('next')
    .summary('Say how it stands here, and what to do next')
    .description(
      'Look at the engine, at Compose and at the lab here, and say what to do next; `switchyard` alone does the same. Exit code 1 when something is in the way',
    )
    .addHelpText('after', examples)
  command.action(() =>
    session.perform(command, async ({ client, selection, isLabNamed, terminal, isJson, world }) => {
      const { line } = await import('../render/line.ts')
      const { renderSituation } = await import('../render/situation.ts')
      const isHome = !isLabNamed && isHomeByChance(selection.dir, world.variables)
      const situation = await client.app.situation({
        dir: isHome ? null : selection.dir,
        isNamed: isLabNamed,
      })
      if (isJson) terminal.printJson(situation)
      else {
        const help = line('All commands: switchyard --help', 'quiet')
        terminal.print([...renderSituation(situation, terminal.style), [], help])
      }
      return situation.level === 'error' ? exitCodes.failed : exitCodes.done
    }),
  )
}

const examples = `
Example:
  $ switchyard
  $ switchyard next --lab ~/lab`
