import { expect, it } from 'vitest'
import { createHostTotals } from '../../../../src/main/metrics/export/host-totals.ts'
import { host } from './support/readings.ts'

it('adds up rates over the time since the reading before', () => {
  const totals = createHostTotals()
  expect(totals.totals()).toEqual({ cpuSeconds: null, disks: [] })
  for (const atMs of [1000, 2000, 5000]) totals.add(atMs, host)
  expect(totals.totals()).toEqual({
    cpuSeconds: 4,
    disks: [{ mount: '/', device: '/dev/sda1', readBytes: 40, writtenBytes: 82 }],
  })
})

it('counts nothing for a clock that was set or a machine that slept, nor for what cannot be told', () => {
  const totals = createHostTotals()
  const [disk] = host.disks
  const unknown = {
    cpu: { percent: null, threads: [], load: host.cpu.load },
    disks: disk ? [{ ...disk, readRate: null }] : [],
  }
  for (const atMs of [10_000, 11_000, 5000, 4_000_000]) totals.add(atMs, host)
  totals.add(4_001_000, unknown)
  expect(totals.totals()).toMatchObject({ cpuSeconds: 1, disks: [{ readBytes: 10, writtenBytes: 20.5 }] })
})

it('forgets a disk that is gone', () => {
  const totals = createHostTotals()
  totals.add(1000, host)
  totals.add(2000, { ...host, disks: [] })
  expect(totals.totals().disks).toEqual([])
})
