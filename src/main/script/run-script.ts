import { spawn, type ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { endGroup } from './end-group.ts'
import { splitLines } from './split-lines.ts'

export interface ScriptRequest {
  /** The program and its arguments; no shell reads them. */
  readonly command: readonly string[]
  /** Working folder, absolute. */
  readonly dir: string
  readonly variables: NodeJS.ProcessEnv
  /** After this time it is ended, with everything of its process group. */
  readonly timeoutMs: number
  /** Ends it as well. */
  readonly signal: AbortSignal
  readonly onLines: (stream: OutputStream, lines: readonly string[]) => void
}

export type OutputStream = 'stdout' | 'stderr'

export type ScriptEnd =
  | { readonly kind: 'exited'; readonly exitCode: number }
  /** Somebody else sent it a signal. */
  | { readonly kind: 'killed'; readonly signal: string }
  | { readonly kind: 'timed out' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'not started'; readonly reason: string }

const graceMs = 5000

/** What has been written right before the exit is on its way still. */
const lastWordsMs = 250

/**
 * Runs a program as this user, in a process group of its own and without input, and tells what it prints. Resolves when it has
 * exited: what it has left in the background neither delays the end nor is ended. Never rejects.
 */
export async function runScript(request: ScriptRequest): Promise<ScriptEnd> {
  const { signal, timeoutMs } = request
  if (signal.aborted) return { kind: 'cancelled' }
  const child = begin(request)
  if (child instanceof Error) return { kind: 'not started', reason: child.message }
  const output = readOutput(child, request.onLines)
  const exit = endOf(child)
  const cut = Promise.withResolvers<ScriptEnd>()
  const onAbort = () => cut.resolve({ kind: 'cancelled' })
  const timer = setTimeout(() => cut.resolve({ kind: 'timed out' }), timeoutMs)
  signal.addEventListener('abort', onAbort, { once: true })
  const end = await Promise.race([exit, cut.promise])
  clearTimeout(timer)
  signal.removeEventListener('abort', onAbort)
  if (child.pid !== undefined && (end.kind === 'timed out' || end.kind === 'cancelled')) {
    await endGroup(child.pid, graceMs)
    await exit
  }
  await output.finish()
  return end
}

function begin({ command, dir, variables }: ScriptRequest): ChildProcess | Error {
  const [program = '', ...args] = command
  try {
    return spawn(program, args, {
      cwd: dir,
      env: variables,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function endOf(child: ChildProcess): Promise<ScriptEnd> {
  return new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      resolve({ kind: 'not started', reason: wordsOf(error) })
    })
    child.once('exit', (exitCode, signal) => {
      resolve(exitCode === null ? { kind: 'killed', signal: signal ?? '?' } : { kind: 'exited', exitCode })
    })
  })
}

function wordsOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'the program, its interpreter or the folder does not exist'
  if (code === 'EACCES') return 'the program may not be executed'
  return code === 'E2BIG' ? 'its arguments are too long' : message
}

function readOutput(child: ChildProcess, onLines: ScriptRequest['onLines']) {
  const streams = (['stdout', 'stderr'] as const).flatMap((name) => {
    const stream = child[name] as Socket | null
    if (!stream) return []
    const splitter = splitLines((lines) => onLines(name, lines))
    const ended = new Promise<void>((resolve) => stream.once('close', () => resolve()))
    stream.on('data', (chunk: Buffer) => splitter.push(chunk))
    stream.on('error', () => undefined)
    return [{ stream, splitter, ended }]
  })
  return {
    async finish(): Promise<void> {
      const patience = new AbortController()
      const late = sleep(lastWordsMs, undefined, { signal: patience.signal }).catch(() => undefined)
      await Promise.race([Promise.all(streams.map(({ ended }) => ended)), late])
      patience.abort()
      for (const { stream, splitter } of streams) {
        splitter.end()
        // Whoever goes on in the background may still write: it is read and forgotten, for a closed pipe would end it.
        stream.removeAllListeners('data')
        stream.resume()
        stream.unref()
      }
    },
  }
}
