import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabFixture, openLabWith } from '../engine/support/lab-fixture.ts'
import { findAccessibilityProblems } from './support/accessibility.ts'
import { openPage } from './support/open-page.ts'
import { openScreen } from './support/screens.ts'
import { keepScreenshot } from './support/screenshots.ts'

const compose = `name: timed
services:
  chat:
    image: switchyard/fixture:1
    entrypoint: [sleep, infinity]
    init: true
    stop_grace_period: 0s
`

describe('schedules in the page', () => {
  let lab: LabFixture
  beforeAll(async () => {
    lab = await openLabWith('timed', { 'compose.yaml': compose })
  })
  afterAll(() => lab[Symbol.asyncDispose]())

  it('say what they mean while one types, are carried out at once, paused, changed and removed', async () => {
    await using opened = await openPage({ variables: lab.variables, labDir: lab.dir })
    const { page, pageErrors } = opened
    await openScreen(page, { path: '/schedules' })
    await page.getByText('Nothing is done by the clock yet.').waitFor()
    await page.getByRole('button', { name: 'Add a schedule' }).press('Enter')
    await page.keyboard.type('morning')
    const form = page.getByRole('form', { name: 'New schedule' })
    await form.getByText(/^Weekdays at 08:00: switch apps on; next/).waitFor()
    await form.getByLabel('Time', { exact: true }).fill('07:30')
    await form.getByRole('button', { name: 'fri' }).press('Enter')
    await form
      .getByText(
        /^Mondays, Tuesdays, Wednesdays and Thursdays at 07:30: switch apps on; next \w+ \d+ \w+ 07:30/,
      )
      .waitFor()
    await form.getByLabel('Time zone').fill('Moon/Crater')
    await form.getByText('names a time zone that is not known: Moon/Crater').waitFor()
    await form.getByLabel('Time zone').fill('Europe/Berlin')
    await form.getByText(/\(Europe\/Berlin\)$/).waitFor()
    await keepScreenshot(page, 'schedules-form-dark')
    expect(await findAccessibilityProblems(page)).toEqual([])
    await form.getByRole('button', { name: 'Add', exact: true }).press('Enter')

    const item = page.getByRole('list', { name: 'Schedules', exact: true }).getByRole('listitem').first()
    await item.getByText('07:30: switch apps on').waitFor()
    await item.getByRole('button', { name: 'Run now' }).press('Enter')
    await page.getByText('by schedule morning').first().waitFor()
    await openScreen(page, { path: '/schedules' })
    await item.getByText('by hand').waitFor()
    await item.getByText('done').waitFor()
    await item.getByRole('switch', { name: 'Schedule morning' }).press('Space')
    await item.getByText('Paused').waitFor()
    await page.setViewportSize({ width: 1024, height: 640 })
    await page.emulateMedia({ colorScheme: 'light' })
    await keepScreenshot(page, 'schedules-list-1024x640-light')
    expect(await findAccessibilityProblems(page)).toEqual([])
    await item.getByRole('button', { name: 'Change morning' }).press('Enter')
    await page.getByRole('form', { name: 'Change morning' }).getByRole('radio', { name: 'Cron' }).click()
    await page.getByLabel('Cron expression').fill('0 9 * * 1')
    await page.keyboard.press('Enter')
    await item.getByText('By cron 0 9 * * 1: switch apps on').waitFor()
    await item.getByRole('button', { name: 'Remove morning' }).press('Enter')
    await page.getByText('Nothing is done by the clock yet.').waitFor()
    expect(pageErrors).toEqual([])
  })
})
