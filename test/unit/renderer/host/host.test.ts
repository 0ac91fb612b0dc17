import { describe, expect, it } from 'vitest'
import { pathOf } from '../../../../src/renderer/features/host/chart.tsx'
import { parseGib, possibleActions } from '../../../../src/renderer/features/host/controls.ts'
import { addSample, historyMs, type HostSample } from '../../../../src/renderer/features/host/host-history.ts'
import {
  describeMemory,
  marksOf,
  summarizeMemory,
} from '../../../../src/renderer/features/host/memory-parts.ts'
import { formatRate, judgeDisk, judgePressure } from '../../../../src/renderer/features/host/words.ts'
import type { HostReadings, HostState } from '../../../../src/shared/host.ts'

const gib = 1024 ** 3
const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('the map of the memory', () => {
  const memory: HostReadings['memory'] = {
    totalBytes: 64 * gib,
    availableBytes: 30 * gib,
    freeBytes: 16 * gib,
    cacheBytes: 16 * gib,
    stacks: [
      { stack: 'ai', bytes: 16 * gib, swapBytes: 2 * gib, limitBytes: null },
      { stack: 'data', bytes: 8 * gib, swapBytes: 0, limitBytes: 12 * gib },
    ],
    otherBytes: 8 * gib,
  }
  const parts = describeMemory(memory, [
    { name: 'data', alwaysOn: true },
    { name: 'ai', alwaysOn: false },
  ])

  it('has parts that add up, each stack in the colour of its place in the lab', () => {
    expect(
      parts.map(({ name, share, note, livery, isAlwaysOn }) => [
        name,
        share,
        plain(note),
        livery,
        isAlwaysOn,
      ]),
    ).toEqual([
      ['ai', 0.25, 'no limit, 2 GiB in swap', 1, false],
      ['data', 0.125, 'limit 12 GiB', 0, true],
      ['host and others', 0.125, 'not limited', null, false],
      ['page cache', 0.25, 'reclaimable', null, false],
      ['free', 0.25, '', null, false],
    ])
  })

  it('is told in words as well', () => {
    expect(plain(summarizeMemory(parts))).toBe(
      'Memory: ai 16 GiB, data 8 GiB, host and others 8 GiB, page cache 16 GiB, free 16 GiB',
    )
  })

  it.each([
    [125.6 * gib, ['0', '25', '50', '75', '100', '126 GiB']],
    [23.5 * gib, ['0', '5', '10', '15', '20', '23.5 GiB']],
    [8 * gib, ['0', '2', '4', '6', '8 GiB']],
    [2 * gib, ['0', '500', '1000', '1500', '2 GiB']],
  ])('has round marks for %d bytes', (totalBytes, labels) => {
    expect(marksOf(totalBytes).map(({ label }) => plain(label))).toEqual(labels)
  })
})

describe('the graphs', () => {
  const calm = { avg10: 0, avg60: 0, avg300: 0 }
  const readingsAt = (atMs: number, percent: number | null) =>
    ({
      at: new Date(atMs).toISOString(),
      cpu: { percent, threads: [], load: [0, 0, 0] },
      pressure: {
        cpu: { some: { ...calm, avg10: 9 }, full: calm },
        memory: { some: calm, full: null },
        io: { some: calm, full: calm },
      },
      gpus: [
        { memoryUsedBytes: 5, memoryTotalBytes: 20 },
        { memoryUsedBytes: null, memoryTotalBytes: null },
      ],
    }) as unknown as HostReadings

  it('keep a sample every two seconds, and none of which the load is not known', () => {
    let samples: readonly HostSample[] = []
    for (const [atMs, percent] of [
      [0, null],
      [1000, 10],
      [2000, 20],
      [3000, 30],
    ] as const)
      samples = addSample(samples, readingsAt(atMs, percent))
    expect(samples.map(({ atMs, cpu }) => [atMs, cpu])).toEqual([
      [1000, 10],
      [3000, 30],
    ])
    expect(samples[0]).toEqual({
      atMs: 1000,
      cpu: 10,
      pressure: { cpu: { some: 9, full: 0 }, memory: { some: 0, full: null }, io: { some: 0, full: 0 } },
      gpuMemory: [25, null],
    })
  })

  it('go back fifteen minutes', () => {
    const first = addSample([], readingsAt(0, 1))
    expect(addSample(first, readingsAt(historyMs + 1, 2)).map(({ cpu }) => cpu)).toEqual([2])
  })

  it('have a gap where nothing was measured', () => {
    const points = [0, 1000, 2000, 3000, 4000].map((atMs, index) => ({
      atMs,
      value: index === 2 ? null : 50,
    }))
    expect(pathOf(points, { startMs: 0, endMs: 4000, scale: 100 })).toBe(
      'M0.0 31.0L60.0 31.0M180.0 31.0L240.0 31.0',
    )
  })
})

describe('words', () => {
  it.each([
    [0, '0'],
    [820, '820 B/s'],
    [8200, '8.2 kB/s'],
    [521_000_000, '521 MB/s'],
    [999_700, '1.0 MB/s'],
    [12_345_678_901, '12 GB/s'],
  ])('for a flow of %d bytes a second', (rate, words) => {
    expect(plain(formatRate(rate))).toBe(words)
  })

  it('judge pressure and disks', () => {
    expect([0, 9.9, 10, 40].map((percent) => judgePressure(percent).word)).toEqual([
      'low',
      'low',
      'raised',
      'high',
    ])
    expect([0.5, 0.85, 0.96].map((share) => judgeDisk(share)?.word)).toEqual([
      undefined,
      'filling up',
      'nearly full',
    ])
  })
})

describe('what can be done by hand', () => {
  it.each([
    ['16', 16384],
    ['0.5', 512],
    ['0,5', 512],
    ['0.01', null],
    ['', null],
    ['-4', null],
    ['4 GiB', null],
  ])('takes %j for a size', (text, mib) => {
    expect(parseGib(text)).toBe(mib)
  })

  it('is what is there to do', () => {
    const lease = (kind: 'run' | 'hand', part: 'swap' | 'guards') => ({ kind, changes: [{ part }] })
    const state = (leases: readonly object[], guards: readonly string[]) =>
      ({ leases, guards: guards.map((each) => ({ state: each })) }) as unknown as HostState
    expect([
      possibleActions(state([], ['active', 'stopped'])),
      possibleActions(state([lease('hand', 'swap'), lease('hand', 'guards')], ['paused'])),
      possibleActions(state([lease('run', 'swap'), lease('run', 'guards')], ['paused'])),
    ]).toEqual([
      { swapOff: false, guardsPause: true, guardsResume: false },
      { swapOff: true, guardsPause: false, guardsResume: true },
      { swapOff: false, guardsPause: false, guardsResume: false },
    ])
  })
})
