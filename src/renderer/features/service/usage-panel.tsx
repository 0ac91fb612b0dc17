import { useMemo } from 'react'
import type { ServiceRef } from '../../../shared/lab.ts'
import { byMetric } from '../../graphs/graph-of.ts'
import { GraphsPanel } from '../../graphs/graphs-panel.tsx'

/** What the service uses, over time. */
export function UsagePanel({ service: { stack, service } }: { readonly service: ServiceRef }) {
  const graphs = useMemo(() => {
    const subject = { kind: 'service', stack, service } as const
    return [
      byMetric('CPU', subject, ['cpu']),
      byMetric('Memory', subject, ['memory']),
      { ...byMetric('VRAM', subject, ['vram']), isOptional: true },
      byMetric('Network', subject, ['network-in', 'network-out']),
      byMetric('Disk', subject, ['disk-read', 'disk-write']),
    ]
  }, [stack, service])
  const marksOf = useMemo(() => ({ stack, service }), [stack, service])
  return <GraphsPanel title="Usage" graphs={graphs} fileName={`${stack}-${service}`} marksOf={marksOf} />
}
