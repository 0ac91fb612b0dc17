import type { MenuItemConstructorOptions } from 'electron'
import { describe, expect, test } from 'vitest'
import { trayMenu, type TrayActions, type TrayLink } from '../../../src/main/desktop/tray-menu.ts'

const calls: string[] = []
const actions: TrayActions = {
  open: () => void calls.push('open'),
  openLink: (url) => void calls.push(`open ${url}`),
  openAddresses: () => void calls.push('addresses'),
  quit: () => void calls.push('quit'),
}
const links = (count: number): TrayLink[] =>
  Array.from({ length: count }, (_, index) => ({
    name: `page ${index}`,
    stack: 'apps',
    url: `http://localhost:${8000 + index}/`,
  }))

function submenuOf(menu: readonly MenuItemConstructorOptions[]): readonly MenuItemConstructorOptions[] {
  const found = menu.find(({ label }) => label === 'Links')?.submenu
  return Array.isArray(found) ? found : []
}
const press = (item: MenuItemConstructorOptions | undefined) => (item?.click as (() => void) | undefined)?.()

describe('the menu of the tray', () => {
  test('has no links while nothing runs', () => {
    expect(trayMenu([], actions).map(({ label }) => label)).toEqual(['Open Switchyard', undefined, 'Quit'])
  })

  test('opens what runs, and all addresses below', () => {
    const menu = submenuOf(trayMenu(links(2), actions))
    expect(menu.map(({ label, type }) => label ?? type)).toEqual([
      'page 0 (apps)',
      'page 1 (apps)',
      'separator',
      'All addresses…',
    ])
    press(menu[1])
    press(menu.at(-1))
    expect(calls.splice(0)).toEqual(['open http://localhost:8001/', 'addresses'])
  })

  test('stays short however many there are', () => {
    expect(submenuOf(trayMenu(links(40), actions))).toHaveLength(12 + 2)
  })

  test('shows names as they are, without what would change the menu', () => {
    const odd = { stack: 'a', url: 'http://localhost/' }
    const names = [{ name: 'R&D' }, { name: 'one\ntwo\u202e' }, { name: 'x'.repeat(100) }]
    expect(
      submenuOf(
        trayMenu(
          names.map((each) => ({ ...odd, ...each })),
          actions,
        ),
      ).slice(0, 3),
    ).toMatchObject([{ label: 'R&&D (a)' }, { label: 'onetwo (a)' }, { label: `${'x'.repeat(59)}…` }])
  })
})
