import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
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
