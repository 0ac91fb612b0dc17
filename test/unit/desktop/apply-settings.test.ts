import { expect, test, vi } from 'vitest'
import { applySettings } from '../../../src/main/desktop/apply-settings.ts'
import { createShortcutHolder } from '../../../src/main/desktop/global-shortcut.ts'
import { SwitchyardError } from '../../../src/shared/errors.ts'
import type { SettingsChange } from '../../../src/shared/app.ts'
import { afterwards, openTestCore } from './support/desktop-fixture.ts'
import { createStandIn } from './support/stand-in.ts'

interface Given {
  readonly isPackaged?: boolean
  readonly takesLinks?: boolean
  readonly wished?: SettingsChange
  /** What the login entry throws. */
  readonly refusal?: Error
}

async function prepare({ isPackaged = true, takesLinks = true, wished = {}, refusal }: Given = {}) {
  const electron = createStandIn({ isPackaged, takesLinks })
  const { core } = await openTestCore()
  await core.client.settings.update(wished)
  const entries: boolean[] = []
  const lines: string[] = []
  const end = new AbortController()
  const begin = () => {
    const applying = applySettings({
      api: electron.api,
      client: core.client,
      loginEntry: {
        file: '/home/ai/.config/autostart/switchyard.desktop',
        set(isOn) {
          if (refusal) throw refusal
          entries.push(isOn)
        },
      },
      shortcut: createShortcutHolder(electron.api, { isWayland: false, onPress: () => undefined }),
      log: (line) => lines.push(line),
      signal: end.signal,
      everyMs: 5,
    })
    afterwards(() => {
      end.abort()
      return applying
    })
  }
  return { ...electron, core, settings: core.client.settings, entries, lines, begin }
}

const keys = 'Control+Alt+Y'

test('nothing is touched for who has switched nothing on', async () => {
  const { begin, calls, entries, shortcuts, settings } = await prepare()
  begin()
  await settings.update({ theme: 'dark' })
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect([calls, entries, shortcuts.size]).toEqual([[], [], 0])
})

test('what is switched on and off while Switchyard runs holds at once', async () => {
  const { begin, calls, entries, shortcuts, settings } = await prepare()
  begin()
  await settings.get()
  await settings.update({ startAtLogin: true, deepLinks: true, globalShortcut: keys })
  await vi.waitFor(() =>
    expect([entries, calls, shortcuts.size]).toEqual([[true], ['take switchyard links'], 1]),
  )
  await settings.update({ startAtLogin: false, deepLinks: false, globalShortcut: null })
  await vi.waitFor(() =>
    expect([entries, calls, shortcuts.size]).toEqual([
      [true, false],
      ['take switchyard links', 'leave switchyard links'],
      0,
    ]),
  )
})

test('a program that is not installed takes no links', async () => {
  const { begin, calls, entries } = await prepare({
    isPackaged: false,
    wished: { startAtLogin: true, deepLinks: true },
  })
  begin()
  await vi.waitFor(() => expect(entries).toEqual([true]))
  expect(calls).toEqual([])
})

test('links that the desktop does not hand to Switchyard are told, and the setting is off again', async () => {
  const { begin, questions, settings } = await prepare({ takesLinks: false })
  begin()
  await settings.get()
  await settings.update({ deepLinks: true })
  await vi.waitFor(() => expect(questions.map(({ message }) => message)).toHaveLength(1))
  expect(questions[0]?.detail).toBe(
    'The desktop hands links only to programs in its menu, and Switchyard is not there: install its package, or enter the AppImage in the menu.',
  )
  expect((await settings.get()).deepLinks).toBe(false)
})

test('keys that are taken are told, and the setting is off again', async () => {
  const { begin, takenKeys, questions, settings } = await prepare()
  takenKeys.add(keys)
  begin()
  await settings.get()
  await settings.update({ globalShortcut: keys })
  await vi.waitFor(() =>
    expect(questions).toEqual([
      {
        type: 'info',
        message: 'The setting could not be switched on',
        detail:
          'Ctrl+Alt+Y is taken by another program, so Switchyard cannot have it. Choose other keys in Settings.',
        buttons: ['OK'],
      },
    ]),
  )
  expect((await settings.get()).globalShortcut).toBeNull()
})

test('what does not hold at a start is only noted: nobody may be there, and tomorrow it may', async () => {
  const refusal = new SwitchyardError('STATE_UNUSABLE', 'The login entry cannot be changed.')
  const wished = { startAtLogin: true, globalShortcut: keys }
  const { begin, takenKeys, questions, lines, settings } = await prepare({ wished, refusal })
  takenKeys.add(keys)
  begin()
  await vi.waitFor(() =>
    expect(lines).toEqual([
      'switchyard: Ctrl+Alt+Y is taken by another program, so Switchyard cannot have it. Choose other keys in Settings.',
      'switchyard: The login entry cannot be changed.',
    ]),
  )
  expect(questions).toEqual([])
  expect(await settings.get()).toMatchObject(wished)
})

test('a login entry that cannot be written is told, and the setting is off again', async () => {
  const refusal = new SwitchyardError('STATE_UNUSABLE', 'The login entry cannot be changed.')
  const { begin, questions, settings } = await prepare({ refusal })
  begin()
  await settings.get()
  await settings.update({ startAtLogin: true })
  await vi.waitFor(() =>
    expect(questions.map(({ detail }) => detail)).toEqual(['The login entry cannot be changed.']),
  )
  expect((await settings.get()).startAtLogin).toBe(false)
})
