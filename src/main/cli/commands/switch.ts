import type { Command } from 'commander'
import type { RunRequest } from '../../../shared/contract.ts'
import { plainEnvironment } from '../../../shared/environment-words.ts'
import { SwitchyardError } from '../../../shared/errors.ts'
import { exitCodes } from '../exit-codes.ts'
import { addDryRunOption, addIncludeAlwaysOnOption, addStartOptions, type RunOptions } from '../options.ts'
import type { CommandContext, Session } from '../session.ts'

interface SwitchOptions extends RunOptions {
  readonly none?: boolean
}

export function addSwitchCommand(program: Command, session: Session): void {
  const command = program
    .command('switch')
    .summary('Run another environment or profile instead')
    .description(
      'Run another environment or profile instead of the one that runs: shows what differs, stops and removes what is left behind, and starts only what differs',
    )
    .argument('[environment]', `an environment, or \`${plainEnvironment}\` for the files as they are`)
    .argument('[stacks...]', 'stacks to switch; none means the whole lab')
    .option('--none', 'no environment: the files as they are')
    .addHelpText('after', examples)
  addDryRunOption(command)
  addStartOptions(command)
  addIncludeAlwaysOnOption(command)
  command.action((first: string | undefined, others: readonly string[], options: SwitchOptions) =>
    session.perform(command, async (context) => {
      const words = first === undefined ? [] : [first, ...others]
      const choice = await chooseEnvironment(context, words, options)
      return performSwitch(context, options, choice)
    }),
  )
}

interface Choice {
  readonly environment: string | null
  readonly stacks: readonly string[]
}

/**
 * The first word is an environment, unless an option says which one is meant already. With `--profile` alone it may be left out:
 * then the environment stays that runs now.
 */
async function chooseEnvironment(
  { client, selection }: CommandContext,
  words: readonly string[],
  { none = false }: SwitchOptions,
): Promise<Choice> {
  if (none) return { environment: null, stacks: words }
  if (selection.environment) return { environment: selection.environment, stacks: words }
  const [first, ...stacks] = words
  const { environments } = await client.environments.table(selection)
  const names = environments.map(({ name }) => name ?? plainEnvironment)
  const isEnvironment = first !== undefined && names.includes(first)
  if (isEnvironment) return { environment: isPlain(first, names) ? null : first, stacks }
  if ((selection.profiles ?? []).length > 0) {
    const running = environments.filter(({ isRunning }) => isRunning)
    return { environment: (running.length === 1 && running[0]?.name) || null, stacks: words }
  }
  throw new SwitchyardError(
    first === undefined ? 'USAGE' : 'NAME_UNKNOWN',
    first === undefined ? 'No environment was named.' : `There is no environment ${first} in this lab.`,
    { hint: `Environments of this lab: ${names.join(', ')}. A profile goes with --profile.` },
  )
}

/** An environment may be called `default` itself; then that is meant, and `--none` is the way to the files as they are. */
function isPlain(word: string, names: readonly string[]): boolean {
  return word === plainEnvironment && names.filter((name) => name === word).length === 1
}

async function performSwitch(
  context: CommandContext,
  options: SwitchOptions,
  { environment, stacks }: Choice,
): Promise<number> {
  const { client, terminal, isJson } = context
  const request: RunRequest = {
    ...context.selection,
    environment,
    kind: 'switch',
    targets: [...stacks],
    includeAlwaysOn: options.includeAlwaysOn ?? false,
    rollback: options.rollback ?? false,
    timeoutMs: options.timeout ?? null,
  }
  if (options.dryRun || !isJson) {
    const plan = await client.runs.plan(request)
    const { renderPlan } = await import('../render/plan.ts')
    const { renderSwitch } = await import('../render/switch.ts')
    if (options.dryRun && isJson) terminal.printJson(plan)
    else if (options.dryRun) terminal.print(renderPlan(plan, terminal.style))
    else terminal.print([...renderSwitch(plan, terminal.style), []])
    if (options.dryRun) return exitCodes.done
  }
  const { followRun } = await import('../follow-run.ts')
  return followRun(context, request)
}

const examples = `
Example:
  $ switchyard switch test
  $ switchyard switch default --dry-run
  $ switchyard switch --profile gpu-nvidia compute`
