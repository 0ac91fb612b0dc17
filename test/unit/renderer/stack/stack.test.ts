import { expect, test } from 'vitest'
import { describeReady, describeRollUp, isUp } from '../../../../src/renderer/features/stack/counts.ts'
import { moveInList } from '../../../../src/renderer/features/stack/moves.ts'

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

test('keys move in the list and stay in it', () => {
  expect(['ArrowDown', 'j', 'k', 'Home', 'End', 'x'].map((key) => moveInList(1, 3, key))).toEqual([
    2,
    2,
    0,
    0,
    2,
    null,
  ])
  expect(moveInList(2, 3, 'ArrowDown')).toBe(2)
  expect(moveInList(0, 0, 'End')).toBeNull()
})
