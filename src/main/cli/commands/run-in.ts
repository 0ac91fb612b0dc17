import type { Command } from 'commander'
import type { RunInOptions } from '../perform-run-in.ts'
import type { Session } from '../session.ts'

export function addRunInCommand(program: Command, session: Session): void {
  const command = program
    .command('run-in')
    .summary('Start an environment, run a command, stop it')
    .description(
      'Start an environment, run a command in the folder of the lab, then stop and remove what was started; exits with the code of the command',
    )
    .argument('<environment>', 'the environment to run it in')
    .argument('<command...>', 'the program and its arguments, after --')
    .option('--keep', 'leave running what was started')
    .option('--stack <name>', 'only this stack and what it needs; can be given several times', collect)
    .addHelpText('after', examples)
  command.action((environment: string, words: readonly string[], options: RunInOptions) =>
    session.perform(command, async (context) => {
      const { performRunIn } = await import('../perform-run-in.ts')
      return performRunIn(context, { environment, command: words, options })
    }),
  )
}

function collect(value: string, collected: readonly string[] = []): readonly string[] {
  return [...collected, value]
}

const examples = `
What was up before stays up; named volumes stay. What is told of Switchyard goes to stderr.
The command finds SWITCHYARD_LAB, SWITCHYARD_ENVIRONMENT and addresses like SWITCHYARD_ADDRESS_POSTGRES_5432.
Exit codes: those of the command; 126 and 127 when it cannot be run, 130 when it was interrupted,
1 when the environment does not start.

Example:
  $ switchyard run-in test -- npm test
  $ switchyard run-in test --stack data --keep -- pytest -x`
