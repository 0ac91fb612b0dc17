import { describe, expect, it } from 'vitest'
import { parseUsage } from '../../../src/main/engine/parse-usage.ts'

const read = '2026-11-21T10:41:17.245143111Z'

describe('what the engine says that a container uses', () => {
  it('is read with control groups of version 1', () => {
    expect(
      parseUsage({
        read,
        pids_stats: { current: 2 },
        blkio_stats: {
          io_service_bytes_recursive: [
            { major: 254, minor: 0, op: 'Read', value: 5_242_880 },
            { major: 254, minor: 0, op: 'Write', value: 10_485_760 },
            { major: 254, minor: 0, op: 'Sync', value: 25_165_824 },
            { major: 254, minor: 0, op: 'Total', value: 25_165_824 },
            { major: 8, minor: 0, op: 'Read', value: 1 },
          ],
        },
        cpu_stats: { cpu_usage: { total_usage: 81_132_973 } },
        memory_stats: {
          usage: 7_249_920,
          stats: { inactive_file: 4096, total_inactive_file: 4_608_000 },
          limit: 25_276_502_016,
        },
        networks: { eth0: { rx_bytes: 736, tx_bytes: 126 }, eth1: { rx_bytes: 4, tx_bytes: 4 } },
      }),
    ).toEqual({
      atMs: Date.parse(read),
      cpuNs: 81_132_973,
      memoryBytes: 2_641_920,
      memoryLimitBytes: 25_276_502_016,
      networkInBytes: 740,
      networkOutBytes: 130,
      diskReadBytes: 5_242_881,
      diskWriteBytes: 10_485_760,
      pids: 2,
    })
  })

  it('is read with control groups of version 2, for a container in the network of the machine', () => {
    expect(
      parseUsage({
        read,
        pids_stats: { current: 1 },
        blkio_stats: { io_service_bytes_recursive: null },
        cpu_stats: { cpu_usage: { total_usage: 5000 } },
        memory_stats: { usage: 8192, stats: { inactive_file: 4096 }, limit: 10_000 },
      }),
    ).toEqual({
      atMs: Date.parse(read),
      cpuNs: 5000,
      memoryBytes: 4096,
      memoryLimitBytes: 10_000,
      networkInBytes: null,
      networkOutBytes: null,
      diskReadBytes: 0,
      diskWriteBytes: 0,
      pids: 1,
    })
  })

  it('is nothing for one that does not run, and unknown where the engine is silent', () => {
    expect([parseUsage({ read: '0001-01-01T00:00:00Z' }), parseUsage({ read })]).toEqual([
      null,
      {
        atMs: Date.parse(read),
        cpuNs: null,
        memoryBytes: null,
        memoryLimitBytes: null,
        networkInBytes: null,
        networkOutBytes: null,
        diskReadBytes: null,
        diskWriteBytes: null,
        pids: null,
      },
    ])
  })
})
