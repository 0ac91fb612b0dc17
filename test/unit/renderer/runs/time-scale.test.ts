import { describe, expect, it } from 'vitest'
import {
  chooseTickStep,
  fitDomain,
  formatTick,
  listTicks,
  percentOf,
} from '../../../../src/renderer/features/runs/time-scale.ts'

describe('time scale', () => {
  it('chooses the shortest round distance that leaves at most so many ticks', () => {
    expect([chooseTickStep(40_000, 9), chooseTickStep(400_000, 7), chooseTickStep(900, 10)]).toEqual([
      5000, 60_000, 100,
    ])
  })

  it('goes to whole days when hours are too many', () => {
    expect(chooseTickStep(30 * 86_400_000, 10)).toBe(3 * 86_400_000)
  })

  it('fits the run with air behind it, and grows only now and then', () => {
    expect([fitDomain(0), fitDomain(36_000), fitDomain(36_500), fitDomain(38_000)]).toEqual([
      1100, 40_000, 40_000, 45_000,
    ])
  })

  it('lists ticks from the start, as many as the width bears', () => {
    expect(listTicks(40_000, 400)).toEqual(
      [0, 10, 20, 30, 40].map((seconds) => ({ atMs: seconds * 1000, label: `${seconds}s` })),
    )
  })

  it('labels ticks as shortly as their distance allows', () => {
    expect([
      formatTick(500, 100),
      formatTick(0, 1000),
      formatTick(0, 60_000),
      formatTick(60_000, 30_000),
      formatTick(90_000, 30_000),
      formatTick(7_500_000, 300_000),
      formatTick(7_200_000, 3_600_000),
    ]).toEqual(['0.5s', '0s', '0m', '1m', '1m 30s', '2h 05m', '2h'])
  })

  it('places moments in percent and keeps those outside at the ends', () => {
    expect([percentOf(0, 40_000), percentOf(10_000, 40_000), percentOf(-5, 10), percentOf(99, 10)]).toEqual([
      0, 25, 0, 100,
    ])
  })
})
