import { useMemo } from 'react'
import { metricLabel, type Metric } from '../../../shared/metric-words.ts'
import type { GraphOf } from '../../graphs/graph-of.ts'
import { GraphsPanel } from '../../graphs/graphs-panel.tsx'

const metrics: readonly Metric[] = ['cpu', 'memory', 'vram']

/** What each service of the stack uses, over time: the ones with the most, and the rest together. */
export function UsagePanel({ stack, names }: { readonly stack: string; readonly names: readonly string[] }) {
  const key = names.join('\n')
  const graphs = useMemo(
    () =>
      metrics.map((metric): GraphOf => ({
        title: metricLabel(metric),
        isOptional: metric === 'vram',
        lines: key
          .split('\n')
          .map((service) => ({ name: service, subject: { kind: 'service', stack, service }, metric })),
      })),
    [stack, key],
  )
  const marksOf = useMemo(() => ({ stack, service: null }), [stack])
  return <GraphsPanel title="Usage" graphs={graphs} fileName={stack} marksOf={marksOf} />
}
