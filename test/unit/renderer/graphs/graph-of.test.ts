import { describe, expect, it } from 'vitest'
import { byMetric, type GraphOf, linesOf, namedLines } from '../../../../src/renderer/graphs/graph-of.ts'

const host = { kind: 'host' } as const
const gpu = { kind: 'gpu', vendor: 'nvidia', index: 0 } as const
const share = (service: string) =>
  ({ kind: 'gpu-share', vendor: 'nvidia', index: 0, stack: 'ai', service }) as const
const line = (...mean: (number | null)[]) => ({ min: [], mean, max: [] })

const graphs: readonly GraphOf[] = [
  byMetric('Network', host, ['network-in', 'network-out']),
  {
    title: 'VRAM',
    look: 'stack',
    lines: ['sglang', 'ollama'].map((name) => ({ name, subject: share(name), metric: 'vram' })),
    whole: { name: 'others', subject: gpu, metric: 'vram' },
  },
  {
    title: 'Temperatures',
    isEach: true,
    lines: [{ name: 'NVMe', subject: { kind: 'sensor', name: 'NVMe' }, metric: 'temperature' }],
  },
]

describe('what graphs ask for', () => {
  it('is each line, in the group of its graph where it may be part of a rest', () => {
    expect(linesOf(graphs)).toEqual([
      { subject: host, metric: 'network-in', group: 0 },
      { subject: host, metric: 'network-out', group: 0 },
      { subject: share('sglang'), metric: 'vram', group: 1, isBrief: true },
      { subject: share('ollama'), metric: 'vram', group: 1, isBrief: true },
      { subject: gpu, metric: 'vram', isBrief: true },
      { subject: { kind: 'sensor', name: 'NVMe' }, metric: 'temperature' },
    ])
  })
})

describe('what graphs show of the answer', () => {
  it('are the measured lines, the rest, and what is left of the whole', () => {
    const lines = [line(1, 1), line(2, 2), line(5, null), line(), line(20, 30, null), line(40)]
    const rests = [{ group: 1, count: 3, ...line(4, 4) }]
    expect(namedLines(graphs, { lines, rests })).toEqual([
      [
        { name: 'Network in', place: 0, line: line(1, 1) },
        { name: 'Network out', place: 1, line: line(2, 2) },
      ],
      [
        { name: 'sglang', place: 0, line: line(5, null) },
        { name: '3 more', place: null, line: rests[0] },
        { name: 'others', place: null, line: line(11, 26, null) },
      ],
      [{ name: 'NVMe', place: 0, line: line(40) }],
    ])
  })
})
