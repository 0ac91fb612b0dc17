import { describe, expect, it } from 'vitest'
import { createUsageBuckets, usageStepMs, usageSteps } from '../../../../src/renderer/bridge/usage-buckets.ts'

const nowMs = 1_000_000 * usageStepMs

describe('what a service used lately', () => {
  it('is the mean of each step, and a gap where nothing was heard', () => {
    const buckets = createUsageBuckets()
    buckets.add(nowMs - 2 * usageStepMs, [1, null])
    buckets.add(nowMs, [1, 0.5])
    buckets.add(nowMs + 1000, [3, 0.7])
    const [cpu, memory] = [buckets.read(nowMs + 2000, 0), buckets.read(nowMs + 2000, 1)]
    expect([cpu.length, cpu.slice(-3), memory.at(-1)]).toEqual([usageSteps, [1, null, 2], 0.6])
  })

  it('begins with what was recorded before, which is never newer than what was heard', () => {
    const buckets = createUsageBuckets()
    buckets.add(nowMs, [9, null])
    buckets.seed(nowMs - usageStepMs, [
      [4, 5],
      [null, null],
    ])
    expect(buckets.read(nowMs, 0).slice(-2)).toEqual([4, 9])
  })

  it('forgets what is older than is shown', () => {
    const buckets = createUsageBuckets()
    buckets.add(nowMs, [1, null])
    buckets.add(nowMs + usageSteps * usageStepMs, [2, null])
    expect(buckets.read(nowMs, 0).at(-1)).toBeNull()
  })
})
