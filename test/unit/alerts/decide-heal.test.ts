import { expect, it } from 'vitest'
import { decideHeal } from '../../../src/main/alerts/decide-heal.ts'

const minute = 60_000
const settings = { afterMs: 5 * minute, atMost: 2 }
const nowMs = 1000 * minute

it.each([
  ['before its minutes are over', 4.99, [], 'wait'],
  ['when they are', 5, [], 'restart'],
  ['with one restart in this hour', 6, [30], 'restart'],
  ['with as many as it may have', 6, [30, 59.9], 'exhausted'],
  ['with one of them an hour ago', 6, [30, 60], 'restart'],
  ['with restarts of a clock that was ahead', 6, [-10, -20], 'restart'],
] as const)('decides %s', (_, unhealthyForMin, healedMinutesAgo, expected) => {
  const decision = decideHeal(settings, {
    nowMs,
    unhealthySinceMs: nowMs - unhealthyForMin * minute,
    healsMs: healedMinutesAgo.map((ago) => nowMs - ago * minute),
  })
  expect(decision).toBe(expected)
})
