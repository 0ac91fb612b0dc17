import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startRecorder } from '../../../src/main/metrics/create-recorder.ts'
import type { MetricSample } from '../../../src/main/metrics/history/model.ts'
import type { ContainerReading } from '../../../src/main/metrics/sampler/model.ts'
import { bareHost } from './support/bare-host.ts'

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000_400 }))
afterEach(() => void vi.useRealTimers())

function record(
  sample: () => Promise<readonly ContainerReading[]> = () => Promise.resolve([]),
  looks = { isLookedAt: true },
) {
  const kept: {
    readonly atMs: number
    readonly samples: readonly MetricSample[]
    readonly seconds: number
  }[] = []
  const recorder = startRecorder({
    sampler: { sample, dispose: () => Promise.resolve() },
    readHost: () => bareHost,
    keep: (atMs, samples, seconds) => void kept.push({ atMs, samples, seconds }),
    isLookedAt: () => looks.isLookedAt,
  })
  /** The second of each beat, and how many it stands for. */
  const beats = () => kept.map(({ atMs, seconds }) => [(atMs - 1_000_000_000) / 1000, seconds])
  return { recorder, kept, beats, looks }
}

describe('the recorder', () => {
  it('measures each second on the second, itself included', async () => {
    const { recorder, kept } = record()
    const beats: number[] = []
    recorder.subscribe(({ atMs }) => beats.push(atMs))
    await vi.advanceTimersByTimeAsync(3000)
    await recorder.dispose()
    await vi.advanceTimersByTimeAsync(3000)
    expect(beats).toEqual([1_000_001_000, 1_000_002_000, 1_000_003_000])
    expect(kept.map(({ atMs, seconds }) => [atMs, seconds])).toEqual(beats.map((atMs) => [atMs, 1]))
    expect(kept[0]?.samples.map(([subject, metric]) => `${subject} ${metric}`)).toEqual([
      'host load',
      'host memory',
      'host cache',
      'host swap',
      'switchyard cpu',
      'switchyard memory',
    ])
  })

  it('leaves seconds out rather than measuring them late', async () => {
    const { recorder, beats } = record(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1300))
      return []
    })
    await vi.advanceTimersByTimeAsync(5000)
    const ended = recorder.dispose()
    await vi.advanceTimersByTimeAsync(2000)
    await ended
    expect(beats()).toEqual([
      [1, 1],
      [3, 2],
    ])
  })

  it('measures every five seconds while nobody looks, the last one of a bucket among them, and at once when somebody does', async () => {
    const { recorder, beats, looks } = record(undefined, { isLookedAt: false })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(beats()).toEqual([
      [4, 1],
      [9, 5],
    ])
    await vi.advanceTimersByTimeAsync(2000)
    looks.isLookedAt = true
    recorder.hasten()
    await vi.advanceTimersByTimeAsync(2000)
    looks.isLookedAt = false
    await vi.advanceTimersByTimeAsync(6000)
    await recorder.dispose()
    expect(beats().slice(2)).toEqual([
      [13, 4],
      [14, 1],
      [15, 1],
      [19, 4],
    ])
  })

  it('does not take what was slept through for measured', async () => {
    const { recorder, beats } = record(undefined, { isLookedAt: false })
    await vi.advanceTimersByTimeAsync(4000)
    vi.setSystemTime(1_000_600_000)
    await vi.advanceTimersByTimeAsync(5000)
    await recorder.dispose()
    expect(beats()).toEqual([
      [4, 1],
      [605, 1],
    ])
  })
})
