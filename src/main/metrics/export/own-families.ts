import type { Family } from './model.ts'

function own(
  name: Family['name'],
  kind: Family['kind'],
  help: string,
  valueOf: (now: Parameters<Family['read']>[0]) => number | null,
): Family {
  return { name, kind, help, labels: [], read: (now) => [[{}, valueOf(now)]] }
}

/** Switchyard itself, and whether its figures can be believed. */
export const ownFamilies: readonly Family[] = [
  {
    name: 'switchyard_build_info',
    kind: 'gauge',
    help: 'Always 1; the version of Switchyard.',
    labels: ['version'],
    read: ({ version }) => [[{ version }, 1]],
  },
  own('switchyard_engine_up', 'gauge', 'Whether the Docker engine answers.', ({ isEngineConnected }) =>
    Number(isEngineConnected),
  ),
  own(
    'switchyard_sample_timestamp_seconds',
    'gauge',
    'When everything was measured last, in seconds since 1970.',
    ({ atMs }) => (atMs === null ? null : atMs / 1000),
  ),
  own(
    'switchyard_process_cpu_seconds_total',
    'counter',
    'Processor time that Switchyard has used itself.',
    () => {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1e6
    },
  ),
  own('switchyard_process_resident_memory_bytes', 'gauge', 'Memory of Switchyard itself.', () =>
    process.memoryUsage.rss(),
  ),
  own(
    'switchyard_process_start_time_seconds',
    'gauge',
    'When Switchyard was started, in seconds since 1970.',
    () => Math.round(performance.timeOrigin) / 1000,
  ),
]
