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
  /** Somebody looks now: the next beat comes within a second. */
  hasten(): void
  dispose(): Promise<void>
}

export interface RecorderOptions {
  readonly sampler: Pick<ContainerSampler, 'sample' | 'dispose'>
  /** The host now. */
  readonly readHost: () => HostReadings
  /** `seconds`: how many the values stand for; the last one is at `atMs`. */
  readonly keep: (atMs: number, samples: readonly MetricSample[], seconds: number) => void
  /** Whether somebody looks at what is measured; asked before each beat. */
  readonly isLookedAt: () => boolean
}

const secondMs = 1000
/** Half a bucket of the history, so that one ends with every other beat. */
const calmSeconds = 5

/**
 * Measures everything on the second, and keeps it: once a second while somebody looks, otherwise every five seconds, whose
 * beats stand for all five. A beat that takes longer than a second leaves the next one out.
 */
export function startRecorder({ sampler, readHost, keep, isLookedAt }: RecorderOptions): Recorder {
  const listeners = new Set<(beat: Beat) => void>()
  const readSelf = openSelf()
  let latest: Beat | null = null
  let isDisposed = false
  let isBeating = false
  let timer: NodeJS.Timeout
  let going: Promise<void> = Promise.resolve()

  async function beat(): Promise<void> {
    const atMs = Math.round(Date.now() / secondMs) * secondMs
    const containers = await sampler.sample()
    if (isDisposed) return
    const host = readHost()
    const seconds = secondsSince(latest?.atMs ?? null, atMs)
    latest = { atMs, containers, host }
    keep(
      atMs,
      [
        ...containerSamples(containers),
        ...hostSamples(host),
        ...vramSamples(host.gpus, containers),
        ...readSelf(),
      ],
      seconds,
    )
    for (const listener of listeners) listener(latest)
  }

  function schedule(): void {
    timer = setTimeout(
      () => {
        isBeating = true
        going = beat().finally(() => {
          isBeating = false
          if (!isDisposed) schedule()
        })
      },
      untilNextMs(Date.now(), isLookedAt() ? secondMs : calmSeconds * secondMs),
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
    hasten() {
      if (isBeating || isDisposed) return
      clearTimeout(timer)
      schedule()
    },
    async dispose() {
      isDisposed = true
      clearTimeout(timer)
      await going
      await sampler.dispose()
    },
  }
}

/** On the last second of each span, because that is the last one of a bucket. */
function untilNextMs(nowMs: number, everyMs: number): number {
  const untilMs = everyMs - ((nowMs + secondMs) % everyMs)
  // Early wake-ups are the timer's; a beat must not come twice in a second.
  return untilMs < secondMs / 10 ? untilMs + everyMs : untilMs
}

/** What is longer ago than a calm beat was not measured: the machine slept, or something took its time. */
function secondsSince(beforeMs: number | null, atMs: number): number {
  const seconds = beforeMs === null ? 1 : (atMs - beforeMs) / secondMs
  return seconds >= 1 && seconds <= calmSeconds ? seconds : 1
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
