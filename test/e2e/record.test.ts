import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabFixture, openLabWith } from '../engine/support/lab-fixture.ts'
import { findAccessibilityProblems } from './support/accessibility.ts'
import { type OpenPage, openPage } from './support/open-page.ts'
import { openScreen } from './support/screens.ts'
import { keepScreenshot } from './support/screenshots.ts'

const compose = `name: eventful
services:
  failing:
    image: switchyard/fixture:1
    restart: 'on-failure:2'
    entrypoint: [sh, -c, 'sleep 0.2; exit 3']
  checked:
    image: switchyard/fixture:1
    init: true
    entrypoint: [sh, -c, 'touch /tmp/well; sleep infinity']
    healthcheck:
      test: [CMD-SHELL, 'test -e /tmp/well || { echo the file is missing; exit 1; }']
      interval: 300ms
      retries: 1
`

describe('what happened to services', () => {
  let lab: LabFixture
  let opened: OpenPage
  beforeAll(async () => {
    lab = await openLabWith('eventful', { 'compose.yaml': compose })
    opened = await openPage({ variables: lab.variables, labDir: lab.dir })
    await opened.page.getByRole('main').getByRole('heading', { level: 1 }).first().waitFor()
    await lab.run({ kind: 'start', targets: ['eventful/checked'] })
    await lab.docker(['compose', 'up', '--detach', '--no-build', 'failing'])
    await lab.docker(['exec', 'eventful-checked-1', 'rm', '/tmp/well'])
  })
  afterAll(async () => {
    await opened[Symbol.asyncDispose]()
    await lab[Symbol.asyncDispose]()
  })

  it('is remembered on the screen of each service', async () => {
    const { page, pageErrors } = opened
    await openScreen(page, { path: '/services/eventful/checked' })
    const health = page.getByRole('region', { name: 'Health, 24 hours' })
    await health.getByText('Started by a run').waitFor()
    await health.getByText('Unhealthy').first().waitFor()
    await health.getByText('the file is missing').first().waitFor()
    await health.getByRole('img', { name: /^The last 24 hours: ready \d/ }).waitFor()
    await keepScreenshot(page, 'record-checked')
    await openScreen(page, { path: '/services/eventful/failing' })
    await health.getByText('Ended by itself, exit 3').first().waitFor()
    await health.getByText('2 by its policy in 30 days').waitFor()
    await keepScreenshot(page, 'record-failing')
    expect(pageErrors).toEqual([])
  })

  it('is marked on the graphs, in words below them, and leads to its run by keyboard', async () => {
    const { page, pageErrors } = opened
    await openScreen(page, { path: '/stacks/eventful' })
    const events = page.getByRole('region', { name: 'Events in this time' })
    await events.getByText('failing ended by itself with exit 3').first().waitFor()
    await events.getByText('failing was started by its restart policy').first().waitFor()
    await events.getByText('checked is unhealthy: the file is missing').waitFor()
    await keepScreenshot(page, 'record-stack')
    expect(await findAccessibilityProblems(page)).toEqual([])
    const run = events.getByRole('link', { name: /^Start succeeded/ })
    await run.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Run again' }).waitFor()
    expect(pageErrors).toEqual([])
  })
})
