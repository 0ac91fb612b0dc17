import { describe, expect, it } from 'vitest'
import { containerSamples } from '../../../src/main/metrics/samples.ts'
import type { ContainerReading } from '../../../src/main/metrics/sampler/model.ts'

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
