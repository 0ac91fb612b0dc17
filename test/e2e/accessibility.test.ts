import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import type { LabFixture } from '../engine/support/lab-fixture.ts'
import { findAccessibilityProblems } from './support/accessibility.ts'
import { openPage } from './support/open-page.ts'
import { openSampleLab } from './support/sample-lab.ts'
import { listScreens, openScreen } from './support/screens.ts'
import { keepScreenshot } from './support/screenshots.ts'
import { stackCard } from './support/yard.ts'

describe('every screen of the page', () => {
  let lab: LabFixture
  let runId: string
  beforeAll(async () => {
    lab = await openSampleLab()
    runId = (await lab.run({ kind: 'start' })).end.runId
  })
  afterAll(() => lab[Symbol.asyncDispose]())

  it.for(['dark', 'light'] as const)('can be used by everyone in the %s theme', async (theme) => {
    await using opened = await openPage({ variables: lab.variables, labDir: lab.dir, theme })
    const { page, pageErrors } = opened
    const problems: Record<string, readonly string[]> = {}
    const judge = async (name: string) => {
      problems[name] = await findAccessibilityProblems(page)
      await keepScreenshot(page, `${name}-${theme}`)
    }
    for (const screen of listScreens(runId)) {
      await openScreen(page, screen)
      await judge(screen.name)
    }
    await openScreen(page, { path: '/yard' })
    expect(await page.evaluate(() => document.documentElement.dataset['theme'])).toBe(theme)
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search or run a command' }).waitFor()
    await judge('palette')
    await page.keyboard.press('Escape')
    await openRemoval(page)
    await judge('confirm')
    const nothing = Object.fromEntries(Object.keys(problems).map((name) => [name, []]))
    expect(problems).toEqual(nothing)
    expect(pageErrors).toEqual([])
  })

  it.for([
    { width: 1024, height: 640 },
    { width: 3840, height: 2160 },
  ])('fits $width x $height', async (size) => {
    await using opened = await openPage({ variables: lab.variables, labDir: lab.dir, size })
    const { page, pageErrors } = opened
    const seen: Record<string, unknown> = {}
    for (const screen of listScreens(runId)) {
      await openScreen(page, screen)
      seen[screen.name] = {
        // The frame stays; what is longer than it scrolls within it.
        scrolls: await page.evaluate(() => {
          const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement
          return scrollWidth > clientWidth || scrollHeight > clientHeight
        }),
        showsPrimary: screen.primary === null || (await isInSight(page, screen.primary)),
      }
      await keepScreenshot(page, `${screen.name}-${size.width}x${size.height}`)
    }
    const good = { scrolls: false, showsPrimary: true }
    expect(seen).toEqual(Object.fromEntries(Object.keys(seen).map((name) => [name, good])))
    expect(pageErrors).toEqual([])
  })
})

async function openRemoval(page: Page): Promise<void> {
  const card = stackCard(page, 'apps')
  await card.getByRole('link', { name: 'apps', exact: true }).focus()
  await card.getByRole('button', { name: 'More for apps' }).click()
  await page.getByRole('menuitem', { name: 'Remove containers…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Remove apps?' })
  await dialog.getByRole('button', { name: 'Remove 3 containers' }).waitFor()
}

/** Whether the whole of the button is on the screen, without scrolling. */
async function isInSight(page: Page, name: string): Promise<boolean> {
  const button = page.getByRole('main').getByRole('button', { name, exact: true })
  await button.waitFor()
  const box = await button.boundingBox()
  const size = page.viewportSize()
  if (!box || !size) return false
  return box.x >= 0 && box.y >= 0 && box.x + box.width <= size.width && box.y + box.height <= size.height
}
