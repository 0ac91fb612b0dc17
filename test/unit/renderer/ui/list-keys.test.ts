import { expect, test } from 'vitest'
import { moveInList } from '../../../../src/renderer/ui/list-keys.ts'

test('arrows and letters move in a list, and stop at both ends', () => {
  const moved = ['ArrowDown', 'j', 'ArrowUp', 'k', 'PageDown', 'PageUp', 'Home', 'End', 'x'].map((key) =>
    moveInList(12, 30, key),
  )
  expect(moved).toEqual([13, 13, 11, 11, 22, 2, 0, 29, null])
  expect([moveInList(2, 3, 'ArrowDown'), moveInList(0, 3, 'PageUp')]).toEqual([2, 0])
})

test('the first key enters a list at its beginning, and an empty list has nowhere to go', () => {
  expect([moveInList(-1, 3, 'j'), moveInList(0, 0, 'End')]).toEqual([0, null])
})
