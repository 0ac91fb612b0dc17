import type { HostReadings } from '../../shared/host.ts'
import type { MetricSample } from './history/model.ts'
import type { ContainerReading, ContainerSampler } from './sampler/model.ts'
import { containerSamples, hostSamples, vramSamples } from './samples.ts'
import { ownSubject } from './subjects.ts'

/** What was measured at a second. */
export interface Beat {
  /** Epoch milliseconds, a whole second. */
  readonly atMs: number
  readonly containers: readonly ContainerReading[]
  readonly host: HostReadings
}

export interface Recorder {
  /** The latest beat; null before the first one. */
  readonly latest: Beat | null
  /** Called after each beat; returns the end of the subscription. */
  subscribe(listener: (beat: Beat) => void): () => void
  dispose(): Promise<void>
}

export interface RecorderOptions {
  readonly sampler: Pick<ContainerSampler, 'sample' | 'dispose'>
  /** The host now. */
  readonly readHost: () => HostReadings
  readonly keep: (atMs: number, samples: readonly MetricSample[]) => void
}

const everyMs = 1000

/** Measures everything once a second, on the second, and keeps it. A beat that takes longer than that leaves the next one out. */
export function startRecorder({ sampler, readHost, keep }: RecorderOptions): Recorder {
  const listeners = new Set<(beat: Beat) => void>()
  const readSelf = openSelf()
  let latest: Beat | null = null
  let isDisposed = false
  let timer: NodeJS.Timeout
  let going: Promise<void> = Promise.resolve()

  async function beat(): Promise<void> {
    const atMs = Math.round(Date.now() / everyMs) * everyMs
    const containers = await sampler.sample()
    if (isDisposed) return
    const host = readHost()
    latest = { atMs, containers, host }
    keep(atMs, [
      ...containerSamples(containers),
      ...hostSamples(host),
      ...vramSamples(host.gpus, containers),
      ...readSelf(),
    ])
    for (const listener of listeners) listener(latest)
  }

  function schedule(): void {
    // Early wake-ups are the timer's; a beat must not come twice in a second.
    const untilNextMs = everyMs - (Date.now() % everyMs)
    timer = setTimeout(
      () => {
        going = beat().finally(() => {
          if (!isDisposed) schedule()
        })
      },
      untilNextMs < everyMs / 10 ? untilNextMs + everyMs : untilNextMs,
    )
    timer.unref()
  }

  schedule()
  return {
    get latest() {
      return latest
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async dispose() {
      isDisposed = true
      clearTimeout(timer)
      await going
      await sampler.dispose()
    },
  }
}

/** What this process itself uses, since it was asked before. */
function openSelf(): () => readonly MetricSample[] {
  let before = { cpu: process.cpuUsage(), atMs: performance.now() }
  return () => {
    const now = { cpu: process.cpuUsage(), atMs: performance.now() }
    const usedUs = now.cpu.user + now.cpu.system - before.cpu.user - before.cpu.system
    const cores = usedUs / 1000 / (now.atMs - before.atMs)
    before = now
    return [
      [ownSubject, 'cpu', cores],
      [ownSubject, 'memory', process.memoryUsage.rss()],
    ]
  }
}
