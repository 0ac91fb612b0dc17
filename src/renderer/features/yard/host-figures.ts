import { formatBytes, formatCount } from '../../../shared/format.ts'
import type { HostUsage } from '../../bridge/host-usage.ts'

export interface HostFigure {
  readonly name: string
  /** Of how much. */
  readonly note: string
  readonly value: string
  /** 0–1; null where there is nothing, or nothing is known. */
  readonly share: number | null
  /** The same over time, oldest first. */
  readonly shares: readonly (number | null)[]
}

/** Processors, memory, swap and the GPUs' memory in words; says so where the machine has none. Pure. */
export function hostFigures(usage: HostUsage | null): readonly HostFigure[] {
  if (!usage) return ['CPU', 'RAM', 'Swap', 'VRAM'].map((name) => ({ name, ...unknown }))
  const { threads, cpu, vramUsedBytes, vramTotalBytes, gpus, ...bytes } = usage.now
  const load = cpu === null || threads === 0 ? null : cpu / threads
  return [
    {
      name: 'CPU',
      note: threads === 0 ? '' : formatCount(threads, 'thread'),
      value: load === null ? '–' : `${Math.round(load * 100)}\u00a0%`,
      share: load,
      shares: usage.cpu,
    },
    { name: 'RAM', ...memoryFigure(bytes.memoryUsedBytes, bytes.memoryTotalBytes, ''), shares: usage.memory },
    { name: 'Swap', ...memoryFigure(bytes.swapUsedBytes, bytes.swapTotalBytes, 'off'), shares: usage.swap },
    {
      name: 'VRAM',
      ...memoryFigure(vramUsedBytes, vramTotalBytes, gpus === 0 ? 'no GPU' : 'not told'),
      shares: usage.vram,
    },
  ]
}

const unknown = { note: '', value: '–', share: null, shares: [] }

function memoryFigure(
  used: number | null,
  total: number | null,
  without: string,
): Omit<HostFigure, 'name' | 'shares'> {
  if (used === null || !total) return { note: '', value: without, share: null }
  return { note: `of ${formatBytes(total)}`, value: formatBytes(used), share: used / total }
}
