import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { MetricSample } from '../../../../src/main/metrics/history/model.ts'
import { dayMs, hourMs, minuteMs, newStateDir, openHistory, startMs } from './support/history-folder.ts'

const limitBytes = 3_000_000

/** Numbers that do not pack well. */
function noise(seed: number): number {
  return Math.abs(Math.sin(seed) * 1e6) % 1000
}

it('the file never takes more than its limit, and each tier loses its oldest', () => {
  const stateDir = newStateDir()
  const history = openHistory(stateDir, limitBytes)
  const names = Array.from({ length: 40 }, (_, index) => `container:${index}`)
  let mostBytes = 0
  const file = join(stateDir, 'metrics.db')
  const size = (end: string) => statSync(`${file}${end}`, { throwIfNoEntry: false })?.size ?? 0
  const days = 4
  for (let atMs = 0; atMs < days * dayMs; atMs += 10_000) {
    const samples = names.map((name, index): MetricSample => [name, 'cpu', noise(atMs / 1000 + index * 7)])
    history.add(startMs + atMs, samples)
    if (atMs % minuteMs === 0) mostBytes = Math.max(mostBytes, size('') + size('-wal') + size('-shm'))
  }
  expect(mostBytes).toBeLessThanOrEqual(limitBytes)
  const stepFrom = (backMs: number) =>
    history.query({
      subjects: ['container:0'],
      metrics: ['cpu'],
      fromMs: startMs + days * dayMs - backMs,
      toMs: startMs + days * dayMs,
      points: 100_000,
    }).stepMs
  expect([stepFrom(hourMs), stepFrom(days * dayMs)]).toEqual([10_000, 15 * minuteMs])
  expect(history.stats().bytes).toBeGreaterThan(limitBytes / 3)
}, 60_000)

it('a smaller limit holds with the next beats, without waiting for anything to be written', () => {
  const history = openHistory(newStateDir(), 20_000_000)
  const names = Array.from({ length: 40 }, (_, index) => `container:${index}`)
  const add = (atMs: number) =>
    history.add(
      startMs + atMs,
      names.map((name, index): MetricSample => [name, 'cpu', noise(atMs / 1000 + index * 7)]),
    )
  for (let atMs = 0; atMs < dayMs; atMs += 10_000) add(atMs)
  const before = history.stats()
  history.setLimitBytes(1_000_000)
  for (let second = 1; second < 10; second += 1) add(dayMs - 10_000 + second * 1000)
  const after = history.stats()
  expect(before.bytes).toBeGreaterThan(2_000_000)
  expect(after.bytes).toBeLessThanOrEqual(1_000_000)
}, 60_000)
