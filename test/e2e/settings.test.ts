import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { placeInLab } from '../../src/shared/desktop.ts'
import { openLabWith } from '../engine/support/lab-fixture.ts'
import { findAccessibilityProblems } from './support/accessibility.ts'
import { openPage } from './support/open-page.ts'
import { openScreen } from './support/screens.ts'
import { keepScreenshot } from './support/screenshots.ts'

const compose = 'name: kept\nservices: { web: { image: switchyard/fixture:1 } }\n'

it.for(['dark', 'light'] as const)(
  'what is measured is kept as the operator says, by key alone, %s',
  async (theme) => {
    await using lab = await openLabWith('kept', { 'compose.yaml': compose })
    const size = { width: 1024, height: 640 }
    await using opened = await openPage({ variables: lab.variables, labDir: lab.dir, theme, size })
    const { page, pageErrors } = opened
    await openScreen(page, { path: '/settings' })
    const limit = page.getByRole('textbox', { name: 'Most that the history may take, in MB' })
    await limit.scrollIntoViewIfNeeded()
    await page.getByText(/^The history takes \d+ MB now/).waitFor()
    expect(await limit.inputValue()).toBe('200')

    await limit.focus()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('5')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: 'Give a number of MB from 20 to 20000.' }).waitFor()
    await keepScreenshot(page, `settings-limit-wrong-${theme}`)
    expect(await findAccessibilityProblems(page)).toEqual([])

    await page.keyboard.press('Control+a')
    await page.keyboard.type('1.5 GB')
    await page.keyboard.press('Enter')
    await page.getByRole('status').filter({ hasText: 'Saved' }).waitFor()
    expect([
      await limit.inputValue(),
      await limit.evaluate((field) => field === document.activeElement),
    ]).toEqual(['1500', true])
    const prometheus = page.getByRole('switch', { name: 'Prometheus' })
    await prometheus.focus()
    await page.keyboard.press('Space')
    const file = join(lab.variables['XDG_CONFIG_HOME'] ?? '', 'switchyard/settings.json')
    await vi.waitFor(async () =>
      expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ historyLimitMb: 1500, serveMetrics: true }),
    )
    await keepScreenshot(page, `settings-limit-${theme}`)
    expect(await findAccessibilityProblems(page)).toEqual([])
    expect(pageErrors).toEqual([])
  },
)

it.for(['dark', 'light'] as const)(
  'what only the desktop app has is set where the page is in it, %s',
  async (theme) => {
    await using lab = await openLabWith('kept', { 'compose.yaml': compose })
    const size = { width: 1024, height: 640 }
    await using opened = await openPage({ variables: lab.variables, labDir: lab.dir, theme, size })
    const { page, pageErrors } = opened
    await openScreen(page, { path: '/settings' })
    expect(await page.getByRole('switch', { name: 'Open at login' }).count()).toBe(0)

    // The app leads to places of a lab by the page's address.
    await page.evaluate(
      (place) => {
        Object.assign(window, { switchyardDesktop: { platform: 'linux' } })
        window.location.hash = place
      },
      placeInLab(lab.dir, '/yard'),
    )
    await page.waitForURL(({ hash }) => hash === '#/yard')
    await page.evaluate((place) => (window.location.hash = place), placeInLab(lab.dir, '/settings'))
    await page.waitForURL(({ hash }) => hash === '#/settings')

    await page.getByRole('switch', { name: 'Links of Switchyard' }).focus()
    await page.keyboard.press('Space')
    const keys = page.getByRole('textbox', { name: 'Keys of the global shortcut' })
    await keys.focus()
    await page.keyboard.type('y')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').filter({ hasText: 'Add Ctrl, Alt or Super' }).waitFor()
    await keys.scrollIntoViewIfNeeded()
    await keepScreenshot(page, `settings-desktop-wrong-${theme}`)
    expect(await findAccessibilityProblems(page)).toEqual([])
    await page.keyboard.press('Control+a')
    await page.keyboard.type('ctrl + alt + y')
    await page.keyboard.press('Enter')
    await page.getByText('Ctrl+Alt+Y shows and hides the window from anywhere.').waitFor()
    await keepScreenshot(page, `settings-desktop-${theme}`)
    expect(await findAccessibilityProblems(page)).toEqual([])
    const file = join(lab.variables['XDG_CONFIG_HOME'] ?? '', 'switchyard/settings.json')
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      deepLinks: true,
      globalShortcut: 'Control+Alt+Y',
    })
    expect(pageErrors).toEqual([])
  },
)
