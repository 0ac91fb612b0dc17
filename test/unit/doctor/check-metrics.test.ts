import { describe, expect, it } from 'vitest'
import { checkMetrics } from '../../../src/main/doctor/check-metrics.ts'

const why = 'The engine is on this machine: read from control groups of version 2.'

describe('how containers are read', () => {
  it('is said while they are', () => {
    const way = { kind: 'cgroup-v2', why } as const
    expect(checkMetrics({ way: () => way, notice: () => null })).toEqual([
      { check: 'metrics', about: 'way', level: 'ok', message: `What containers use: ${why}` },
    ])
    expect(checkMetrics({ way: () => null, notice: () => null })).toEqual([])
  })

  it('is a warning where it is dear, or cannot be kept', () => {
    const way = { kind: 'api', why: 'The engine is asked.' } as const
    const levels = checkMetrics({ way: () => way, notice: () => 'The disk is full.' })
    expect(levels.map(({ about, level }) => [about, level])).toEqual([
      ['way', 'warning'],
      ['history', 'warning'],
    ])
  })
})
