import type { Metrics } from '../metrics/create-metrics.ts'
import type { Draft } from './draft.ts'

/** How this process reads what containers use, and whether that can be kept. Nothing while it reads nothing. */
export function checkMetrics(metrics: Pick<Metrics, 'way' | 'notice'>): Draft[] {
  const way = metrics.way()
  if (!way) return []
  const notice = metrics.notice()
  const how = `What containers use: ${way.why}`
  return [
    { check: 'metrics', about: 'way', level: way.kind === 'api' ? 'warning' : 'ok', message: how },
    ...(notice === null
      ? []
      : [{ check: 'metrics', about: 'history', level: 'warning', message: notice } as const]),
  ]
}
