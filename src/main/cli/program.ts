import { Command, CommanderError } from 'commander'
import packageJson from '../../../package.json' with { type: 'json' }
import { addAddressesCommand } from './commands/addresses.ts'
import { addAlertsCommand } from './commands/alerts.ts'
import { addAppsCommand } from './commands/apps.ts'
import { addAutostartCommand } from './commands/autostart/index.ts'
import { addBuildCommand } from './commands/build.ts'
import { addCleanCommand } from './commands/clean.ts'
import { addCompletionCommands } from './commands/completion.ts'
import { addDoctorCommand } from './commands/doctor.ts'
import { addDownCommand } from './commands/down.ts'
import { addExecCommand } from './commands/exec.ts'
import { addFindCommand } from './commands/find.ts'
import { addEnvironmentsCommand } from './commands/environments.ts'
import { addGpuCommand } from './commands/gpu.ts'
import { addHostCommand } from './commands/host/index.ts'
import { addImagesCommand } from './commands/images.ts'
import { addInitCommand } from './commands/init.ts'
import { addLabsCommand } from './commands/labs.ts'
import { addLinksCommand } from './commands/links.ts'
import { addLogsCommand } from './commands/logs.ts'
import { addOpenCommand } from './commands/open.ts'
import { addOutdatedCommand } from './commands/outdated.ts'
import { addManualCommand } from './commands/manual.ts'
import { addMoveCommand } from './commands/move.ts'
import { addNextCommand } from './commands/next.ts'
import { addPlanCommand } from './commands/plan.ts'
import { addRecordCommand } from './commands/record.ts'
import { addRestartCommand } from './commands/restart.ts'
import { addScheduleCommand } from './commands/schedule/index.ts'
import { addSecretsCommand } from './commands/secrets.ts'
import { addRunCommand } from './commands/run.ts'
import { addRunInCommand } from './commands/run-in.ts'
import { addServeCommand } from './commands/serve.ts'
import { addShellCommand } from './commands/shell.ts'
import { addSplitCommand } from './commands/split.ts'
import { addStatusCommand } from './commands/status.ts'
import { addStopCommand } from './commands/stop.ts'
import { addStorageCommand } from './commands/storage.ts'
import { addSwitchCommand } from './commands/switch.ts'
import { addTopCommand } from './commands/top.ts'
import { addTrayCommand } from './commands/tray.ts'
import { addUpCommand } from './commands/up.ts'
import { addVolumeCommand } from './commands/volume/index.ts'
import { addVariablesCommand } from './commands/variables.ts'
import { addUpdateCommand } from './commands/update.ts'
import { addUpstreamCommand } from './commands/upstream.ts'
import { exitCodes } from './exit-codes.ts'
import { addGlobalOptions } from './options.ts'
import { createSession, type Session } from './session.ts'
import type { World } from './world.ts'

/** Runs one command line to its end and returns the exit code. */
export async function runProgram(argv: readonly string[], world: World): Promise<number> {
  // Help is written before anything watches for a reader that has gone, like `head`.
  for (const stream of [world.stdout, world.stderr]) stream.on('error', letClosedBe)
  const session = createSession(world)
  const program = createProgram(session)
  try {
    await program.parseAsync(isBare(argv) ? ['next', ...argv] : argv, { from: 'user' })
    return session.exitCode()
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return exitCodes.done
    // Help that was printed because only a part of a command was given is its own message.
    if (error.code !== 'commander.help') await reportUsage(session, argv, error)
    return exitCodes.usage
  }
}

/** Whether there are options only, and all of them are those of every command. */
function isBare(argv: readonly string[]): boolean {
  const known = new Command().exitOverride().configureOutput({ outputError: () => {} })
  addGlobalOptions(known)
  try {
    const { operands, unknown } = known.parseOptions([...argv])
    return operands.length === 0 && unknown.length === 0
  } catch {
    // An option without its value: told when the whole line is read.
    return false
  }
}

function letClosedBe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}

/** The whole command line of Switchyard; nothing here loads the core. */
export function createProgram(session: Session): Command {
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
  addNextCommand(program, session)
  addUpCommand(program, session)
  addStopCommand(program, session)
  addDownCommand(program, session)
  addRestartCommand(program, session)
  addAppsCommand(program, session)
  addBuildCommand(program, session)
  addSwitchCommand(program, session)
  addRunInCommand(program, session)
  addEnvironmentsCommand(program, session)
  addPlanCommand(program, session)
  addStatusCommand(program, session)
  addTopCommand(program, session)
  addRecordCommand(program, session)
  addAlertsCommand(program, session)
  addLogsCommand(program, session)
  addLinksCommand(program, session)
  addOpenCommand(program, session)
  addTrayCommand(program, session)
  addAddressesCommand(program, session)
  addFindCommand(program, session)
  addExecCommand(program, session)
  addShellCommand(program, session)
  addRunCommand(program, session)
  addOutdatedCommand(program, session)
  addUpdateCommand(program, session)
  addImagesCommand(program, session)
  addUpstreamCommand(program, session)
  addServeCommand(program, session)
  addScheduleCommand(program, session)
  addAutostartCommand(program, session)
  addDoctorCommand(program, session)
  addSecretsCommand(program, session)
  addVariablesCommand(program, session)
  addHostCommand(program, session)
  addStorageCommand(program, session)
  addCleanCommand(program, session)
  addVolumeCommand(program, session)
  addGpuCommand(program, session)
  addInitCommand(program, session)
  addSplitCommand(program, session)
  addMoveCommand(program, session)
  addLabsCommand(program, session)
  addCompletionCommands(program, session)
  addManualCommand(program, session)
  return program
}

const overview = `
Targets: none means the whole lab; otherwise stacks (data), services (data/db), containers, ports (:8004),
patterns ('*whisper*') and labels (label:com.example.role=tts). A pattern never stops an always-on stack.
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
