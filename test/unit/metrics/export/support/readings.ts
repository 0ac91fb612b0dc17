import type { ContainerUsage } from '../../../../../src/main/engine/model.ts'
import type { ContainerReading } from '../../../../../src/main/metrics/sampler/model.ts'
import type { HostReadings } from '../../../../../src/shared/host.ts'
import type { ServiceStatus } from '../../../../../src/shared/status.ts'
import { absentService } from '../../../support/absent-service.ts'

/** A container `PROJECT-SERVICE-1` that has counted so much. */
export function reading(
  service: string | null,
  counted: Partial<ContainerUsage>,
  changes: Partial<ContainerReading> = {},
): ContainerReading {
  const usage: ContainerUsage = {
    atMs: 0,
    cpuNs: 0,
    memoryBytes: 100,
    memoryLimitBytes: null,
    networkInBytes: 0,
    networkOutBytes: 0,
    diskReadBytes: 0,
    diskWriteBytes: 0,
    pids: 2,
    ...counted,
  }
  return {
    id: `${service}-1`,
    name: `ai-${service}-1`,
    project: service === null ? null : 'ai',
    service,
    cpuCores: null,
    memoryBytes: usage.memoryBytes,
    memoryLimitBytes: usage.memoryLimitBytes,
    networkInBytesPerS: null,
    networkOutBytesPerS: null,
    diskReadBytesPerS: null,
    diskWriteBytesPerS: null,
    pids: usage.pids,
    counted: usage,
    ...changes,
  }
}

const share = (avg60: number) => ({ avg10: 0, avg60, avg300: 0 })

/** A small machine: two threads, half of them busy, a disk and a GPU. */
export const host: HostReadings = {
  at: '2026-11-21T08:44:19.000Z',
  name: 'atlas',
  processor: '2 threads',
  system: 'Debian 12',
  kernel: '6.18',
  bootedAt: '2026-11-09T04:44:19.000Z',
  cpu: { percent: 50, threads: [100, 0], load: [1.5, 1, 0.5] },
  memory: {
    totalBytes: 8000,
    availableBytes: 6000,
    freeBytes: 5000,
    cacheBytes: 1000,
    stacks: [],
    otherBytes: 2000,
  },
  swap: { totalBytes: 400, usedBytes: 100, devices: [] },
  pressure: {
    cpu: { some: share(12.5), full: null },
    memory: { some: share(0), full: share(0) },
    io: { some: share(50), full: share(25) },
  },
  disks: [
    {
      mount: '/',
      device: '/dev/sda1',
      model: null,
      kind: 'ext4',
      totalBytes: 1000,
      usedBytes: 700,
      freeBytes: 200,
      readRate: 10,
      writeRate: 20.5,
    },
  ],
  networks: [],
  temperatures: [{ name: 'Package "0"', celsius: 51.5, criticalC: null }],
  gpus: [
    {
      index: 0,
      vendor: 'nvidia',
      name: 'RTX 4090',
      loadPercent: 75,
      memoryUsedBytes: 600,
      memoryTotalBytes: 24_000,
      temperatureC: 60,
      powerW: 250.5,
      powerLimitW: 450,
      fanPercent: null,
      isAsleep: false,
      users: [],
    },
  ],
  gpuNote: null,
}

export function status(name: string, changes: Partial<ServiceStatus> = {}): ServiceStatus {
  return {
    ...absentService(name),
    state: 'running',
    readiness: 'ready',
    readyBy: 'health',
    health: 'healthy',
    container: `ai-${name}-1`,
    containerId: `${name}-1`,
    image: 'image:1',
    startedAt: '2026-11-21T08:00:00.000Z',
    ...changes,
  }
}
