import { expect, test } from 'vitest'
import { isUp } from '../../../../src/shared/roll-up.ts'
import { describeReady, describeRollUp } from '../../../../src/renderer/features/stack/counts.ts'

test('a one-shot that is done counts as ready', () => {
  expect(describeReady([{ readiness: 'ready' }, { readiness: 'done' }, { readiness: 'failed' }])).toBe(
    '2 of 3 ready',
  )
})

test('a stack is on while anything of it is up or on its way', () => {
  expect(isUp([{ readiness: 'stopped' }, { readiness: 'waiting' }])).toBe(true)
  expect(isUp([{ readiness: 'done' }, { readiness: 'failed' }])).toBe(false)
  expect(describeRollUp({ state: 'partial' })).toBe('partly up')
})
