import { Writable } from 'node:stream'
import { createHostSetup, type HostSetup } from '../../../../src/main/host/install/host-setup.ts'
import { runProgram } from '../../../../src/main/cli/program.ts'
import type { OutputStream, RawTerminal, World } from '../../../../src/main/cli/world.ts'
import { startMs } from './examples.ts'
import { createFakeClient, type Asked, type FakeCore } from './fake-client.ts'

export interface CliResult {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
  readonly asked: readonly Asked[]
  /** How often the core was opened and given back. */
  readonly opened: number
  readonly disposed: number
  readonly quits: readonly number[]
  /** Programs that were given the terminal. */
  readonly attached: readonly {
    readonly command: readonly string[]
    readonly dir: string
    readonly variables: NodeJS.ProcessEnv
  }[]
  /** What the browser was to open. */
  readonly pages: readonly string[]
}

export interface CliOptions {
  readonly core?: FakeCore
  readonly workingDir?: string
  readonly variables?: NodeJS.ProcessEnv
  /** A terminal of that size instead of a pipe. */
  readonly terminal?: { readonly columns: number; readonly rows: number }
  /** Called with a function that presses Ctrl-C. */
  readonly onStart?: (pressInterrupt: () => void) => void
  /** Called with what is printed, and a function that presses Ctrl-C. */
  readonly onStdout?: (text: string, pressInterrupt: () => void) => void
  readonly now?: () => number
  /** What is typed at a question; default: nobody types. */
  readonly answer?: string
  readonly hostSetup?: HostSetup
  /** Of programs that are given the terminal. */
  readonly attachedExitCode?: number
  readonly rawTerminal?: RawTerminal
  readonly hasBrowser?: boolean
}

/** Runs a command line from `argv` to its exit code against a fake core. */
export async function runCli(argv: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const listeners = new Set<Parameters<World['onInterrupt']>[0]>()
  const pressInterrupt = () => listeners.forEach((listener) => listener('SIGINT'))
  const stdout = collect(options.terminal, (text) => options.onStdout?.(text, pressInterrupt))
  const stderr = collect()
  const { client, router, asked } = createFakeClient(options.core ?? {})
  const counts = { opened: 0, disposed: 0 }
  const quits: number[] = []
  const attached: CliResult['attached'][number][] = []
  const pages: string[] = []
  const world: World = {
    variables: options.variables ?? { LANG: 'C.UTF-8', TERM: 'xterm' },
    workingDir: options.workingDir ?? '/nowhere/at/all',
    stdout: stdout.stream,
    stderr: stderr.stream,
    now: options.now ?? (() => startMs),
    openCore: () => {
      counts.opened += 1
      return Promise.resolve({
        client,
        router,
        hostSetup: options.hostSetup ?? createHostSetup(),
        openMetricExport: () => Promise.reject(new Error('the fake core exports nothing')),
        ongoingRuns: () => [],
        dispose: () => {
          counts.disposed += 1
          return Promise.resolve()
        },
      })
    },
    onInterrupt(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onEnter: () => () => {},
    ask: (question) => {
      stderr.stream.write(`${question}\n`)
      return Promise.resolve(options.answer ?? null)
    },
    hasTerminal: () => options.terminal !== undefined,
    attach: (command, { dir, variables }) => {
      attached.push({ command, dir, variables })
      return Promise.resolve(options.attachedExitCode ?? 0)
    },
    openRawTerminal: () => options.rawTerminal ?? null,
    openAddress: (url) => {
      pages.push(url)
      return Promise.resolve(options.hasBrowser ?? false)
    },
    findPageDir: () => '/nowhere/at/all',
    quit: (exitCode) => void quits.push(exitCode),
  }
  options.onStart?.(pressInterrupt)
  const exitCode = await runProgram(argv, world)
  return { exitCode, stdout: stdout.text(), stderr: stderr.text(), asked, quits, attached, pages, ...counts }
}

function collect(terminal?: CliOptions['terminal'], onText: (text: string) => void = () => {}) {
  let text = ''
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString()
      onText(chunk.toString())
      done()
    },
  })
  const shape = terminal ? { isTTY: true, ...terminal } : {}
  return { stream: Object.assign(stream, shape) as OutputStream, text: () => text }
}
