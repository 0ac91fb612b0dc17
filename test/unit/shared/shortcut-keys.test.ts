import { describe, expect, it } from 'vitest'
import { formatShortcut, readShortcut, shortcutPattern } from '../../../src/shared/shortcut-keys.ts'

describe('keys of a shortcut', () => {
  it.each([
    ['ctrl+alt+y', 'Control+Alt+Y'],
    [' Alt + Ctrl + y ', 'Control+Alt+Y'],
    ['win+space', 'Super+Space'],
    ['Control+Shift+PageUp', 'Control+Shift+PageUp'],
    ['f9', 'F9'],
    ['shift+F12', 'Shift+F12'],
    ['Super+7', 'Super+7'],
  ])('%s is kept as %s', (typed, keys) => {
    expect(readShortcut(typed)).toEqual({ keys, problem: null })
    expect(keys).toMatch(shortcutPattern)
  })

  it.each([
    '',
    '+',
    'ctrl',
    'ctrl+',
    'ctrl+alt',
    'ctrl+ctrl+y',
    'hyper+y',
    'ctrl+yy',
    'f25',
    'ctrl+constructor',
    'constructor+y',
    'ctrl+ü',
  ])('that are none are refused: “%s”', (typed) => {
    expect(readShortcut(typed)).toEqual({
      keys: null,
      problem: `“${typed}” is no shortcut. It looks like Ctrl+Alt+Y.`,
    })
  })

  it.each(['y', 'shift+y', 'space', 'shift+down'])('that are needed for writing are refused: %s', (typed) => {
    expect(readShortcut(typed)).toEqual({
      keys: null,
      problem: 'Add Ctrl, Alt or Super: that key alone is needed for writing.',
    })
  })

  it('are shown as they stand on the keyboard', () => {
    expect(formatShortcut('Control+Alt+Y')).toBe('Ctrl+Alt+Y')
  })
})
