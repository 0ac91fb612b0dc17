import { useMemo } from 'react'
import type { ServiceRef } from '../../../shared/lab.ts'
import { type GraphOf, GraphsPanel, type NamedSubject } from '../../graphs/graphs-panel.tsx'

const graphs: readonly GraphOf[] = [
  { title: 'CPU', metrics: ['cpu'] },
  { title: 'Memory', metrics: ['memory'] },
  { title: 'Network', metrics: ['network-in', 'network-out'] },
  { title: 'Disk', metrics: ['disk-read', 'disk-write'] },
]

/** What the service uses, over time. */
export function UsagePanel({ service: { stack, service } }: { readonly service: ServiceRef }) {
  const subjects = useMemo(
    (): readonly NamedSubject[] => [{ name: service, subject: { kind: 'service', stack, service } }],
    [stack, service],
  )
  return <GraphsPanel title="Usage" subjects={subjects} graphs={graphs} fileName={`${stack}-${service}`} />
}
