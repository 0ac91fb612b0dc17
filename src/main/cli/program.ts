import { Command, CommanderError } from 'commander'
import packageJson from '../../../package.json' with { type: 'json' }
import { addAlertsCommand } from './commands/alerts.ts'
import { addAppsCommand } from './commands/apps.ts'
import { addCompletionCommands } from './commands/completion.ts'
import { addDoctorCommand } from './commands/doctor.ts'
import { addDownCommand } from './commands/down.ts'
import { addHostCommand } from './commands/host/index.ts'
import { addInitCommand } from './commands/init.ts'
import { addLabsCommand } from './commands/labs.ts'
import { addLogsCommand } from './commands/logs.ts'
import { addMoveCommand } from './commands/move.ts'
import { addPlanCommand } from './commands/plan.ts'
import { addRecordCommand } from './commands/record.ts'
import { addRestartCommand } from './commands/restart.ts'
import { addServeCommand } from './commands/serve.ts'
import { addSplitCommand } from './commands/split.ts'
import { addStatusCommand } from './commands/status.ts'
import { addStopCommand } from './commands/stop.ts'
import { addTopCommand } from './commands/top.ts'
import { addUpCommand } from './commands/up.ts'
import { exitCodes } from './exit-codes.ts'
import { addGlobalOptions } from './options.ts'
import { createSession, type Session } from './session.ts'
import type { World } from './world.ts'

/** Runs one command line to its end and returns the exit code. */
export async function runProgram(argv: readonly string[], world: World): Promise<number> {
  const session = createSession(world)
  const program = createProgram(session)
  try {
    await program.parseAsync(argv, { from: 'user' })
    return session.exitCode()
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return exitCodes.done
    // Help that was printed because no command was given is its own message.
    if (error.code !== 'commander.help') await reportUsage(session, argv, error)
    return exitCodes.usage
  }
}

/** The whole command line of Switchyard; nothing here loads the core. */
function createProgram(session: Session): Command {
  const { stdout, stderr } = session.world
  const program = new Command('switchyard')
    .description(
      'Starts, watches and stops a home AI lab made of several Docker Compose stacks, in the right order.',
    )
    .version(packageJson.version)
    .exitOverride()
    .showSuggestionAfterError()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      getOutHelpWidth: () => stdout.columns || 80,
      getErrHelpWidth: () => stderr.columns || 80,
      outputError: () => {}, // told by reportUsage, like every other problem
    })
    .addHelpText('after', overview)
  addGlobalOptions(program)
  addUpCommand(program, session)
  addStopCommand(program, session)
  addDownCommand(program, session)
  addRestartCommand(program, session)
  addAppsCommand(program, session)
  addPlanCommand(program, session)
  addStatusCommand(program, session)
  addTopCommand(program, session)
  addRecordCommand(program, session)
  addAlertsCommand(program, session)
  addLogsCommand(program, session)
  addServeCommand(program, session)
  addDoctorCommand(program, session)
  addHostCommand(program, session)
  addInitCommand(program, session)
  addSplitCommand(program, session)
  addMoveCommand(program, session)
  addLabsCommand(program, session)
  addCompletionCommands(program, session)
  return program
}

const overview = `
Targets: none means the whole lab; otherwise name stacks (data) and services (data/db).
Exit codes: 0 done, 1 failed, 2 wrong use or wrong file, 130 cancelled.

Example:
  $ switchyard up            start the whole lab, in order
  $ switchyard apps off      stop everything that is not always-on`

async function reportUsage(session: Session, argv: readonly string[], error: CommanderError): Promise<void> {
  const message = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ')
  const isJson = argv.includes('--json')
  await session.report(
    { kind: 'usage', problems: [{ code: 'USAGE', message: sentence(message) }] },
    { isJson },
  )
}

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?)]$/.test(capital) ? capital : `${capital}.`
}
