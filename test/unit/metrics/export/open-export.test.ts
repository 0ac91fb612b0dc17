import { expect, it, onTestFinished, vi } from 'vitest'
import type { EngineEvent } from '../../../../src/main/engine/model.ts'
import type { Beat } from '../../../../src/main/metrics/create-recorder.ts'
import { openMetricExport } from '../../../../src/main/metrics/export/open-export.ts'
import type { ContainerFeed } from '../../../../src/main/metrics/sampler/model.ts'
import type { LabStatus } from '../../../../src/shared/status.ts'
import { host, reading, status } from './support/readings.ts'

const lab: LabStatus = {
  lab: { name: 'north"light', dir: '/lab' },
  stacks: [
    {
      name: 'models',
      project: 'ai',
      alwaysOn: false,
      state: 'partial',
      services: [status('web'), status('job', { state: 'absent', readiness: 'stopped', health: null })],
    },
  ],
}

/** An export over beats, events and labs that the test holds. */
function open(labs: readonly LabStatus[]) {
  const beats = [Promise.withResolvers<Beat>()]
  const listeners = new Set<Parameters<ContainerFeed['subscribe']>[0]>()
  const seen = { isClosed: false }
  const opened = openMetricExport({
    version: '1.2.3',
    metrics: {
      async *watch(signal) {
        const ended = new Promise<null>((resolve) => signal?.addEventListener('abort', () => resolve(null)))
        for (let index = 0; ; index += 1) {
          const beat = await Promise.race([beats[index]?.promise, ended])
          if (!beat) return
          yield beat
        }
      },
    },
    feed: {
      state: () => ({ connected: true }),
      subscribe(listener) {
        listeners.add(listener)
        return () => void listeners.delete(listener)
      },
    },
    latestCheckOf: (_project, service) =>
      service === 'web' ? { atMs: 1_795_248_010_500, durationMs: 42 } : null,
    labs: { statuses: () => labs, close: () => void (seen.isClosed = true) },
  })
  onTestFinished(() => opened.close())
  const beat = async (now: Beat) => {
    beats.push(Promise.withResolvers())
    beats.at(-2)?.resolve(now)
    await vi.waitFor(async () =>
      expect(await valuesOf(opened.read())).toContain(
        `switchyard_sample_timestamp_seconds ${now.atMs / 1000}`,
      ),
    )
  }
  const tell = (event: EngineEvent['event']) => {
    for (const listener of listeners)
      listener.onEvent({ name: null, containerId: 'a', project: 'ai', service: 'web', atMs: null, event })
  }
  return { opened, beat, tell, listeners, seen }
}

async function valuesOf(text: Promise<string>): Promise<readonly string[]> {
  return (await text).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
}

it('tells only what is known: before the first beat nothing of services and the host', async () => {
  const { opened } = open([])
  const names = (await valuesOf(opened.read())).map((line) => /^\w+/.exec(line)?.[0])
  expect(names).toEqual([
    'switchyard_build_info',
    'switchyard_engine_up',
    'switchyard_process_cpu_seconds_total',
    'switchyard_process_resident_memory_bytes',
    'switchyard_process_start_time_seconds',
  ])
})

it('tells all of services, labs, host and GPUs', async () => {
  const { opened, beat, tell } = open([lab])
  const web = (cpuNs: number) => reading('web', { cpuNs, networkInBytes: null, networkOutBytes: null })
  await beat({ atMs: 1000, containers: [web(5e9)], host })
  await beat({ atMs: 2000, containers: [web(6.5e9)], host })
  tell({ kind: 'died', exitCode: 137 })
  tell({ kind: 'started' })
  tell({ kind: 'health', health: 'healthy' })
  const [usage, state] = ['project="ai",service="web"', 'lab="north\\"light",project="ai",stack="models"']
  const readiness = (service: string, is: string) =>
    ['waiting', 'created', 'starting', 'loading', 'ready', 'done', 'failed', 'stopped'].map(
      (each) =>
        `switchyard_service_readiness{${state},service="${service}",readiness="${each}"} ${each === is ? 1 : 0}`,
    )
  const disk = 'device="/dev/sda1",mount="/"'
  expect((await valuesOf(opened.read())).filter((line) => !line.startsWith('switchyard_process_'))).toEqual([
    `switchyard_service_cpu_seconds_total{${usage}} 1.5`,
    `switchyard_service_memory_bytes{${usage}} 100`,
    `switchyard_service_disk_read_bytes_total{${usage}} 0`,
    `switchyard_service_disk_written_bytes_total{${usage}} 0`,
    `switchyard_service_processes{${usage}} 2`,
    `switchyard_service_containers{${usage}} 1`,
    ...readiness('web', 'ready'),
    ...readiness('job', 'stopped'),
    `switchyard_service_healthy{${state},service="web"} 1`,
    `switchyard_service_health_check_duration_seconds{${state},service="web"} 0.042`,
    `switchyard_service_health_check_timestamp_seconds{${state},service="web"} 1795248010.5`,
    `switchyard_service_start_time_seconds{${state},service="web"} 1795248000`,
    `switchyard_service_starts_total{${state},service="web"} 1`,
    `switchyard_service_starts_total{${state},service="job"} 0`,
    `switchyard_service_exits_total{${state},service="web",result="done"} 0`,
    `switchyard_service_exits_total{${state},service="web",result="failed"} 1`,
    `switchyard_service_exits_total{${state},service="job",result="done"} 0`,
    `switchyard_service_exits_total{${state},service="job",result="failed"} 0`,
    'switchyard_host_cpu_seconds_total 1',
    'switchyard_host_cpu_threads 2',
    'switchyard_host_load1 1.5',
    'switchyard_host_load5 1',
    'switchyard_host_load15 0.5',
    'switchyard_host_memory_size_bytes 8000',
    'switchyard_host_memory_available_bytes 6000',
    'switchyard_host_memory_cache_bytes 1000',
    'switchyard_host_swap_size_bytes 400',
    'switchyard_host_swap_used_bytes 100',
    'switchyard_host_pressure_ratio{resource="cpu",kind="some"} 0.125',
    'switchyard_host_pressure_ratio{resource="memory",kind="some"} 0',
    'switchyard_host_pressure_ratio{resource="memory",kind="full"} 0',
    'switchyard_host_pressure_ratio{resource="io",kind="some"} 0.5',
    'switchyard_host_pressure_ratio{resource="io",kind="full"} 0.25',
    `switchyard_host_filesystem_size_bytes{${disk}} 1000`,
    `switchyard_host_filesystem_used_bytes{${disk}} 700`,
    `switchyard_host_filesystem_free_bytes{${disk}} 200`,
    `switchyard_host_disk_read_bytes_total{${disk}} 10`,
    `switchyard_host_disk_written_bytes_total{${disk}} 21`,
    'switchyard_host_temperature_celsius{sensor="Package \\"0\\""} 51.5',
    'switchyard_gpu_info{gpu="nvidia-0",name="RTX 4090"} 1',
    'switchyard_gpu_busy_ratio{gpu="nvidia-0"} 0.75',
    'switchyard_gpu_memory_size_bytes{gpu="nvidia-0"} 24000',
    'switchyard_gpu_memory_used_bytes{gpu="nvidia-0"} 600',
    'switchyard_gpu_temperature_celsius{gpu="nvidia-0"} 60',
    'switchyard_gpu_power_watts{gpu="nvidia-0"} 250.5',
    'switchyard_gpu_asleep{gpu="nvidia-0"} 0',
    'switchyard_build_info{version="1.2.3"} 1',
    'switchyard_engine_up 1',
    'switchyard_sample_timestamp_seconds 2',
  ])
})

it('tells of a copy of a lab once, and is asked again without adding up', async () => {
  const { opened, tell } = open([lab, lab])
  tell({ kind: 'started' })
  const starts = async () =>
    (await valuesOf(opened.read())).filter((line) => line.startsWith('switchyard_service_starts_total'))
  const once = await starts()
  expect(once.map((line) => line.split(' ').at(-1))).toEqual(['1', '0'])
  expect(await starts()).toEqual(once)
})

it('ends everything that it began', () => {
  const { opened, listeners, seen } = open([])
  expect(listeners.size).toBe(1)
  opened.close()
  expect([listeners.size, seen.isClosed]).toEqual([0, true])
})
