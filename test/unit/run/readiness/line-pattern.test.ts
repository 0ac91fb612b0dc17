import { expect, it } from 'vitest'
import { createLinePattern } from '../../../../src/main/run/readiness/line-pattern.ts'

it('finds a pattern in any of the lines', () => {
  const isIn = createLinePattern('server (started|ready)')
  expect([isIn(['loading', 'server ready']), isIn(['loading']), isIn([])]).toEqual([true, false, false])
})

it('gives up a pattern that a line makes endless, and says so', () => {
  const isIn = createLinePattern('^(a+)+$')
  expect(isIn(['aaa'])).toBe(true)
  expect(() => isIn(['short', `${'a'.repeat(5000)}!`])).toThrow(
    expect.objectContaining({
      code: 'LAB_FILE_INVALID',
      message:
        'The pattern ^(a+)+$ takes too long for a line of the log; write it without nested repetitions.',
    }),
  )
  expect(isIn(['aaa'])).toBe(true)
})
