import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { hasTrayHost } from '../../../src/main/desktop/has-tray-host.ts'
import { createTray, type TrayFace } from '../../../src/main/desktop/tray.ts'
import type { TrayAction, TrayItem } from '../../../src/shared/tray/model.ts'
import { temporaryFolder } from './support/desktop-fixture.ts'
import { createStandIn } from './support/stand-in.ts'

const open: TrayAction = { type: 'open', place: null }
const item = (label: string): TrayItem => ({ kind: 'normal', label, isEnabled: true, action: open })
const face = (label: string, more: Partial<TrayFace> = {}): TrayFace => ({
  icon: 'lit',
  items: [item(label)],
  tip: label,
  ...more,
})

function show(first: TrayFace) {
  const { api, trays } = createStandIn()
  const performed: TrayAction[] = []
  const icon = createTray(api, {
    iconFile: (name) => `/icons/${name}.png`,
    perform: (action) => void performed.push(action),
    first,
  })
  const [tray] = trays
  if (!icon || !tray) throw new Error('there is no tray')
  return { icon, tray, performed }
}

const press = (entry: object | undefined) => (entry as { click?: () => void } | undefined)?.click?.()

describe('createTray', () => {
  test('says a menu in the words of the desktop, without what would change it', () => {
    const { tray, performed } = show({
      icon: 'half',
      tip: 'Switchyard, northlight: starting',
      items: [
        { ...item('R&D: ready'), kind: 'check', isChecked: true },
        { kind: 'normal', label: 'held', isEnabled: false, action: null },
        { kind: 'separator' },
        { kind: 'submenu', label: 'Links', items: [item('one')] },
      ] as TrayItem[],
    })
    const click = expect.any(Function) as unknown
    expect({ ...tray, events: null }).toEqual({
      image: '/icons/half.png',
      tip: 'Switchyard, northlight: starting',
      menu: [
        { label: 'R&&D: ready', enabled: true, type: 'checkbox', checked: true, click },
        { label: 'held', enabled: false },
        { type: 'separator' },
        { label: 'Links', submenu: [{ label: 'one', enabled: true, click }] },
      ],
      menusSet: 1,
      isDestroyed: false,
      events: null,
    })
    press(tray.menu[0])
    tray.events.emit('click')
    expect(performed).toEqual([open, open])
  })

  test('makes its menu anew when it is another one, and only then; the icon for itself', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] })
    try {
      const { icon, tray } = show(face('one'))
      for (const next of [face('one'), face('one', { icon: 'cross' })]) {
        icon.show(next)
        vi.advanceTimersByTime(250)
      }
      expect([tray.image, tray.menusSet]).toEqual(['/icons/cross.png', 1])
      icon.show(face('two'))
      expect([tray.tip, tray.menusSet]).toEqual(['two', 2])
    } finally {
      vi.useRealTimers()
    }
  })

  test('changes at most four times a second, and ends with the latest', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] })
    try {
      const { icon, tray } = show(face('first'))
      for (let index = 1; index <= 100; index += 1) {
        vi.advanceTimersByTime(10)
        icon.show(face(`face ${index}`))
      }
      expect(tray.menusSet).toBeLessThanOrEqual(5)
      vi.advanceTimersByTime(250)
      expect(tray.menu.map(({ label }) => label)).toEqual(['face 100'])
    } finally {
      vi.useRealTimers()
    }
  })

  test('shows again what is true after a click, which moves the tick by itself', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'performance'] })
    try {
      const { tray } = show(face('one'))
      press(tray.menu[0])
      vi.advanceTimersByTime(250)
      expect(tray.menusSet).toBe(2)
    } finally {
      vi.useRealTimers()
    }
  })

  test('put in again, it is the same: a tray that comes after us finds it', () => {
    const { api, trays } = createStandIn()
    const performed: TrayAction[] = []
    const icon = createTray(api, {
      iconFile: (name) => `/icons/${name}.png`,
      perform: (action) => void performed.push(action),
      first: face('one'),
    })
    icon?.putAgain()
    const [before, after] = trays
    expect([before?.isDestroyed, trays.length]).toEqual([true, 2])
    expect([after?.image, after?.tip, after?.menu.map(({ label }) => label)]).toEqual([
      '/icons/lit.png',
      'one',
      ['one'],
    ])
    after?.events.emit('click')
    expect(performed).toEqual([open])
  })

  test('is null where the desktop lets nothing into its tray', () => {
    const { api } = createStandIn({ hasTray: false })
    expect(createTray(api, { iconFile: () => 'x', perform: () => undefined, first: face('one') })).toBeNull()
  })
})

describe('hasTrayHost', () => {
  async function answering(script: string): Promise<string> {
    const command = join(await temporaryFolder(), 'gdbus')
    await writeFile(command, `#!/bin/sh\n${script}\n`)
    await chmod(command, 0o755)
    return command
  }

  test.each([
    ['echo "(<true>,)"', true],
    ['echo "(<false>,)"', false],
    ['exit 1', false],
    ['echo "(<true>,)"; exit 1', false],
  ])('on Linux asks the session bus: %s', async (script, expected) => {
    expect(await hasTrayHost('linux', await answering(script))).toBe(expected)
  })

  test('is no where nobody can be asked', async () => {
    expect(await hasTrayHost('linux', '/nowhere/gdbus')).toBe(false)
  })

  test('asks whether anybody shows icons, not only whether somebody lists them', async () => {
    const asked = 'org.kde.StatusNotifierWatcher IsStatusNotifierHostRegistered'
    const command = await answering(`case "$*" in *" ${asked}") echo "(<true>,)";; esac`)
    expect(await hasTrayHost('linux', command)).toBe(true)
  })

  test.each(['darwin', 'win32'] as const)('is yes on %s', async (platform) => {
    expect(await hasTrayHost(platform, '/nowhere/gdbus')).toBe(true)
  })
})
