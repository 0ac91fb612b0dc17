import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { createMetrics } from '../../../src/main/metrics/create-metrics.ts'
import type { MetricHistory, MetricQuery } from '../../../src/main/metrics/history/model.ts'
import { openHistory } from './history/support/history-folder.ts'
import { bareHost } from './support/bare-host.ts'

/** A whole minute, so that seconds can be read off. */
const beganAtMs = 1_200_000_000

beforeEach(() => void vi.useFakeTimers({ now: beganAtMs }))
afterEach(() => void vi.useRealTimers())

/** Records; `seconds` gives since when each beat that was kept came, and how many seconds it stands for. */
async function record() {
  const kept = openHistory()
  const seconds: [at: number, standsFor: number][] = []
  const history: MetricHistory = {
    ...kept,
    add(atMs, samples, standsFor = 1) {
      seconds.push([(atMs - beganAtMs) / 1000, standsFor])
      kept.add(atMs, samples, standsFor)
    },
  }
  const metrics = createMetrics({
    openSampler: () => ({
      way: { kind: 'api', why: 'nothing runs here' },
      sample: () => Promise.resolve([]),
      dispose: () => Promise.resolve(),
    }),
    openReader: () => Promise.resolve({ read: () => bareHost, close: () => undefined }),
    openHistory: () => history,
    historyLimitBytes: () => 1_000_000,
  })
  onTestFinished(() => metrics.dispose())
  metrics.record()
  await vi.advanceTimersByTimeAsync(0)
  return { metrics, seconds }
}

const graph: MetricQuery = { subjects: ['host'], metrics: ['load'], fromMs: 0, toMs: 1, points: 1 }

it('measures every five seconds while nobody looks, and each second while somebody follows', async () => {
  const { metrics, seconds } = await record()
  await vi.advanceTimersByTimeAsync(10_000)
  const stop = new AbortController()
  const looking = metrics.watch(stop.signal)
  const first = looking.next()
  await vi.advanceTimersByTimeAsync(2000)
  expect((await first).value?.atMs).toBe(beganAtMs + 11_000)
  stop.abort()
  await looking.next()
  await vi.advanceTimersByTimeAsync(8000)
  expect(seconds).toEqual([
    [4, 1],
    [9, 5],
    [11, 2],
    [12, 1],
    [13, 1],
    [14, 1],
    [19, 5],
  ])
})

it('is no reason to measure more to follow what is measured anyway', async () => {
  const { metrics, seconds } = await record()
  const stop = new AbortController()
  const following = metrics.follow(stop.signal)
  const first = following.next()
  await vi.advanceTimersByTimeAsync(10_000)
  expect((await first).value?.atMs).toBe(beganAtMs + 4000)
  stop.abort()
  await following.next()
  expect(seconds.map(([at]) => at)).toEqual([4, 9])
})

it('measures each second for a while after a graph was asked for', async () => {
  const { metrics, seconds } = await record()
  await vi.advanceTimersByTimeAsync(1500)
  metrics.query(graph)
  await vi.advanceTimersByTimeAsync(28_500)
  const at = seconds.map(([second]) => second)
  expect([at.slice(0, 3), at.slice(-3)]).toEqual([
    [2, 3, 4],
    [19, 24, 29],
  ])
})
