import { useMemo } from 'react'
import { type GraphOf, GraphsPanel, type NamedSubject } from '../../graphs/graphs-panel.tsx'

const graphs: readonly GraphOf[] = [
  { title: 'CPU', metrics: ['cpu'] },
  { title: 'Memory', metrics: ['memory'] },
]

/** What each service of the stack uses, over time: the ones with the most, and the rest together. */
export function UsagePanel({ stack, names }: { readonly stack: string; readonly names: readonly string[] }) {
  const key = names.join('\n')
  const subjects = useMemo(
    () =>
      key
        .split('\n')
        .map((service): NamedSubject => ({ name: service, subject: { kind: 'service', stack, service } })),
    [stack, key],
  )
  return <GraphsPanel title="Usage" subjects={subjects} graphs={graphs} fileName={stack} />
}
