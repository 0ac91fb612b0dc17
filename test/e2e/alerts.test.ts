import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type LabFixture, openLabWith } from '../engine/support/lab-fixture.ts'
import { openReceiver } from '../unit/alerts/support/receiver.ts'
import { findAccessibilityProblems } from './support/accessibility.ts'
import { openPage } from './support/open-page.ts'
import { openScreen } from './support/screens.ts'
import { keepScreenshot } from './support/screenshots.ts'

const compose = `name: watched
services:
  moody:
    image: switchyard/fixture:1
    entrypoint: [sh, -c, 'echo "listening on 8080"; sleep 100000']
    init: true
    stop_grace_period: 0s
    healthcheck: { test: [CMD, test, '!', -e, /tmp/sick], interval: 200ms, timeout: 5s, retries: 1 }
  crashing:
    image: switchyard/fixture:1
    entrypoint: [sh, -c, 'echo "cannot open the model"; sleep 0.3; exit 3']
    restart: always
    profiles: [crash]
`

describe('alerts in the page', () => {
  let lab: LabFixture
  // Each try has its own: what is open from the last one would be counted.
  beforeEach(async () => {
    lab = await openLabWith('watched', { 'compose.yaml': compose })
    await lab.run({ kind: 'start' })
  })
  afterEach(() => lab[Symbol.asyncDispose]())

  it('are counted at the bell, shown with what to do, and dismissed by keyboard alone', async () => {
    await using opened = await openPage({ variables: lab.variables, labDir: lab.dir })
    const { page, pageErrors } = opened
    await page.getByRole('link', { name: 'Alerts: none open' }).waitFor()
    await lab.docker(['exec', 'watched-moody-1', 'touch', '/tmp/sick'])
    await lab.docker(['compose', '--profile', 'crash', 'up', '--detach', 'crashing'])
    await page.getByRole('link', { name: 'Alerts: 2 open' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('e')
    const open = page.getByRole('list', { name: 'Open alerts' })
    const loop = open.getByRole('listitem').filter({ hasText: 'watched/crashing is in a crash loop' })
    expect(await loop.getByLabel('End of the log').textContent()).toContain('cannot open the model')
    expect(await findAccessibilityProblems(page)).toEqual([])
    await keepScreenshot(page, 'alerts-open-dark')

    await loop.getByRole('button', { name: 'Service' }).press('Enter')
    await page.getByRole('heading', { level: 1, name: 'crashing' }).waitFor()
    await openScreen(page, { path: '/alerts' })
    await loop.getByRole('button', { name: 'Dismiss' }).press('Enter')
    await page.getByRole('link', { name: 'Alerts: 1 open' }).waitFor()
    await page.getByRole('list', { name: 'Dismissed alerts' }).getByText('watched/crashing').waitFor()

    await lab.docker(['exec', 'watched-moody-1', 'rm', '/tmp/sick'])
    await page.getByRole('link', { name: 'Alerts: none open' }).waitFor()
    await page
      .getByRole('list', { name: 'Alerts that are over' })
      .getByText(/is healthy again; it was unhealthy for/)
      .waitFor()
    await page.setViewportSize({ width: 1024, height: 640 })
    await keepScreenshot(page, 'alerts-over-1024x640')
    expect(pageErrors).toEqual([])
  })

  it('have their rules and channels in the settings, whose secrets are not shown again', async () => {
    const { url, received } = await openReceiver((response, count) =>
      response.writeHead(count === 1 ? 500 : 200).end(),
    )
    await using opened = await openPage({ variables: lab.variables, labDir: lab.dir, theme: 'light' })
    const { page, pageErrors } = opened
    await openScreen(page, { path: '/settings' })
    await page.getByRole('button', { name: 'Add a channel' }).click()
    await page.getByRole('radio', { name: 'Webhook' }).click()
    await page.getByLabel('Name').fill('My hook')
    await page.getByLabel('Address', { exact: true }).fill(`${url}/very/secret`)
    await page.getByLabel(/^Token, sent as/).fill('tok-123')
    await page.keyboard.press('Enter')
    const hook = page.getByRole('list', { name: 'Channels' }).getByRole('listitem')
    await hook.getByText('Nothing was sent yet.').waitFor()
    await hook.getByRole('button', { name: 'Test' }).click()
    await hook.getByText('It answered 500 (it has failed itself).').waitFor()
    await hook.getByRole('button', { name: 'Test' }).click()
    await hook.getByText('Delivered (200).').waitFor()
    expect(received.map(({ path }) => path)).toEqual(['/very/secret', '/very/secret'])
    await hook.getByRole('button', { name: 'Change My hook' }).click()
    expect(await page.content()).not.toMatch(/very\/secret|tok-123/)
    await keepScreenshot(page, 'settings-alerts-light')
    expect(await findAccessibilityProblems(page)).toEqual([])

    const minutes = page.getByLabel('Disk space: minutes')
    await minutes.fill('12')
    await minutes.press('Enter')
    await page.getByRole('switch', { name: 'Breaker' }).click()
    await page.reload()
    expect(await page.getByLabel('Disk space: minutes').inputValue()).toBe('12')
    await page.getByRole('switch', { name: 'Breaker', checked: true }).waitFor()
    const { alertRules } = await lab.client.settings.get()
    expect([alertRules.disk.minutes, alertRules['crash-loop'].stops]).toEqual([12, true])
    expect(pageErrors).toEqual([])
  })
})
