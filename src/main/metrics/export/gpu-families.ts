import type { Gpu } from '../../../shared/host.ts'
import type { Family, Point } from './model.ts'

function gpu(name: Family['name'], help: string, valueOf: (gpu: Gpu) => number | null): Family {
  const read: Family['read'] = ({ host }) =>
    (host?.gpus ?? []).map((each): Point => [{ gpu: labelOf(each) }, valueOf(each)])
  return { name, kind: 'gauge', help, labels: ['gpu'], read }
}

function labelOf({ vendor, index }: Gpu): string {
  return `${vendor}-${index}`
}

/** Each GPU; of one that sleeps, or whose driver does not tell, values are absent. */
export const gpuFamilies: readonly Family[] = [
  {
    name: 'switchyard_gpu_info',
    kind: 'gauge',
    help: 'Always 1; the name of the GPU.',
    labels: ['gpu', 'name'],
    read: ({ host }) => (host?.gpus ?? []).map((each) => [{ gpu: labelOf(each), name: each.name }, 1]),
  },
  gpu('switchyard_gpu_busy_ratio', 'Share of the time in which it works.', ({ loadPercent }) =>
    loadPercent === null ? null : loadPercent / 100,
  ),
  gpu('switchyard_gpu_memory_size_bytes', 'Its memory.', ({ memoryTotalBytes }) => memoryTotalBytes),
  gpu('switchyard_gpu_memory_used_bytes', 'Its memory in use.', ({ memoryUsedBytes }) => memoryUsedBytes),
  gpu('switchyard_gpu_temperature_celsius', 'Its temperature.', ({ temperatureC }) => temperatureC),
  gpu('switchyard_gpu_power_watts', 'The power that it draws.', ({ powerW }) => powerW),
  gpu('switchyard_gpu_asleep', 'Whether it sleeps and is left in peace.', ({ isAsleep }) => Number(isAsleep)),
]
