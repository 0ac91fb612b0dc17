import type { HostReader } from '../host/readings/model.ts'
import { type Beat, type Recorder, startRecorder } from './create-recorder.ts'
import type { HistoryStats, MetricAnswer, MetricHistory, MetricQuery } from './history/model.ts'
import type { ContainerSampler, SamplingWay } from './sampler/model.ts'

/** What the machine and its containers use, now and before. Nothing is measured while nobody looks and nothing is recorded. */
export interface Metrics {
  /** Measures and keeps from now on, whether anybody looks or not. */
  record(): void
  /** Each beat from now on, one a second, until the signal. A slow reader misses some. */
  watch(signal?: AbortSignal): AsyncGenerator<Beat, void>
  /** The same without asking for more: while nobody looks, a beat comes every five seconds. */
  follow(signal?: AbortSignal): AsyncGenerator<Beat, void>
  /** Whoever asks looks: from then on, and for a while, every second is measured. */
  query(query: MetricQuery): MetricAnswer
  /** How containers are read; null while nothing is measured. */
  way(): SamplingWay | null
  /** What is kept on the disk: its bytes, and since when, in epoch milliseconds; null for nothing. */
  kept(): { readonly bytes: number; readonly oldestMs: number | null }
  /** Asks anew how much may be kept, and drops at once what is more. */
  applyHistoryLimit(): void
  /** Why something may be lacking in the history, as a sentence; null when all is well. */
  notice(): string | null
  dispose(): Promise<void>
}

export interface MetricsOptions {
  readonly openSampler: () => ContainerSampler
  readonly openReader: () => Promise<HostReader>
  readonly openHistory: (limitBytes: number) => MetricHistory
  /** How much may be kept on the disk. */
  readonly historyLimitBytes: () => number
}

/** Another process may have been told of another limit. */
const limitEveryMs = 60_000
/** A graph that is shown asks again long before. */
const looksForMs = 15_000

export function createMetrics(options: MetricsOptions): Metrics {
  const { openSampler, openReader, openHistory, historyLimitBytes } = options
  const stops = new Set<() => void>()
  let recording: Promise<{ readonly recorder: Recorder; readonly reader: HostReader }> | null = null
  let history: MetricHistory | null = null
  let sampler: ContainerSampler | null = null
  /** Who needs beats at all, and who of them needs one each second. */
  let users = 0
  let lookers = 0
  let queriedAtMs = -Infinity
  let limitAtMs = -Infinity
  let isDisposed = false

  const isLookedAt = () => lookers > 0 || performance.now() - queriedAtMs < looksForMs
  const openedHistory = () => (history ??= openHistory(historyLimitBytes()))

  async function begin(): Promise<{ readonly recorder: Recorder; readonly reader: HostReader }> {
    const reader = await openReader()
    const kept = openedHistory()
    sampler = openSampler()
    const recorder = startRecorder({
      sampler,
      readHost: () => reader.read({ containers: [], swapDirs: [] }),
      keep(atMs, samples, seconds) {
        if (Math.abs(atMs - limitAtMs) >= limitEveryMs) {
          kept.setLimitBytes(historyLimitBytes())
          limitAtMs = atMs
        }
        kept.add(atMs, samples, seconds)
      },
      isLookedAt,
    })
    return { recorder, reader }
  }

  function enter(): Promise<{ readonly recorder: Recorder }> {
    users += 1
    return (recording ??= begin())
  }

  async function leave(): Promise<void> {
    users -= 1
    if (users > 0 || !recording) return
    const ended = recording
    recording = null
    const { recorder, reader } = await ended
    sampler = null
    await recorder.dispose()
    reader.close()
  }

  async function* follow(signal?: AbortSignal): AsyncGenerator<Beat, void> {
    if (isDisposed) return
    let next = Promise.withResolvers<Beat | null>()
    const { recorder } = await enter()
    const unsubscribe = recorder.subscribe((beat) => {
      next.resolve(beat)
    })
    const stop = () => next.resolve(null)
    stops.add(stop)
    signal?.addEventListener('abort', stop, { once: true })
    try {
      while (!signal?.aborted && !isDisposed) {
        const beat = await next.promise
        next = Promise.withResolvers()
        if (beat) yield beat
      }
    } finally {
      stops.delete(stop)
      signal?.removeEventListener('abort', stop)
      unsubscribe()
      await leave()
    }
  }

  function hasten(): void {
    recording?.then(
      ({ recorder }) => recorder.hasten(),
      () => undefined,
    )
  }

  return {
    record() {
      void enter().catch(() => undefined)
    },
    async *watch(signal) {
      lookers += 1
      hasten()
      try {
        yield* follow(signal)
      } finally {
        lookers -= 1
      }
    },
    follow,
    query(query) {
      const isFirst = !isLookedAt()
      queriedAtMs = performance.now()
      if (isFirst) hasten()
      return openedHistory().query(query)
    },
    way: () => sampler?.way ?? null,
    kept() {
      const { bytes, oldestMs } = openedHistory().stats()
      return { bytes, oldestMs }
    },
    applyHistoryLimit: () => history?.setLimitBytes(historyLimitBytes()),
    notice: () => describeHistory(openedHistory().stats()),
    async dispose() {
      isDisposed = true
      for (const stop of stops) stop()
      users = 1
      await leave()
      history?.dispose()
    },
  }
}

function describeHistory({ droppedBecause, setAside }: HistoryStats): string | null {
  if (droppedBecause !== null) return droppedBecause
  return setAside === null
    ? null
    : `The history could not be read and was begun anew; the old one is ${setAside}.`
}
