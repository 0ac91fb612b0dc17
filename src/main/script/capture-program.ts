import { beginProgram, endOfProgram, type ProgramStart, type ScriptEnd } from './begin-program.ts'
import { endGroup } from './end-group.ts'

export interface CaptureRequest extends ProgramStart {
  /** After this time it is ended, with everything of its process group. */
  readonly timeoutMs: number
  /** Ends it as well. */
  readonly signal?: AbortSignal
  /** Of each stream so many bytes are kept, and one more when there were more. */
  readonly limitBytes: number
}

export interface Captured {
  readonly end: ScriptEnd
  readonly stdout: Buffer
  readonly stderr: Buffer
}

const graceMs = 2000

/**
 * Runs a program as this user, in a process group of its own and without input, and keeps what it prints, byte by byte.
 * Resolves when it has exited and its streams are closed, so that the output is whole. When this process ends first, the
 * group ends with it. Never rejects.
 */
export async function captureProgram(request: CaptureRequest): Promise<Captured> {
  const { timeoutMs, signal, limitBytes } = request
  const nothing = Buffer.alloc(0)
  if (signal?.aborted) return { end: { kind: 'cancelled' }, stdout: nothing, stderr: nothing }
  const child = beginProgram(request)
  if (child instanceof Error)
    return { end: { kind: 'not started', reason: child.message }, stdout: nothing, stderr: nothing }
  const { pid } = child
  const onProcessExit = () => {
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL')
    } catch {
      // Nobody is left of it.
    }
  }
  process.once('exit', onProcessExit)
  const [stdout, stderr] = [collect(child.stdout, limitBytes), collect(child.stderr, limitBytes)]
  const finished = Promise.all([endOfProgram(child), stdout.closed, stderr.closed]).then(([end]) => end)
  const cut = Promise.withResolvers<ScriptEnd>()
  const onAbort = () => cut.resolve({ kind: 'cancelled' })
  signal?.addEventListener('abort', onAbort, { once: true })
  const timer = setTimeout(() => cut.resolve({ kind: 'timed out' }), timeoutMs)
  const end = await Promise.race([finished, cut.promise])
  clearTimeout(timer)
  signal?.removeEventListener('abort', onAbort)
  const isCut = end.kind === 'timed out' || end.kind === 'cancelled'
  if (pid !== undefined && isCut) await endGroup(pid, graceMs)
  process.removeListener('exit', onProcessExit)
  return { end, stdout: stdout.bytes(), stderr: stderr.bytes() }
}

function collect(stream: NodeJS.ReadableStream | null, limitBytes: number) {
  const chunks: Buffer[] = []
  let length = 0
  const closed = new Promise<void>((resolve) => {
    if (!stream) resolve()
    stream?.once('close', () => resolve())
    stream?.on('error', () => undefined)
    stream?.on('data', (chunk: Buffer) => {
      const room = limitBytes + 1 - length
      if (room <= 0) return
      const kept = chunk.subarray(0, room)
      chunks.push(kept)
      length += kept.length
    })
  })
  return { closed, bytes: () => Buffer.concat(chunks) }
}
