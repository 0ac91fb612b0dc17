import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hasTrayHost } from '../../../src/main/desktop/has-tray-host.ts'
import { createTray } from '../../../src/main/desktop/tray.ts'
import type { TrayActions } from '../../../src/main/desktop/tray-menu.ts'
import { temporaryFolder } from './support/desktop-fixture.ts'
import { createStandIn } from './support/stand-in.ts'

const actions: TrayActions = {
  open: () => undefined,
  openLink: () => undefined,
  openAddresses: () => undefined,
  quit: () => undefined,
}

describe('createTray', () => {
  test('offers in its menu what a click does, because on some desktops a click does nothing', () => {
    const { api, trays } = createStandIn()
    const { open, quit } = actions
    createTray(api, { iconFile: '/icons/tray.png', ...actions })
    expect(trays).toEqual([
      {
        image: '/icons/tray.png',
        menu: [
          { label: 'Open Switchyard', click: open },
          { type: 'separator' },
          { label: 'Quit', click: quit },
        ],
      },
    ])
  })

  test('makes its menu anew when the links are others, and only then', () => {
    const { api, trays } = createStandIn()
    const tray = createTray(api, { iconFile: 'x', ...actions })
    const labels = () => trays[0]?.menu.map(({ label }) => label)
    tray?.showLinks([{ name: 'Grafana', stack: 'monitoring', url: 'http://localhost:3000/' }])
    expect(labels()).toEqual(['Open Switchyard', 'Links', undefined, 'Quit'])
    const before = trays[0]?.menu
    tray?.showLinks([{ name: 'Grafana', stack: 'monitoring', url: 'http://localhost:3000/' }])
    expect(trays[0]?.menu).toBe(before)
    tray?.showLinks([])
    expect(labels()).toEqual(['Open Switchyard', undefined, 'Quit'])
  })

  test('is null where the desktop lets nothing into its tray', () => {
    const { api } = createStandIn({ hasTray: false })
    expect(createTray(api, { iconFile: 'x', ...actions })).toBeNull()
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
    ['echo "(true,)"', true],
    ['echo "(false,)"', false],
    ['exit 1', false],
    ['echo "(true,)"; exit 1', false],
  ])('on Linux asks the session bus: %s', async (script, expected) => {
    expect(await hasTrayHost('linux', await answering(script))).toBe(expected)
  })

  test('is no where nobody can be asked', async () => {
    expect(await hasTrayHost('linux', '/nowhere/gdbus')).toBe(false)
  })

  test('asks by the name that tray hosts take on the bus', async () => {
    const command = await answering('case "$*" in *" org.kde.StatusNotifierWatcher") echo "(true,)";; esac')
    expect(await hasTrayHost('linux', command)).toBe(true)
  })

  test.each(['darwin', 'win32'] as const)('is yes on %s', async (platform) => {
    expect(await hasTrayHost(platform, '/nowhere/gdbus')).toBe(true)
  })
})
