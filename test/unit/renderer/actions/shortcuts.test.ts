import { describe, expect, it } from 'vitest'
import { describeKey, formatShortcut } from '../../../../src/renderer/actions/shortcuts.ts'

const key = (
  name: string,
  held: Partial<Record<'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey', true>> = {},
) => ({
  key: name,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  shiftKey: false,
  ...held,
})

describe('a key as shortcuts name it', () => {
  it.each([
    ['a letter', key('s'), 's'],
    ['a letter with Shift', key('S', { shiftKey: true }), 'Shift+s'],
    ['a letter while caps lock is on', key('S'), 's'],
    ['Control and a letter', key('k', { ctrlKey: true }), 'Control+k'],
    ['the command key of a Mac', key('k', { metaKey: true }), 'Control+k'],
    ['a sign that needs Shift on some keyboards', key('?', { shiftKey: true }), '?'],
    ['a named key with Shift', key('Enter', { shiftKey: true }), 'Shift+Enter'],
  ])('takes %s', (_, event, name) => {
    expect(describeKey(event)).toBe(name)
  })
})

describe('a shortcut as it is shown', () => {
  it.each([
    ['g y', 'G Y'],
    ['Shift+s', 'Shift S'],
    ['Control+k', 'Ctrl K'],
    ['?', '?'],
  ])('shows %s as %s', (shortcut, shown) => {
    expect(formatShortcut(shortcut)).toBe(shown)
  })
})
