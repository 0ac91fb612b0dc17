import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { every } from '../every.ts'
import type { KernelDirs } from '../model.ts'
import { watchNvidiaApps } from './nvidia-apps.ts'
import { explainSmi, gpuFields, parseSmiGpu, type SmiApp, type SmiGpu } from './parse-smi.ts'
import { findSleepers } from './sleepers.ts'
import { smiEnvironment } from './smi-environment.ts'

export interface NvidiaOptions extends Pick<KernelDirs, 'sysDir'> {
  readonly nvidiaSmi: string
  readonly clock: () => number
}

export interface NvidiaReading {
  readonly gpus: readonly SmiGpu[]
  readonly apps: readonly SmiApp[]
  /** What is wrong, one sentence; null when there is nothing to tell. */
  readonly problem: string | null
}

const loopSeconds = 2
const sleepCheckMs = 5000
/** A GPU that is not told any more has fallen off the bus. */
const forgetAfterMs = loopSeconds * 3000
const firstPauseMs = 5000
const longestPauseMs = 60_000

/**
 * What nvidia-smi tells, by processes that go on: starting it anew each time costs a tenth of a second. None is started
 * while every GPU sleeps, because it would wake them.
 */
export function watchNvidia({ nvidiaSmi, sysDir, clock }: NvidiaOptions) {
  const seen = new Map<string, { readonly gpu: SmiGpu; readonly atMs: number }>()
  const sleepers = every(sleepCheckMs, () => findSleepers(sysDir))
  const apps = watchNvidiaApps(nvidiaSmi, clock)
  let child: ChildProcess | null = null
  let problem: string | null = null
  let isMissing = false
  let isClosed = false
  let pauseMs = firstPauseMs
  let startAtMs = -Infinity

  function start(): void {
    const args = [
      `--query-gpu=${gpuFields.join(',')}`,
      '--format=csv,noheader,nounits',
      '-l',
      String(loopSeconds),
    ]
    const started = spawn(nvidiaSmi, args, { stdio: ['ignore', 'pipe', 'pipe'], env: smiEnvironment() })
    let said = ''
    child = started
    const note = (line: string) => {
      const gpu = parseSmiGpu(line)
      if (!gpu) {
        said = `${said}${line}\n`.slice(-2000)
        return
      }
      said = ''
      problem = null
      pauseMs = firstPauseMs
      seen.set(gpu.uuid, { gpu, atMs: clock() })
    }
    createInterface({ input: started.stdout }).on('line', note)
    createInterface({ input: started.stderr }).on('line', note)
    started.once('error', (error: NodeJS.ErrnoException) => {
      isMissing = error.code === 'ENOENT'
      if (!isMissing) said = error.message
    })
    started.once('close', () => {
      child = null
      seen.clear()
      problem = isMissing || isClosed ? null : explainSmi(said)
      startAtMs = clock() + pauseMs
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    })
  }

  return {
    /** What was told last. Starts what has to be started. */
    read(): NvidiaReading {
      const nowMs = clock()
      const { asleep, isAnyAwake } = sleepers(nowMs)
      if (asleep.length > 0 && !isAnyAwake && child === null) return { gpus: asleep, apps: [], problem: null }
      if (child === null && !isMissing && !isClosed && nowMs >= startAtMs) start()
      for (const [uuid, { atMs }] of seen) if (nowMs - atMs > forgetAfterMs) seen.delete(uuid)
      const gpus = [...seen.values()].map(({ gpu }) => gpu).sort((a, b) => a.index - b.index)
      return { gpus, apps: isClosed ? [] : apps.read(gpus.length > 0), problem }
    },
    close() {
      isClosed = true
      apps.close()
      // Without a number there was no such program, and Node would signal our own process group instead.
      if (child?.pid !== undefined) child.kill()
    },
  }
}
