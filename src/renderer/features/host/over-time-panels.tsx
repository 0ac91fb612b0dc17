import { useMemo } from 'react'
import type { HostReadings } from '../../../shared/host.ts'
import { byMetric, type GraphOf, type LineOf } from '../../graphs/graph-of.ts'
import { GraphsPanel } from '../../graphs/graphs-panel.tsx'

const wholeLab = { stack: null, service: null }
const host = { kind: 'host' } as const
const own = { kind: 'switchyard' } as const
const ownGraphs: readonly GraphOf[] = [byMetric('CPU', own, ['cpu']), byMetric('Memory', own, ['memory'])]

/** The host for as long as it was recorded, and what Switchyard itself costs it. */
export function OverTimePanels({ readings }: { readonly readings: HostReadings }) {
  const { cpu, memory, swap, disks, temperatures } = readings
  // What can be asked for, as one word: it hardly ever changes, and everything else does each second.
  const parts = JSON.stringify({
    threads: cpu.threads.length,
    memoryBytes: memory.totalBytes,
    swapBytes: swap.totalBytes,
    mounts: disks.map(({ mount }) => mount),
    sensors: temperatures.map(({ name }) => name),
  } satisfies Parts)
  const graphs = useMemo(() => hostGraphs(JSON.parse(parts) as Parts), [parts])
  return (
    <>
      <GraphsPanel title="Over time" graphs={graphs} fileName="host" hasRange={false} marksOf={wholeLab} />
      <GraphsPanel title="Switchyard itself" graphs={ownGraphs} fileName="switchyard" hasRange={false} />
    </>
  )
}

interface Parts {
  readonly threads: number
  readonly memoryBytes: number
  /** 0 without swap. */
  readonly swapBytes: number
  readonly mounts: readonly string[]
  readonly sensors: readonly string[]
}

function hostGraphs({ threads, memoryBytes, swapBytes, mounts, sensors }: Parts): readonly GraphOf[] {
  const cores = Array.from({ length: threads }, (_, index): LineOf => ({
    name: `core ${index}`,
    subject: { kind: 'core', index },
    metric: 'cpu',
  }))
  const all: readonly GraphOf[] = [
    byMetric('CPU', host, ['cpu']),
    { title: 'CPU by core', lines: cores, look: 'heat', isOptional: true },
    byMetric('Load', host, ['load']),
    { ...byMetric('Memory', host, ['memory', 'cache']), limit: memoryBytes },
    { ...byMetric('Swap', host, ['swap']), limit: swapBytes > 0 ? swapBytes : null },
    { ...byMetric('Pressure', host, ['pressure-cpu', 'pressure-memory', 'pressure-io']), isOptional: true },
    byMetric('Disks', host, ['disk-read', 'disk-write']),
    { ...byMetric('Network', host, ['network-in', 'network-out']), isOptional: true },
    {
      title: 'Disk space',
      isOptional: true,
      isEach: true,
      lines: mounts.map((mount) => ({ name: mount, subject: { kind: 'disk', mount }, metric: 'space' })),
    },
    {
      title: 'Temperatures',
      isOptional: true,
      isEach: true,
      lines: sensors.map((name) => ({ name, subject: { kind: 'sensor', name }, metric: 'temperature' })),
    },
  ]
  return all.filter(({ lines }) => lines.length > 0)
}
