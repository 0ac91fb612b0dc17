import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLab, type LabFixture } from '../engine/support/lab-fixture.ts'
import { openPage } from './support/open-page.ts'
import {
  goTo,
  masterSwitch,
  notice,
  runTimeoutMs,
  serviceRow,
  stackCard,
  startEverything,
  waitForQuiet,
  waitForReady,
  waitForWord,
} from './support/yard.ts'

const infra = ['admin-service', 'auth-service', 'dynamodb-local', 'logging-service', 'web-service'] as const
const apps = ['discord-bot', 'fastapi-service'] as const
const all = (names: readonly string[], state: string) =>
  Object.fromEntries(names.map((name) => [name, state]))

describe('one Compose project of infrastructure that stays and apps that are switched', () => {
  let lab: LabFixture
  beforeAll(async () => {
    lab = await openLab('split-project')
  })
  afterAll(() => lab[Symbol.asyncDispose]())
  const states = () => lab.states('trollama')

  it('comes up while its run is watched, and the run can be read afterwards', async () => {
    await using opened = await openPage({ variables: lab.variables, labDir: lab.dir })
    const { page, pageErrors } = opened
    await goTo(page, 'Runs')
    await startEverything(page).click()
    await page.getByRole('link', { name: /Starting 2 stacks/ }).click()
    const timeline = page.getByRole('treegrid', { name: 'Timeline of the run' })
    const row = (name: string) => timeline.getByRole('row').filter({ hasText: name })
    await row('web-service').waitFor()
    await page.getByRole('button', { name: 'Cancel' }).waitFor()
    await page.getByRole('button', { name: 'Run again' }).waitFor({ timeout: runTimeoutMs })
    for (const name of [...infra, ...apps])
      await row(name).getByRole('img', { name: 'ready', exact: true }).waitFor()
    await row('web-service').click()
    const about = page.getByRole('complementary', { name: 'About web-service' })
    await about.getByRole('link', { name: 'web-service' }).waitFor()
    expect(await states()).toEqual(all([...infra, ...apps].sort(), 'running'))
    expect(pageErrors).toEqual([])
  })

  it('loses and gets back its apps by the master switch, and nothing else', async () => {
    await using opened = await openPage({ variables: lab.variables, labDir: lab.dir })
    const { page, pageErrors } = opened
    await masterSwitch(page).click()
    await waitForWord(serviceRow(page, 'app/fastapi-service'), 'stopped')
    await waitForQuiet(page)
    expect(await states()).toEqual({ ...all(infra, 'running'), ...all(apps, 'exited') })
    await waitForReady(page, 'infra', infra.length)
    await masterSwitch(page).click()
    await waitForReady(page, 'app', apps.length)
    expect(await states()).toEqual({ ...all(infra, 'running'), ...all(apps, 'running') })
    expect(pageErrors).toEqual([])
  })

  it('stops its always-on stack only after the name was typed', async () => {
    await using opened = await openPage({ variables: lab.variables, labDir: lab.dir })
    const { page, pageErrors } = opened
    await waitForReady(page, 'infra', infra.length)
    const askToStop = async () => {
      await stackCard(page, 'infra').getByRole('link', { name: 'infra', exact: true }).focus()
      await stackCard(page, 'infra').getByRole('button', { name: 'More for infra' }).click()
      await page.getByRole('menuitem', { name: 'Stop' }).click()
    }
    const dialog = page.getByRole('dialog', { name: 'Stop infra?' })
    await askToStop()
    for (const name of infra) await dialog.getByText(`infra/${name}`, { exact: true }).waitFor()
    const stop = dialog.getByRole('button', { name: /^Stop \d+ services$/ })
    expect(await stop.isDisabled()).toBe(true)
    await dialog.getByRole('button', { name: 'Keep it' }).click()
    await dialog.waitFor({ state: 'detached' })
    expect(await states()).toEqual({ ...all(infra, 'running'), ...all(apps, 'running') })

    await askToStop()
    await dialog.getByRole('textbox', { name: 'Type infra to confirm' }).fill('infr')
    expect(await stop.isDisabled()).toBe(true)
    await dialog.getByRole('textbox', { name: 'Type infra to confirm' }).fill('infra')
    await stop.click()
    await notice(page, /Stopped .* in /).waitFor({ timeout: runTimeoutMs })
    for (const name of infra) await waitForWord(serviceRow(page, `infra/${name}`), 'stopped')
    expect(await states()).toMatchObject(all(infra, 'exited'))
    expect(pageErrors).toEqual([])
  })
})
