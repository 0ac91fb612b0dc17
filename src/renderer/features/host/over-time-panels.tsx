import { type GraphOf, GraphsPanel, type NamedSubject } from '../../graphs/graphs-panel.tsx'

const host: readonly NamedSubject[] = [{ name: 'host', subject: { kind: 'host' } }]
const hostGraphs: readonly GraphOf[] = [
  { title: 'CPU', metrics: ['cpu'] },
  { title: 'Memory', metrics: ['memory', 'cache', 'swap'] },
  { title: 'Pressure', metrics: ['pressure-cpu', 'pressure-memory', 'pressure-io'] },
  { title: 'Disks', metrics: ['disk-read', 'disk-write'] },
]

const own: readonly NamedSubject[] = [{ name: 'Switchyard', subject: { kind: 'switchyard' } }]
const ownGraphs: readonly GraphOf[] = [
  { title: 'CPU', metrics: ['cpu'] },
  { title: 'Memory', metrics: ['memory'] },
]

/** The host for as long as it was recorded, and what Switchyard itself costs it. */
export function OverTimePanels() {
  return (
    <>
      <GraphsPanel title="Over time" subjects={host} graphs={hostGraphs} fileName="host" />
      <GraphsPanel title="Switchyard itself" subjects={own} graphs={ownGraphs} fileName="switchyard" />
    </>
  )
}
