import type { ChildProcess } from 'node:child_process'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { beginProgram, endOfProgram, type ProgramStart, type ScriptEnd } from './begin-program.ts'
import { endGroup } from './end-group.ts'
import { splitLines } from './split-lines.ts'

export type { ScriptEnd } from './begin-program.ts'

export interface ScriptRequest extends ProgramStart {
  /** After this time it is ended, with everything of its process group. */
  readonly timeoutMs: number
  /** Ends it as well. */
  readonly signal: AbortSignal
  readonly onLines: (stream: OutputStream, lines: readonly string[]) => void
}

export type OutputStream = 'stdout' | 'stderr'

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
  const child = beginProgram(request)
  if (child instanceof Error) return { kind: 'not started', reason: child.message }
  const output = readOutput(child, request.onLines)
  const exit = endOfProgram(child)
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
