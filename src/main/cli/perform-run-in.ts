import type { RunRequest } from '../../shared/contract.ts'
import { plainEnvironment } from '../../shared/environment-words.ts'
import { formatServiceRef } from '../../shared/format.ts'
import type { Plan } from '../../shared/plan.ts'
import { exitCodes } from './exit-codes.ts'
import { followRun } from './follow-run.ts'
import { runCommand } from './run-command.ts'
import { runInVariables } from './run-in-variables.ts'
import type { CommandContext } from './session.ts'
import { createTerminal } from './terminal.ts'
import type { Interrupt } from './world.ts'

export interface RunInOptions {
  readonly keep?: boolean
  readonly stack?: readonly string[]
}

interface RunIn {
  readonly environment: string
  readonly command: readonly string[]
  readonly options: RunInOptions
}

/** Starts an environment, runs a command, and takes down again what it started; the exit code is the command's. */
export async function performRunIn(given: CommandContext, runIn: RunIn): Promise<number> {
  // Standard output belongs to the command.
  const terminal = createTerminal({ ...given.world, stdout: given.world.stderr })
  const context: CommandContext = { ...given, terminal }
  const environment = runIn.environment === plainEnvironment ? null : runIn.environment
  const selection = { ...context.selection, environment }
  const before = await context.client.labs.status(selection)
  const wasUp = new Set(
    before.stacks.flatMap(({ name, services }) =>
      services
        .filter(({ state }) => state === 'running' || state === 'restarting' || state === 'paused')
        .map((service) => `${name}/${service.name}`),
    ),
  )
  const request: RunRequest = { ...selection, kind: 'start', targets: [...(runIn.options.stack ?? [])] }
  const plans: Plan[] = []
  let exitCode = await followRun(context, request, {
    onEvent: (event) => {
      if (event.type === 'run-started') plans.push(event.plan)
    },
  })
  try {
    if (exitCode === exitCodes.done) exitCode = await runHere(context, runIn, selection)
  } finally {
    const [plan] = plans
    if (plan && !runIn.options.keep) {
      const end = await cleanUp(context, selection, plan, wasUp)
      if (exitCode === exitCodes.done) exitCode = end
    }
  }
  return exitCode
}

/** The terminal sends its own Ctrl-C to the command as well; from elsewhere it reaches us alone, and is passed on. */
async function runHere(
  context: CommandContext,
  { environment, command }: RunIn,
  selection: CommandContext['selection'],
): Promise<number> {
  const { client, world, terminal } = context
  const interrupts: Interrupt[] = []
  let pass: (signal: Interrupt) => void = () => {}
  context.takeInterrupts((signal) => {
    interrupts.push(signal)
    pass(signal)
  })
  const status = await client.labs.status(selection)
  if (interrupts.length > 0) return exitCodes.cancelled
  const running = runCommand(command, {
    dir: status.lab.dir,
    variables: { ...world.variables, ...runInVariables(environment, status) },
  })
  pass = (signal) => {
    if (interrupts.length > 1) running.signal('SIGKILL')
    else if (signal === 'SIGTERM' || !running.hasTerminal) running.signal(signal)
  }
  const end = await running.end
  if (end.problem !== null) terminal.complain(end.problem)
  return interrupts.length > 0 ? exitCodes.cancelled : end.exitCode
}

/** Removes what was made, and stops what was only started; what was up before is left alone, and so are always-on stacks. */
async function cleanUp(
  context: CommandContext,
  selection: CommandContext['selection'],
  plan: Plan,
  wasUp: ReadonlySet<string>,
): Promise<number> {
  const { client, terminal } = context
  const { stacks } = await client.labs.describe(selection)
  const isMeant = (key: string) =>
    !stacks.some(({ name, alwaysOn }) => alwaysOn && key.startsWith(`${name}/`))
  const made = plan.steps.flatMap((step) =>
    step.kind === 'create' ? step.services.map(formatServiceRef) : [],
  )
  const begun = plan.steps.flatMap((step) =>
    step.kind === 'start' && step.containers.length > 0 ? [formatServiceRef(step.service)] : [],
  )
  const own = [...new Set([...made, ...begun])].filter((key) => !wasUp.has(key))
  const removed = own.filter((key) => isMeant(key) && made.includes(key))
  const stopped = own.filter((key) => isMeant(key) && !made.includes(key))
  const left = own.filter((key) => !isMeant(key))
  if (left.length > 0) terminal.complain(`Always-on, and left running: ${left.join(', ')}.`)
  let worst: number = exitCodes.done
  for (const [kind, targets] of [
    ['down', removed],
    ['stop', stopped],
  ] as const) {
    if (targets.length === 0) continue
    const request: RunRequest = { ...selection, kind, targets, anonymousVolumes: true }
    const code = await followRun(context, request, { isCleanUp: true })
    if (code !== exitCodes.done) worst = code
  }
  return worst
}
