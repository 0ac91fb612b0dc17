import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createMetricHistory } from '../../../../../src/main/metrics/history/create-history.ts'
import type { MetricHistory, MetricSeries } from '../../../../../src/main/metrics/history/model.ts'

/** A whole number of every tier's spans, so that a test knows where a span ends. */
export const startMs = Math.ceil(Date.UTC(2026, 0, 1) / (3 * 86_400_000)) * 3 * 86_400_000
export const secondMs = 1000
export const minuteMs = 60 * secondMs
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

export function newStateDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'switchyard-metrics-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  return dir
}

export function openHistory(stateDir = newStateDir(), limitBytes?: number): MetricHistory {
  const history = createMetricHistory({ stateDir, ...(limitBytes === undefined ? {} : { limitBytes }) })
  onTestFinished(() => history.dispose())
  return history
}

/** The processor of `web`, each second from `from` to before `to`, both in seconds since the start. */
export function addEachSecond(
  history: MetricHistory,
  from: number,
  to: number,
  valueAt: (second: number) => number = (second) => second,
): void {
  for (let second = from; second < to; second += 1)
    history.add(startMs + second * secondMs, [['container:web', 'cpu', valueAt(second)]])
}

export interface Asked {
  readonly from: number
  readonly to: number
  readonly points: number
}

/** The same series, by seconds since the start. */
export function ask(history: MetricHistory, { from, to, points }: Asked) {
  const { fromMs, stepMs, steps, series } = history.query({
    subjects: ['container:web'],
    metrics: ['cpu'],
    fromMs: startMs + from * secondMs,
    toMs: startMs + to * secondMs,
    points,
  })
  return { from: (fromMs - startMs) / secondMs, step: stepMs / secondMs, steps, series: series[0] ?? null }
}

/** Least, mean and most of each step, as the tiers keep them. */
export function triples(series: MetricSeries | null): readonly ((number | null)[] | null)[] {
  return (series?.mean ?? []).map((mean, step) =>
    mean === null ? null : [series?.min[step] ?? null, mean, series?.max[step] ?? null],
  )
}
