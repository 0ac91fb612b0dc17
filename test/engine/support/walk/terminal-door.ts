import { join } from 'node:path'
import { Writable } from 'node:stream'
import { execa } from 'execa'
import { runProgram } from '../../../../src/main/cli/program.ts'
import { openAddress } from '../../../../src/main/cli/serve/open-browser.ts'
import { createWorld, type OutputStream, type World } from '../../../../src/main/cli/world.ts'
import { createCore } from '../../../../src/main/core.ts'

/** Where a command is called: the folder, and the whole environment. */
export interface Place {
  readonly dir: string
  readonly variables: Readonly<Record<string, string>>
}

/** Who sits before the terminal. */
export interface Person {
  /** Typed at each question; without it nobody types. */
  readonly answer?: string
  /** Typed into a shell. */
  readonly keys?: string
}

/** What a command said. */
export interface Said {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a command line of the terminal door in this process, with a core of its own, as each call of the program has. */
export async function callDoor(
  { dir, variables }: Place,
  words: readonly string[],
  { answer, keys }: Person = {},
): Promise<Said> {
  const stdout = collect()
  const stderr = collect()
  const world: World = {
    ...createWorld((door) => Promise.resolve(createCore({ variables, door }))),
    variables,
    workingDir: dir,
    stdout: stdout.stream,
    stderr: stderr.stream,
    onInterrupt: () => () => {},
    ask: (question) => {
      stderr.stream.write(`${question}\n`)
      return Promise.resolve(answer ?? null)
    },
    hasTerminal: () => false,
    attach: async ([program = '', ...args], { dir: cwd, variables: env }) => {
      const child = await execa(program, args, { cwd, env, extendEnv: false, reject: false, stdin: 'ignore' })
      stdout.stream.write(child.stdout)
      stderr.stream.write(child.stderr)
      return child.exitCode ?? 1
    },
    openRawTerminal: () =>
      keys === undefined
        ? null
        : {
            size: () => ({ columns: 80, rows: 24 }),
            onInput: (listener) => listener(keys),
            onResize: () => {},
            onHangUp: () => {},
            write: (bytes) => {
              stdout.stream.write(bytes)
              return Promise.resolve()
            },
            release: () => {},
          },
    openAddress: (url) => openAddress(url, variables),
  }
  const exitCode = await runProgram(words, world)
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() }
}

/** Runs a command that does not end by itself as a process of its own; Ctrl-C once it has printed so much, its end after a minute. */
export async function interruptDoor(
  { dir, variables }: Place,
  words: readonly string[],
  isEnough: (stdout: string) => boolean,
): Promise<Said> {
  const child = execa(join(import.meta.dirname, '../../../../bin/switchyard'), [...words], {
    cwd: dir,
    env: variables,
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
    timeout: 60_000,
  })
  let text = ''
  child.stdout.on('data', (bytes: Buffer) => {
    text += bytes.toString()
    if (isEnough(text)) child.kill('SIGINT')
  })
  const { exitCode, stdout, stderr } = await child
  return { exitCode: exitCode ?? -1, stdout, stderr }
}

function collect() {
  let text = ''
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString()
      done()
    },
  })
  return { stream: stream as OutputStream & Writable, text: () => text }
}
