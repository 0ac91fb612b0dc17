import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabFixture, openLabWith } from '../engine/support/lab-fixture.ts'
import { findAccessibilityProblems } from './support/accessibility.ts'
import { openPage } from './support/open-page.ts'
import { openScreen } from './support/screens.ts'
import { keepScreenshot } from './support/screenshots.ts'

/** Two images under names that no registry has: what is newer is here already. */
const files = {
  'compose.yaml': `name: kept
services:
  cache: { image: 'switchyard/kept:1', stop_grace_period: 0s }
  web: { image: 'switchyard/fixture:1', stop_grace_period: 0s }
`,
  'switchyard.yaml': 'stacks:\n  kept:\n    upstream: { file: upstream/compose.yaml }\n',
  'upstream/compose.yaml': `services:
  cache: { image: 'switchyard/kept:2', environment: { NEW_KEY: secret-value } }
  vector: { image: 'switchyard/fixture:1' }
`,
}

describe('updates in the page', () => {
  let lab: LabFixture
  beforeAll(async () => {
    lab = await openLabWith('kept', files)
    await lab.docker(['tag', 'switchyard/fixture:1', 'switchyard/kept:1'])
    await lab.run({ kind: 'start' })
    await lab.client.updates.check({ dir: lab.dir })
    const container = await lab.docker(['create', 'switchyard/fixture:1'])
    await lab.docker(['commit', '--change', 'ENV VERSION=2', container, 'switchyard/kept:1'])
    await lab.docker(['rm', container])
  })
  afterAll(async () => {
    await lab.docker(['rmi', '--force', 'switchyard/kept:1', 'switchyard-previous:kept.cache'])
    await lab[Symbol.asyncDispose]()
  })

  it('are chosen, shown as a plan, carried out, and taken back from the page of the service', async () => {
    await using opened = await openPage({ variables: lab.variables, labDir: lab.dir, theme: 'light' })
    const { page, pageErrors } = opened
    await openScreen(page, { path: '/updates' })
    const cache = page.getByRole('row').filter({ hasText: 'kept/cache' })
    await cache.getByText('newer image, here already').waitFor()
    const upstream = page.getByRole('region', { name: 'Upstream of kept' })
    await upstream.getByText('variables: + NEW_KEY').waitFor()
    expect(await upstream.textContent()).not.toContain('secret-value')
    expect(await findAccessibilityProblems(page)).toEqual([])
    await keepScreenshot(page, 'updates-light')

    await cache.getByRole('checkbox', { name: 'Choose kept/cache' }).press('Space')
    await page.getByRole('button', { name: 'Update 1 chosen…' }).press('Enter')
    await page.getByRole('list', { name: 'What is replaced' }).getByText('kept/cache').waitFor()
    await keepScreenshot(page, 'updates-plan-light')
    await page.getByRole('button', { name: 'Update 1 service' }).press('Enter')
    await page
      .getByText(/^Updated kept in/)
      .first()
      .waitFor()
    await keepScreenshot(page, 'updates-run-light')

    await openScreen(page, { path: '/services/kept/cache' })
    await page.setViewportSize({ width: 1024, height: 640 })
    await page.getByRole('button', { name: /^Go back to / }).press('Enter')
    await page.getByRole('list', { name: 'What is replaced' }).getByText('kept/cache').waitFor()
    await page.getByRole('button', { name: 'Go back', exact: true }).press('Enter')
    await page.getByRole('heading', { level: 1 }).filter({ hasText: 'Update' }).waitFor()
    await openScreen(page, { path: '/services/kept/cache' })
    await page.getByRole('list', { name: 'Images that it ran' }).getByRole('listitem').nth(2).waitFor()
    await keepScreenshot(page, 'updates-history-1024x640')
    await openScreen(page, { path: '/updates' })
    await keepScreenshot(page, 'updates-1024x640')
    expect(pageErrors).toEqual([])
  })
})
