import { afterAll, beforeAll, expect, it } from 'vitest'
import { type LabFixture, openLabWith } from '../engine/support/lab-fixture.ts'
import { findAccessibilityProblems } from './support/accessibility.ts'
import { openPage } from './support/open-page.ts'
import { openScreen } from './support/screens.ts'
import { keepScreenshot } from './support/screenshots.ts'
import { notice } from './support/yard.ts'

const compose = `name: kept
services:
  writer:
    image: switchyard/fixture:1
    entrypoint: [sh, -c, 'echo one > /data/row; sleep 100000']
    init: true
    stop_grace_period: 0s
    volumes: [rows:/data]
volumes:
  rows: {}
`

let lab: LabFixture
beforeAll(async () => {
  lab = await openLabWith('kept', { 'compose.yaml': compose })
  await lab.run({ kind: 'start' })
  await lab.docker(['network', 'create', 'kept-lonely'])
})
afterAll(() => lab[Symbol.asyncDispose]())

it('what is stored is shown, backed up, removed by its typed name, restored and cleaned up, by keyboard alone', async () => {
  await using opened = await openPage({ variables: lab.variables, labDir: lab.dir })
  const { page, pageErrors } = opened
  await openScreen(page, { path: '/storage' })
  await page.getByRole('list', { name: 'Kinds of storage' }).getByText('images', { exact: true }).waitFor()
  await page
    .getByRole('group', { name: 'Storage by stack' })
    .getByRole('rowheader', { name: 'kept' })
    .waitFor()
  expect(await findAccessibilityProblems(page)).toEqual([])
  await keepScreenshot(page, 'storage-dark')

  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: 'Back up kept_rows…' }).press('Enter')
  expect(await findAccessibilityProblems(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Back up' }).press('Enter')
  await dialog.getByText('in 2 entries.').waitFor()
  expect(await lab.states('kept')).toEqual({ writer: 'running' })
  await page.keyboard.press('Escape')

  await lab.run({ kind: 'down' })
  await page.getByRole('button', { name: 'Remove kept_rows…' }).press('Enter')
  const remove = dialog.getByRole('button', { name: 'Remove volume' })
  expect(await remove.isDisabled()).toBe(true)
  await page.keyboard.type('kept_rows')
  await page.keyboard.press('Enter')
  await notice(page, 'Removed volume kept_rows.').waitFor()
  expect(await lab.docker(['volume', 'ls', '--quiet', '--filter', 'name=kept_rows'])).toBe('')

  await page.getByRole('button', { name: 'Restore a backup…' }).press('Enter')
  await dialog.getByRole('button', { name: /^kept_rows-/ }).press('Enter')
  await page.setViewportSize({ width: 1024, height: 640 })
  await keepScreenshot(page, 'storage-restore-1024x640')
  await dialog.getByRole('button', { name: 'Restore', exact: true }).press('Enter')
  await dialog.getByText('in 2 entries.').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Remove kept_rows…' }).waitFor()

  await page.getByRole('button', { name: 'Clean up…' }).press('Enter')
  await dialog.getByRole('checkbox', { name: /^kept-lonely/ }).waitFor()
  expect(await findAccessibilityProblems(page)).toEqual([])
  // Everything else on this engine is for other tests.
  const others = dialog
    .locator('label')
    .filter({ hasNotText: /^kept-lonely/ })
    .getByRole('checkbox', { checked: true })
  while ((await others.count()) > 0) await others.first().press('Space')
  await keepScreenshot(page, 'storage-clean-1024x640')
  await dialog.getByRole('button', { name: 'Remove 1', exact: true }).press('Enter')
  await page.getByText(/^Removed 1 network/).waitFor()
  expect(await lab.docker(['network', 'ls', '--quiet', '--filter', 'name=kept-lonely'])).toBe('')
  expect(pageErrors).toEqual([])
})
