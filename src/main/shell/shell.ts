import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine } from '../engine/model.ts'
import { createChange } from './change.ts'
import { signalShell } from './hang-up.ts'
import { createOutputLog } from './output-log.ts'
import type { StartedShell } from './start-shell.ts'

/** What a shell printed, as base64; null at its end, with the exit code where the engine knows it. */
export interface ShellOutput {
  readonly data: string | null
  readonly exitCode: number | null
}

/** One shell in a container. */
export interface Shell {
  readonly isOver: boolean
  /** What is kept, then what comes, then the end. A new reader takes over from the one before, whose stream ends. */
  output(signal: AbortSignal | undefined): AsyncGenerator<ShellOutput, void>
  /** False when it is over, or takes nothing because too much waits already. */
  write(data: string): boolean
  /** False when it is over. */
  resize(columns: number, rows: number): Promise<boolean>
  /** Ends the shell with all that runs on its terminal. */
  close(): Promise<void>
}

export interface ShellOptions {
  readonly engine: Pick<Engine, 'exec'>
  readonly containerId: string
  /** Called when nobody reads for that long, in milliseconds. */
  readonly patienceMs: number
  readonly onAbandoned: () => void
}

const keptBytes = 256 * 1024
const batchBytes = 64 * 1024
/** Less than one frame of a screen. */
const batchMs = 16
const inputBytes = 1024 * 1024
const hangUpMs = 1000

/** Takes over a shell that has begun. Its output is read as fast as its reader reads; then the shell waits. */
export function createShell(started: StartedShell, options: ShellOptions): Shell {
  const { terminal } = started
  const log = createOutputLog(keptBytes)
  const changed = createChange()
  let position = 0
  let reader = 0
  let isOver = false
  let isClosing = false
  let exitCode: number | null = null
  let abandoned = startTimer()

  function startTimer(): NodeJS.Timeout {
    return setTimeout(options.onAbandoned, options.patienceMs).unref()
  }

  const isFull = () => log.end - position >= keptBytes

  async function pump(): Promise<void> {
    for await (const chunk of started.output) {
      while (isFull() && !isClosing) await changed.next()
      // A shell that still waited for its reader could not end.
      if (isFull()) continue
      log.append(chunk)
      log.trim(position)
      changed.announce()
    }
    exitCode = await terminal.exitCode().catch(() => null)
    isOver = true
    terminal.stream.destroy()
    changed.announce()
  }
  const ended = pump()

  return {
    get isOver() {
      return isOver
    },
    async *output(signal) {
      reader += 1
      const own = reader
      clearTimeout(abandoned)
      position = log.start
      changed.announce()
      const isReading = () => reader === own && signal?.aborted !== true
      const leave = () => {
        if (reader !== own) return
        reader += 1
        abandoned = startTimer()
        changed.announce()
      }
      signal?.addEventListener('abort', leave, { once: true })
      let sentAtMs = 0
      try {
        while (isReading()) {
          if (position === log.end) {
            if (isOver) {
              yield { data: null, exitCode }
              return
            }
            await changed.next()
            continue
          }
          const waitMs = sentAtMs + batchMs - performance.now()
          if (waitMs > 0 && log.end - position < batchBytes) await sleep(waitMs)
          if (!isReading()) return
          const bytes = log.read(position, batchBytes)
          yield { data: bytes.toString('base64'), exitCode: null }
          sentAtMs = performance.now()
          if (!isReading()) return
          position += bytes.length
          log.trim(position)
          changed.announce()
        }
      } finally {
        signal?.removeEventListener('abort', leave)
        leave()
      }
    },
    write(data) {
      if (isOver || !terminal.stream.writable || terminal.stream.writableLength > inputBytes) return false
      terminal.stream.write(data)
      return true
    },
    async resize(columns, rows) {
      if (isOver) return false
      try {
        await terminal.resize(columns, rows)
        return true
      } catch (error) {
        // It can end between the question and the answer.
        if (isOver || terminal.stream.destroyed) return false
        throw error
      }
    },
    async close() {
      clearTimeout(abandoned)
      isClosing = true
      changed.announce()
      for (const signal of ['HUP', 'KILL'] as const) {
        if (isOver) break
        await signalShell(options.engine, options.containerId, started, signal)
        await Promise.race([ended, sleep(hangUpMs, undefined, { ref: false })])
      }
      terminal.stream.destroy()
      changed.announce()
      await ended
      clearTimeout(abandoned)
    },
  }
}
