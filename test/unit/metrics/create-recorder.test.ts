import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startRecorder } from '../../../src/main/metrics/create-recorder.ts'
import type { MetricSample } from '../../../src/main/metrics/history/model.ts'
import type { ContainerReading } from '../../../src/main/metrics/sampler/model.ts'

type HostReadings = ReturnType<Parameters<typeof startRecorder>[0]['readHost']>

const host = {
  cpu: { percent: null, threads: [], load: [1, 1, 1] },
  memory: { totalBytes: 8, availableBytes: 6, cacheBytes: 1 },
  swap: { usedBytes: 0 },
  pressure: null,
  disks: [],
  networks: [],
  temperatures: [],
  gpus: [],
} as unknown as HostReadings

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000_400 }))
afterEach(() => void vi.useRealTimers())

function record(sample: () => Promise<readonly ContainerReading[]>) {
  const kept: (readonly [number, readonly MetricSample[]])[] = []
  const recorder = startRecorder({
    sampler: { sample, dispose: () => Promise.resolve() },
    readHost: () => host,
    keep: (atMs, samples) => void kept.push([atMs, samples]),
  })
  return { recorder, kept }
}

describe('the recorder', () => {
  it('measures each second on the second, itself included', async () => {
    const { recorder, kept } = record(() => Promise.resolve([]))
    const beats: number[] = []
    recorder.subscribe(({ atMs }) => beats.push(atMs))
    await vi.advanceTimersByTimeAsync(3000)
    await recorder.dispose()
    await vi.advanceTimersByTimeAsync(3000)
    expect(beats).toEqual([1_000_001_000, 1_000_002_000, 1_000_003_000])
    expect(kept.map(([atMs]) => atMs)).toEqual(beats)
    expect(kept[0]?.[1].map(([subject, metric]) => `${subject} ${metric}`)).toEqual([
      'host load',
      'host memory',
      'host cache',
      'host swap',
      'switchyard cpu',
      'switchyard memory',
    ])
  })

  it('leaves seconds out rather than measuring them late', async () => {
    const { recorder, kept } = record(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1300))
      return []
    })
    await vi.advanceTimersByTimeAsync(5000)
    const ended = recorder.dispose()
    await vi.advanceTimersByTimeAsync(2000)
    await ended
    expect(kept.map(([atMs]) => atMs)).toEqual([1_000_001_000, 1_000_003_000])
  })
})
