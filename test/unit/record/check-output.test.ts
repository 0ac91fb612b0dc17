import { expect, it } from 'vitest'
import { cleanOutput, findFailedCheck } from '../../../src/main/record/check-output.ts'

it('keeps the text of a check, without what a terminal would obey', () => {
  expect(cleanOutput('\u001b[31mno\u001b[0m answer\r\nfrom\tdb\u0007\u202e\u0085\n')).toBe(
    'no answer\nfrom\tdb',
  )
})

it('cuts what is longer than anybody reads', () => {
  const text = cleanOutput('x'.repeat(10_000))
  expect([text.length, text.at(-1)]).toEqual([2048, '…'])
})

const check = (atMs: number, exitCode: number) => ({
  at: new Date(atMs).toISOString(),
  exitCode,
  output: '',
  elapsedMs: 100,
})

it('takes the last check that had failed by then', () => {
  const checks = [check(1000, 1), check(5000, 1), check(9000, 0), check(13_000, 1)]
  expect(findFailedCheck(checks, 5120)).toEqual(checks[1])
  expect(findFailedCheck(checks, 10_000)).toEqual(checks[1])
  expect(findFailedCheck(checks, 500_000)).toEqual(checks[3])
  expect(findFailedCheck([check(9000, 0)], 9500)).toBe(null)
})
