import { InvalidArgumentError, type Command } from 'commander'
import type { World } from './world.ts'

/** Options of the commands that hand the terminal to a program in a container. */
export interface AttachOptions {
  /** `-T` makes it false. */
  readonly tty: boolean
  readonly user?: string
  readonly workdir?: string
  readonly setEnv?: readonly (readonly [name: string, value: string | null])[]
}

export function addAttachOptions(command: Command): Command {
  return command
    .option('-T, --no-tty', 'no terminal, also when this is one')
    .option('-u, --user <user>', 'as another user, like root or 1000:1000')
    .option('-w, --workdir <dir>', 'folder inside the container')
    .option(
      '-e, --set-env <name=value>',
      'a variable; several times; without a value: as it is here',
      collect,
    )
}

/** What the core is asked for, and the environment in which the program is called: values go there, not into its arguments. */
export function readAttached(
  world: Pick<World, 'variables' | 'hasTerminal'>,
  options: AttachOptions,
  words: readonly string[],
) {
  const given = options.setEnv ?? []
  const values = given.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]))
  return {
    request: {
      command: [...words],
      tty: options.tty && world.hasTerminal(),
      user: options.user ?? null,
      workingDir: options.workdir ?? null,
      variables: [...new Set(given.map(([name]) => name))],
    },
    variables: { ...world.variables, ...Object.fromEntries(values) },
  }
}

function collect(
  text: string,
  collected: AttachOptions['setEnv'] = [],
): NonNullable<AttachOptions['setEnv']> {
  const [, name, value] = /^([^=\0]+)(?:=(.*))?$/s.exec(text) ?? []
  if (name === undefined) throw new InvalidArgumentError('Write it as NAME=value.')
  // The program that carries the value in is found and told its engine by these; in a container they mean something else.
  if (/^(PATH|HOME|DOCKER_\w+|COMPOSE_\w+|LD_\w+)$/.test(name) && value !== undefined)
    throw new InvalidArgumentError(`Set ${name} inside: -- env ${name}=… command`)
  return [...collected, [name, value ?? null]]
}
