import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { appFields, parseSmiApps, type SmiApp } from './parse-smi.ts'
import { smiEnvironment } from './smi-environment.ts'

const loopSeconds = 5
/** One that has nothing more to say, or cannot go on, is asked again after this time. */
const pauseMs = 10_000
/** Nothing is printed for a process that has ended, or while there is none. */
const forgetAfterMs = 12_000

/** Who has memory on NVIDIA GPUs, told every five seconds by one process that goes on. */
export function watchNvidiaApps(nvidiaSmi: string, clock: () => number) {
  const seen = new Map<string, { readonly app: SmiApp; readonly atMs: number }>()
  let child: ChildProcess | null = null
  let startAtMs = -Infinity

  function start(): void {
    const query = `--query-compute-apps=${appFields.join(',')}`
    const args = [query, '--format=csv,noheader,nounits', '-l', String(loopSeconds)]
    const started = spawn(nvidiaSmi, args, { stdio: ['ignore', 'pipe', 'ignore'], env: smiEnvironment() })
    child = started
    createInterface({ input: started.stdout }).on('line', (line) => {
      for (const app of parseSmiApps(line)) seen.set(`${app.uuid} ${app.pid}`, { app, atMs: clock() })
    })
    started.once('error', () => undefined)
    started.once('close', () => {
      if (child !== started) return
      child = null
      startAtMs = clock() + pauseMs
    })
  }

  function stop(): void {
    // Without a number there was no such program, and Node would signal our own process group instead.
    if (child?.pid !== undefined) child.kill()
    child = null
    seen.clear()
  }

  return {
    /** What was told last; it is asked for as long as some GPU is awake. */
    read(isAnyAwake: boolean): readonly SmiApp[] {
      const nowMs = clock()
      if (!isAnyAwake) stop()
      else if (child === null && nowMs >= startAtMs) start()
      for (const [key, { atMs }] of seen) if (nowMs - atMs > forgetAfterMs) seen.delete(key)
      return [...seen.values()].map(({ app }) => app)
    },
    close: stop,
  }
}
