import type { Command } from 'commander'
import type { LabSelection } from '../../shared/selection.ts'
import type { Client, Core } from './client.ts'
import type { ErrorDescription } from './describe-error.ts'
import { exitCodes } from './exit-codes.ts'
import { readGlobalOptions, type GlobalOptions } from './options.ts'
import type { Terminal } from './terminal.ts'
import type { Interrupt, World } from './world.ts'

/** What a command works with. */
export interface CommandContext {
  readonly world: World
  readonly terminal: Terminal
  readonly client: Client
  readonly router: Core['router']
  readonly hostSetup: Core['hostSetup']
  readonly openMetricExport: Core['openMetricExport']
  readonly selection: LabSelection
  /** Whether the operator named the lab; otherwise it was looked for upwards from the working folder. */
  readonly isLabNamed: boolean
  readonly isJson: boolean
  /** The runs that go on in this process. */
  readonly ongoingRuns: Core['ongoingRuns']
  /** From now on Ctrl-C (SIGINT) and SIGTERM call this instead of ending the process. */
  readonly takeInterrupts: (listener: (signal: Interrupt) => void) => void
}

/** One invocation: it opens what the command needs, reports what is thrown, and knows the exit code. */
export interface Session {
  readonly world: World
  readonly exitCode: () => number
  /** Runs the body of a command with the core open; the body returns the exit code. */
  readonly perform: (command: Command, body: (context: CommandContext) => Promise<number>) => Promise<void>
  readonly report: (description: ErrorDescription, options: { readonly isJson: boolean }) => Promise<void>
}

export function createSession(world: World): Session {
  let exitCode: number = exitCodes.done
  let opened: Promise<Terminal> | undefined
  const openTerminal = () =>
    (opened ??= import('./terminal.ts').then(({ createTerminal }) => createTerminal(world)))

  const report: Session['report'] = async (description, { isJson }) => {
    const terminal = await openTerminal()
    const { formatProblem } = await import('../../shared/format.ts')
    if (isJson) terminal.printJson({ type: 'error', problems: description.problems })
    else for (const problem of description.problems) terminal.complain(formatProblem(problem))
  }

  const reportThrown = async (error: unknown, options: GlobalOptions) => {
    const { describeError } = await import('./describe-error.ts')
    const description = describeError(error)
    await report(description, { isJson: options.json })
    if (options.debug && error instanceof Error) world.stderr.write(`${formatStack(error)}\n`)
    exitCode = description.kind === 'usage' ? exitCodes.usage : exitCodes.failed
    return description
  }

  return {
    world,
    report,
    exitCode: () => exitCode,
    async perform(command, body) {
      const options = readGlobalOptions(command)
      let onInterrupt: (signal: Interrupt) => void = () => world.quit(exitCodes.cancelled)
      const release = world.onInterrupt((signal) => onInterrupt(signal))
      let core: Core | undefined
      let context: CommandContext | undefined
      try {
        const terminal = await openTerminal()
        core = await world.openCore(command.name() === 'serve' ? 'web' : 'cli')
        context = {
          world,
          terminal,
          client: core.client,
          router: core.router,
          hostSetup: core.hostSetup,
          openMetricExport: core.openMetricExport,
          ongoingRuns: core.ongoingRuns,
          selection: await selectLab(options, world),
          isLabNamed: options.lab !== undefined,
          isJson: options.json,
          takeInterrupts: (listener) => (onInterrupt = listener),
        }
        exitCode = await body(context)
      } catch (error) {
        const { problems } = await reportThrown(error, options)
        if (context && !options.json && problems[0]?.code === 'LAB_NOT_FOUND') {
          const { suggestLabs } = await import('./suggest-labs.ts')
          context.terminal.advise(await suggestLabs(context))
        }
      } finally {
        await core?.dispose()
        release()
      }
    },
  }
}

async function selectLab(options: GlobalOptions, world: World): Promise<LabSelection> {
  const { default: path } = await import('node:path')
  const { findLabDir } = await import('./find-lab-dir.ts')
  const dir =
    options.lab === undefined ? findLabDir(world.workingDir) : path.resolve(world.workingDir, options.lab)
  return { dir, environment: options.env ?? null, profiles: [...options.profile] }
}

function formatStack(error: Error): string {
  const stack = error.stack ?? error.message
  return error.cause instanceof Error ? `${stack}\nCaused by: ${formatStack(error.cause)}` : stack
}
