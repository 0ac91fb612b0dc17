import { InvalidArgumentError, type Command } from 'commander'
import { parseDuration } from '../../shared/format.ts'

/** Options that every command takes, before or after its name. */
export interface GlobalOptions {
  readonly lab?: string
  readonly profile: readonly string[]
  readonly env?: string
  readonly json: boolean
  readonly debug: boolean
}

export function addGlobalOptions(program: Command): void {
  program
    .option('--lab <dir>', 'folder of the lab (default: the nearest one upwards from here)')
    .option('--profile <name>', 'Compose profile to activate; can be given several times', collect)
    .option('--env <name>', 'environment to lay over the stacks, like dev or prod')
    .option('--json', 'print JSON instead of text')
    .option('--debug', 'print stack traces')
}

export function readGlobalOptions(command: Command): GlobalOptions {
  const options = command.optsWithGlobals<Partial<GlobalOptions>>()
  return {
    ...(options.lab === undefined ? {} : { lab: options.lab }),
    ...(options.env === undefined ? {} : { env: options.env }),
    profile: options.profile ?? [],
    json: options.json ?? false,
    debug: options.debug ?? false,
  }
}

/** Options of the commands that start, stop or restart. */
export interface RunOptions {
  readonly dryRun?: boolean
  readonly includeAlwaysOn?: boolean
  readonly rollback?: boolean
  /** Milliseconds. */
  readonly timeout?: number
  /** False with `--no-secrets`. */
  readonly secrets?: boolean
  readonly retries?: number
  readonly clean?: boolean
  readonly yes?: boolean
  readonly replaceGpu?: boolean
}

export function addDryRunOption(command: Command): Command {
  return command.option('--dry-run', 'print the plan and change nothing')
}

export function addStartOptions(command: Command): Command {
  command
    .option('--rollback', 'when cancelled, stop again what this run started')
    .option('--no-secrets', 'ask no provider of secrets; use the env files that are there')
  return addTimeoutOption(command)
}

export function addReplaceGpuOption(command: Command): Command {
  return command.option('--replace-gpu', 'ask who holds a needed GPU to unload, and otherwise stop it')
}

export function addTimeoutOption(command: Command): Command {
  return command.option(
    '--timeout <duration>',
    'time limit for each service to get ready, like 90s or 10m',
    parseTimeout,
  )
}

export function addIncludeAlwaysOnOption(command: Command): Command {
  return command.option('--include-always-on', 'also the always-on stacks that are named as targets')
}

function collect(value: string, collected: readonly string[] = []): readonly string[] {
  return [...collected, value]
}

function parseTimeout(text: string): number {
  const timeoutMs = parseDuration(text)
  if (!timeoutMs) throw new InvalidArgumentError('Give a time with its unit, like 90s or 10m.')
  return timeoutMs
}
