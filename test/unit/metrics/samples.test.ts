import { describe, expect, it } from 'vitest'
import { containerSamples, hostSamples, vramSamples } from '../../../src/main/metrics/samples.ts'
import type { ContainerReading } from '../../../src/main/metrics/sampler/model.ts'
import type { Gpu, HostReadings } from '../../../src/shared/host.ts'

function reading(changes: Partial<ContainerReading>): ContainerReading {
  return {
    id: 'a',
    name: 'ai-web-1',
    project: 'ai',
    service: 'web',
    cpuCores: 0.5,
    memoryBytes: 100,
    memoryLimitBytes: null,
    networkInBytesPerS: null,
    networkOutBytesPerS: null,
    diskReadBytesPerS: null,
    diskWriteBytesPerS: null,
    pids: 3,
    counted: {
      atMs: 0,
      cpuNs: null,
      memoryBytes: 100,
      memoryLimitBytes: null,
      networkInBytes: null,
      networkOutBytes: null,
      diskReadBytes: null,
      diskWriteBytes: null,
      pids: 3,
    },
    ...changes,
  }
}

describe('what is kept of the containers', () => {
  it('is added up over those of one service', () => {
    const samples = containerSamples([reading({}), reading({ id: 'b', name: 'ai-web-2', cpuCores: 1 })])
    expect(samples).toEqual([
      ['service:ai/web', 'cpu', 1.5],
      ['service:ai/web', 'memory', 200],
      ['service:ai/web', 'processes', 6],
    ])
  })

  it('is by name for what Compose has not made, and leaves out what is not known', () => {
    const other = reading({ name: 'registry', project: null, service: null, cpuCores: null, pids: null })
    expect(containerSamples([other])).toEqual([['container:registry', 'memory', 100]])
  })
})

const gpu: Gpu = {
  index: 0,
  vendor: 'nvidia',
  name: 'NVIDIA H200',
  loadPercent: 12,
  memoryUsedBytes: 700,
  memoryTotalBytes: 1000,
  temperatureC: 58,
  powerW: null,
  powerLimitW: null,
  fanPercent: null,
  isAsleep: false,
  users: [],
}

function user(containerId: string | null, memoryBytes: number | null): Gpu['users'][number] {
  return { pid: 7, process: 'python3', containerId, stack: null, service: null, memoryBytes }
}

describe('what is kept of the host', () => {
  it('is each core, file system, sensor and GPU by itself, and the cards together', () => {
    const readings = {
      cpu: { percent: 75, threads: [50, 100], load: [1.5, 1, 1] },
      memory: { totalBytes: 100, availableBytes: 60, cacheBytes: 20 },
      swap: { usedBytes: 5 },
      pressure: null,
      disks: [{ mount: '/srv', usedBytes: 40, readRate: 3, writeRate: null }],
      networks: [
        { name: 'eth0', inRate: 10, outRate: 1 },
        { name: 'wlan0', inRate: 20, outRate: null },
      ],
      temperatures: [{ name: 'Processor', celsius: 61 }],
      gpus: [gpu],
    } as unknown as HostReadings
    expect(hostSamples(readings)).toEqual([
      ['host', 'cpu', 1.5],
      ['host', 'load', 1.5],
      ['host', 'memory', 40],
      ['host', 'cache', 20],
      ['host', 'swap', 5],
      ['host', 'disk-read', 3],
      ['host', 'network-in', 30],
      ['host', 'network-out', 1],
      ['host', 'vram', 700],
      ['host', 'temperature', 61],
      ['gpu:nvidia-0', 'gpu', 12],
      ['gpu:nvidia-0', 'vram', 700],
      ['gpu:nvidia-0', 'temperature', 58],
      ['core:0', 'cpu', 0.5],
      ['core:1', 'cpu', 1],
      ['disk:/srv', 'space', 40],
      ['sensor:Processor', 'temperature', 61],
    ])
  })
})

describe('memory on GPUs', () => {
  it('is added up by service, on each GPU and on all of them', () => {
    const containers = [reading({}), reading({ id: 'b', name: 'ai-web-2' })]
    const gpus = [
      { ...gpu, users: [user('a', 300), user('a', 30), user(null, 50), user('unknown', 9), user('b', null)] },
      { ...gpu, index: 1, users: [user('b', 200)] },
    ]
    expect(vramSamples(gpus, containers)).toEqual([
      ['service:ai/web', 'vram', 530],
      ['gpu:nvidia-0/service:ai/web', 'vram', 330],
      ['gpu:nvidia-1/service:ai/web', 'vram', 200],
    ])
    expect(vramSamples([gpu], containers)).toEqual([])
  })
})
