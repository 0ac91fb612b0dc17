import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openLab } from '../engine/support/lab-fixture.ts'
import { findAccessibilityProblems } from './support/accessibility.ts'
import { openPage } from './support/open-page.ts'
import { openScreen } from './support/screens.ts'
import { keepScreenshot } from './support/screenshots.ts'

it('a big file is split by keyboard alone: a service is moved, the files are written, old and new stand side by side', async () => {
  await using lab = await openLab('monolith')
  const size = { width: 1024, height: 640 }
  await using opened = await openPage({ variables: lab.variables, labDir: lab.dir, size })
  const { page, pageErrors } = opened
  await openScreen(page, { path: '/split' })
  const data = page.getByRole('list', { name: 'Services of data' })
  await data.getByText('The image redis is a database.').waitFor()
  await page.getByText('Compose resolves the new files to the same services as the old one.').waitFor()
  expect(await findAccessibilityProblems(page)).toEqual([])
  await keepScreenshot(page, 'split-proposal-dark')

  await page.getByRole('button', { name: 'Move dynamodb-local' }).press('Enter')
  await page.getByRole('menuitem', { name: 'apps' }).press('Enter')
  await page.getByRole('list', { name: 'Services of apps' }).getByText('You put it here.').waitFor()
  await page.locator('summary', { hasText: 'docker-compose.data.yml' }).press('Enter')
  const preview = page.getByRole('region', { name: 'docker-compose.data.yml' })
  expect(await preview.textContent()).toContain('image: switchyard/redis:1')

  await page.getByRole('button', { name: 'Write files' }).press('Enter')
  await page.getByRole('status').filter({ hasText: 'None runs now.' }).waitFor()
  expect(existsSync(join(lab.dir, 'docker-compose.data.beside.yml'))).toBe(true)
  await page.getByRole('button', { name: 'Start beside' }).waitFor()
  await page
    .getByRole('group', { name: 'Services, old and new' })
    .getByRole('rowheader', { name: 'redis' })
    .waitFor()
  await page.evaluate(() => (document.documentElement.dataset['theme'] = 'light'))
  expect(await findAccessibilityProblems(page)).toEqual([])
  await keepScreenshot(page, 'split-move-light')
  expect(pageErrors).toEqual([])
})
