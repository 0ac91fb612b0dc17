import { expect, test } from 'vitest'
import { createShortcutHolder, toggleWindow } from '../../../src/main/desktop/global-shortcut.ts'
import { createStandIn, standInWindow } from './support/stand-in.ts'

function prepare(isWayland = false) {
  const electron = createStandIn()
  const pressed: string[] = []
  const holder = createShortcutHolder(electron.api, { isWayland, onPress: () => pressed.push('pressed') })
  return { ...electron, holder, pressed }
}

test('keys are taken, changed and given back', () => {
  const { holder, shortcuts, pressed } = prepare()
  expect(holder.hold(null)).toBeNull()
  expect(holder.hold('Control+Alt+Y')).toBeNull()
  shortcuts.get('Control+Alt+Y')?.()
  expect(pressed).toEqual(['pressed'])
  expect(holder.hold('Super+F9')).toBeNull()
  expect([...shortcuts.keys()]).toEqual(['Super+F9'])
  expect(holder.hold(null)).toBeNull()
  expect([...shortcuts.keys()]).toEqual([])
})

test.each([
  [
    false,
    'Ctrl+Alt+Y is taken by another program, so Switchyard cannot have it. Choose other keys in Settings.',
  ],
  [
    true,
    'The desktop did not give Ctrl+Alt+Y to Switchyard. Under Wayland not every desktop gives programs keys: let its own keyboard settings start Switchyard, which shows the window too.',
  ],
])('keys that cannot be had are told (Wayland: %s), and can be tried again', (isWayland, told) => {
  const { holder, shortcuts, takenKeys } = prepare(isWayland)
  takenKeys.add('Control+Alt+Y')
  expect([holder.hold('Control+Alt+Y'), shortcuts.size]).toEqual([told, 0])
  takenKeys.clear()
  expect([holder.hold('Control+Alt+Y'), shortcuts.size]).toEqual([null, 1])
})

test('keys that the desktop does not know are told like taken ones', () => {
  const { api } = createStandIn()
  const failing = {
    globalShortcut: {
      ...api.globalShortcut,
      register: () => {
        throw new TypeError('conversion failure')
      },
    },
  }
  const holder = createShortcutHolder(failing, { isWayland: false, onPress: () => undefined })
  expect(holder.hold('Super+F24')).toContain('Super+F24 is taken')
})

test('the keys bring the window to the front, and put it away where it can be found again', async () => {
  const { window, calls, state } = standInWindow({ show: false })
  const canHide = () => Promise.resolve(true)
  await toggleWindow(window, canHide)
  // Behind another window.
  await toggleWindow(window, canHide)
  state.isFocused = true
  await toggleWindow(window, canHide)
  state.isVisible = true
  await toggleWindow(window, () => Promise.resolve(false))
  state.isMinimized = true
  await toggleWindow(window, canHide)
  expect(calls).toEqual(['show', 'focus', 'show', 'focus', 'hide', 'minimize', 'restore', 'show', 'focus'])
})
