import { useMemo } from 'react'
import { formatServiceRef } from '../../../shared/format.ts'
import type { Gpu } from '../../../shared/host.ts'
import type { ServiceRef } from '../../../shared/lab.ts'
import { useLabPart } from '../../bridge/use-bridge.tsx'
import { byMetric, type GraphOf } from '../../graphs/graph-of.ts'
import { GraphsPanel } from '../../graphs/graphs-panel.tsx'
import { gpuTitle } from './words.ts'

const none: readonly never[] = []

/** What each GPU did, and who had its memory. */
export function GpuOverTimePanels({ gpus }: { readonly gpus: readonly Gpu[] }) {
  return gpus.map((gpu) => <GpuOverTime key={`${gpu.vendor} ${gpu.index}`} gpu={gpu} />)
}

function GpuOverTime({ gpu }: { readonly gpu: Gpu }) {
  const { vendor, index, memoryTotalBytes, powerLimitW } = gpu
  const stacks = useLabPart(({ state }) => state?.lab.stacks ?? none)
  const graphs = useMemo(() => {
    const services = stacks.flatMap(({ name, services: own }) =>
      own.map((service): ServiceRef => ({ stack: name, service })),
    )
    return gpuGraphs({ vendor, index }, { services, memoryTotalBytes, powerLimitW })
  }, [vendor, index, memoryTotalBytes, powerLimitW, stacks])
  return (
    <GraphsPanel
      title={`${gpuTitle(gpu)} over time`}
      graphs={graphs}
      fileName={`gpu-${index}`}
      hasRange={false}
    />
  )
}

function gpuGraphs(
  gpu: { readonly vendor: string; readonly index: number },
  {
    services,
    memoryTotalBytes,
    powerLimitW,
  }: Pick<Gpu, 'memoryTotalBytes' | 'powerLimitW'> & { readonly services: readonly ServiceRef[] },
): readonly GraphOf[] {
  const subject = { kind: 'gpu', ...gpu } as const
  return [
    byMetric('Load', subject, ['gpu']),
    {
      title: 'VRAM by service',
      look: 'stack',
      limit: memoryTotalBytes,
      lines: services.map((service) => ({
        name: formatServiceRef(service),
        subject: { kind: 'gpu-share', ...gpu, ...service },
        metric: 'vram',
      })),
      whole: { name: 'others', subject, metric: 'vram' },
    },
    { ...byMetric('Temperature', subject, ['temperature']), isOptional: true },
    { ...byMetric('Power', subject, ['power']), limit: powerLimitW, isOptional: true },
  ]
}
