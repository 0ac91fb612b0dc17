import { expect, it } from 'vitest'
import { createMetrics } from '../../../src/main/metrics/create-metrics.ts'
import type { MetricSample } from '../../../src/main/metrics/history/model.ts'
import { dayMs, newStateDir, openHistory, startMs } from './history/support/history-folder.ts'

const noise = (seed: number) => Math.abs(Math.sin(seed) * 1e6) % 1000

it('a limit that the operator changes is the one that holds, and what is kept says so', async () => {
  let limitBytes = 20_000_000
  const stateDir = newStateDir()
  const opened: number[] = []
  const history = openHistory(stateDir, limitBytes)
  const metrics = createMetrics({
    openSampler: () => {
      throw new Error('nothing is measured here')
    },
    openReader: () => Promise.reject(new Error('nothing is measured here')),
    openHistory(limit) {
      opened.push(limit)
      return history
    },
    historyLimitBytes: () => limitBytes,
  })
  const add = (atMs: number) =>
    history.add(
      startMs + atMs,
      Array.from({ length: 40 }, (_, index): MetricSample => [
        `c:${index}`,
        'cpu',
        noise(atMs / 1000 + index * 7),
      ]),
    )
  for (let atMs = 0; atMs < dayMs; atMs += 10_000) add(atMs)
  const before = metrics.kept()
  expect(before.oldestMs).toBe(startMs)
  limitBytes = 1_000_000
  metrics.applyHistoryLimit()
  for (let second = 1; second < 10; second += 1) add(dayMs - 10_000 + second * 1000)
  const after = metrics.kept()
  expect(opened).toEqual([20_000_000])
  expect([before.bytes > 2_000_000, after.bytes <= 1_000_000]).toEqual([true, true])
  await metrics.dispose()
}, 60_000)
