import type { HostReadings } from '../../../shared/host.ts'
import type { Family, Point } from './model.ts'

function host(
  name: Family['name'],
  help: string,
  valueOf: (host: HostReadings) => number | null | undefined,
): Family {
  const read: Family['read'] = ({ host: now }) => (now ? [[{}, valueOf(now)]] : [])
  return { name, kind: 'gauge', help, labels: [], read }
}

function hostList(
  name: Family['name'],
  help: string,
  labels: readonly string[],
  pointsOf: (host: HostReadings) => readonly Point[],
): Family {
  return { name, kind: 'gauge', help, labels, read: ({ host: now }) => (now ? pointsOf(now) : []) }
}

/** The machine itself. */
export const hostFamilies: readonly Family[] = [
  {
    name: 'switchyard_host_cpu_seconds_total',
    kind: 'counter',
    help: 'Busy time of all processor threads together.',
    labels: [],
    read: ({ hostTotals }) => [[{}, hostTotals.cpuSeconds]],
  },
  host('switchyard_host_cpu_threads', 'Processor threads.', ({ cpu }) => cpu.threads.length || null),
  host('switchyard_host_load1', 'Load average of one minute.', ({ cpu }) => cpu.load[0]),
  host('switchyard_host_load5', 'Load average of five minutes.', ({ cpu }) => cpu.load[1]),
  host('switchyard_host_load15', 'Load average of fifteen minutes.', ({ cpu }) => cpu.load[2]),
  host('switchyard_host_memory_size_bytes', 'Memory.', ({ memory }) => memory.totalBytes),
  host(
    'switchyard_host_memory_available_bytes',
    'Memory that a new program could have.',
    ({ memory }) => memory.availableBytes,
  ),
  host('switchyard_host_memory_cache_bytes', 'Page cache and the like.', ({ memory }) => memory.cacheBytes),
  host('switchyard_host_swap_size_bytes', 'Swap.', ({ swap }) => swap.totalBytes),
  host('switchyard_host_swap_used_bytes', 'Swap in use.', ({ swap }) => swap.usedBytes),
  hostList(
    'switchyard_host_pressure_ratio',
    'Share of the last minute in which some, or all, that wanted to run waited for the resource.',
    ['resource', 'kind'],
    ({ pressure }) =>
      (['cpu', 'memory', 'io'] as const).flatMap((resource) =>
        (['some', 'full'] as const).map((kind): Point => {
          const percent = pressure?.[resource][kind]?.avg60
          return [{ resource, kind }, percent === undefined ? null : percent / 100]
        }),
      ),
  ),
  ...filesystems('size', 'Size of the file system.', ({ totalBytes }) => totalBytes),
  ...filesystems('used', 'What is used of it.', ({ usedBytes }) => usedBytes),
  ...filesystems('free', 'What an ordinary user may still fill.', ({ freeBytes }) => freeBytes),
  ...diskTotals('read', 'Bytes read from the disk.', ({ readBytes }) => readBytes),
  ...diskTotals('written', 'Bytes written to the disk.', ({ writtenBytes }) => writtenBytes),
  hostList('switchyard_host_temperature_celsius', 'Temperature.', ['sensor'], ({ temperatures }) =>
    temperatures.map(({ name, celsius }) => [{ sensor: name }, celsius]),
  ),
]

type Disk = HostReadings['disks'][number]

function filesystems(part: string, help: string, valueOf: (disk: Disk) => number): readonly Family[] {
  const pointsOf = ({ disks }: HostReadings) =>
    disks.map((disk): Point => [{ device: disk.device, mount: disk.mount }, valueOf(disk)])
  return [hostList(`switchyard_host_filesystem_${part}_bytes`, help, ['device', 'mount'], pointsOf)]
}

type DiskTotal = Parameters<Family['read']>[0]['hostTotals']['disks'][number]

function diskTotals(verb: string, help: string, valueOf: (disk: DiskTotal) => number): readonly Family[] {
  const read: Family['read'] = ({ hostTotals }) =>
    hostTotals.disks.map((disk) => [{ device: disk.device, mount: disk.mount }, Math.round(valueOf(disk))])
  const name = `switchyard_host_disk_${verb}_bytes_total` as const
  return [{ name, kind: 'counter', help, labels: ['device', 'mount'], read }]
}
