import { describe, expect, it } from 'vitest'
import type { HostUsage } from '../../../../src/renderer/bridge/host-usage.ts'
import { hostFigures } from '../../../../src/renderer/features/yard/host-figures.ts'

const gib = 1024 ** 3
const history = { cpu: [0.5], memory: [0.25], swap: [null], vram: [null] }
const now = {
  threads: 32,
  cpu: 16,
  memoryUsedBytes: 16 * gib,
  memoryTotalBytes: 64 * gib,
  swapUsedBytes: 0,
  swapTotalBytes: 0,
  vramUsedBytes: null,
  vramTotalBytes: null,
  gpus: 0,
}

function words(changes: Partial<HostUsage['now']>) {
  const figures = hostFigures({ now: { ...now, ...changes }, ...history })
  return figures.map(({ name, note, value, share }) => [name, note, value.replace('\u00a0', ' '), share])
}

describe('the host at the foot of the Yard', () => {
  it('says so where there is no swap and no GPU', () => {
    expect(words({})).toEqual([
      ['CPU', '32 threads', '50 %', 0.5],
      ['RAM', 'of 64\u00a0GiB', '16 GiB', 0.25],
      ['Swap', '', 'off', null],
      ['VRAM', '', 'no GPU', null],
    ])
  })

  it('has the memory of all GPUs together, when they tell it', () => {
    expect(words({ gpus: 2 })[3]).toEqual(['VRAM', '', 'not told', null])
    expect(words({ gpus: 2, vramUsedBytes: 18 * gib, vramTotalBytes: 72 * gib })[3]).toEqual([
      'VRAM',
      'of 72\u00a0GiB',
      '18 GiB',
      0.25,
    ])
  })

  it('knows nothing before the first second', () => {
    expect(hostFigures(null).map(({ name, value }) => [name, value])).toEqual([
      ['CPU', '–'],
      ['RAM', '–'],
      ['Swap', '–'],
      ['VRAM', '–'],
    ])
  })
})
