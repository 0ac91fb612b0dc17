import { describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { expectVisibleFocus, pressUntilFocused } from './support/focus.ts'
import { openPage } from './support/open-page.ts'
import { openSampleLab, sampleStates } from './support/sample-lab.ts'
import {
  goTo,
  masterSwitch,
  notice,
  runTimeoutMs,
  serviceRow,
  stackSwitch,
  startEverything,
  waitForQuiet,
  waitForWord,
} from './support/yard.ts'

const allUp = {
  agent: 'running',
  chat: 'running',
  database: 'running',
  gateway: 'running',
  'model-server': 'running',
  setup: 'exited',
}
const appsOff = { ...allUp, agent: 'exited', chat: 'exited', 'model-server': 'exited' }

async function waitUntilUp(page: Page): Promise<void> {
  for (const key of ['infrastructure/database', 'infrastructure/gateway', 'models/model-server'])
    await waitForWord(serviceRow(page, key), 'ready')
  for (const key of ['apps/chat', 'apps/agent']) await waitForWord(serviceRow(page, key), 'ready')
  await waitForWord(serviceRow(page, 'apps/setup'), 'done')
  await waitForQuiet(page)
}

describe('a first start, and the sample lab from there', () => {
  it('is started, watched, switched and stopped with the mouse alone', async () => {
    await using lab = await openSampleLab()
    await using opened = await openPage({ variables: lab.variables })
    const { page, pageErrors } = opened

    await page.getByRole('heading', { level: 1, name: 'Switchyard' }).waitFor()
    await page.getByRole('button', { name: 'Try the sample lab' }).click()
    const found = page.getByRole('region', { name: 'What is in sample-lab' })
    await found.getByText('3 stacks with 6 services').waitFor()
    await found.getByRole('button', { name: 'Close' }).click()

    // The same lab from a folder of its own, since another sample may be up on this machine.
    await page.getByRole('button', { name: 'Browse…' }).click()
    const browser = page.getByRole('dialog', { name: 'Choose a folder' })
    await browser.getByRole('button', { name: /^sample-lab/ }).click()
    await browser.getByRole('list', { name: `Folders in ${lab.dir}` }).waitFor()
    await browser.getByRole('button', { name: 'Choose this folder' }).click()
    await found.getByRole('button', { name: 'Open this lab' }).click()

    await startEverything(page).click()
    await waitForWord(serviceRow(page, 'models/model-server'), 'loading')
    await waitUntilUp(page)
    await notice(page, /Started 3 stacks in /).waitFor()
    expect(await sampleStates(lab)).toEqual(allUp)

    await serviceRow(page, 'apps/chat').getByRole('link', { name: 'chat', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'chat' }).waitFor()
    await page.getByRole('button', { name: 'Stop', exact: true }).click()
    await notice(page, /Stopped apps in /).waitFor()
    expect((await sampleStates(lab))['chat']).toBe('exited')
    await page.getByRole('button', { name: 'Start again' }).click()
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor()
    await goTo(page, 'Yard')
    await waitUntilUp(page)

    await stackSwitch(page, 'apps').click()
    await waitForWord(serviceRow(page, 'apps/chat'), 'stopped')
    await notice(page, /Stopped apps in /)
      .getByRole('button', { name: 'Start again' })
      .click()
    await waitUntilUp(page)

    await masterSwitch(page).click()
    await waitForWord(serviceRow(page, 'models/model-server'), 'stopped')
    await notice(page, /Stopped 2 stacks in /).waitFor()
    expect(await sampleStates(lab)).toEqual(appsOff)

    await masterSwitch(page).click()
    await waitUntilUp(page)
    expect(await sampleStates(lab)).toEqual(allUp)
    expect(pageErrors).toEqual([])
  })

  it('is started, watched, switched and stopped with the keyboard alone', async () => {
    await using lab = await openSampleLab()
    await using opened = await openPage({ variables: lab.variables })
    const { page, pageErrors } = opened
    const { keyboard } = page

    await page.getByRole('heading', { level: 1, name: 'Switchyard' }).waitFor()
    const path = page.getByRole('textbox', { name: 'Path of a folder with Compose files' })
    await pressUntilFocused(page, 'Tab', path)
    await keyboard.type(lab.dir)
    await keyboard.press('Enter')
    const open = page.getByRole('button', { name: 'Open this lab' })
    await open.waitFor()
    await pressUntilFocused(page, 'Tab', open)
    await expectVisibleFocus(open)
    await keyboard.press('Enter')

    await startEverything(page).waitFor()
    await keyboard.press('Shift+S')
    await waitUntilUp(page)
    expect(await sampleStates(lab)).toEqual(allUp)

    const chat = serviceRow(page, 'apps/chat').getByRole('link', { name: 'chat', exact: true })
    await keyboard.press('ArrowDown')
    await keyboard.press('ArrowRight')
    await keyboard.press('ArrowRight')
    await pressUntilFocused(page, 'ArrowDown', chat, 6)
    await expectVisibleFocus(chat)
    await keyboard.press('s')
    await waitForWord(serviceRow(page, 'apps/chat'), 'stopped')
    expect((await sampleStates(lab))['chat']).toBe('exited')
    const again = page.getByRole('button', { name: 'Start again' })
    await again.waitFor()
    await keyboard.press('F8')
    await pressUntilFocused(page, 'Tab', again, 6)
    await expectVisibleFocus(again)
    await keyboard.press('Enter')
    await waitUntilUp(page)

    const appsSwitch = stackSwitch(page, 'apps')
    await pressUntilFocused(page, 'Tab', appsSwitch)
    await expectVisibleFocus(appsSwitch)
    await keyboard.press('Space')
    await waitForWord(serviceRow(page, 'apps/chat'), 'stopped')
    await waitForQuiet(page)

    await keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search or run a command' }).waitFor()
    await keyboard.type('start apps')
    await page.getByRole('option', { name: 'Start apps', exact: true }).waitFor()
    await keyboard.press('Enter')
    await waitUntilUp(page)

    await keyboard.press('Shift+A')
    await waitForWord(serviceRow(page, 'models/model-server'), 'stopped')
    await notice(page, /Stopped 2 stacks in /).waitFor()
    expect(await sampleStates(lab)).toEqual(appsOff)

    await keyboard.press('g')
    await keyboard.press('r')
    await page.getByRole('heading', { level: 1, name: 'Runs' }).waitFor()
    await keyboard.press('Control+k')
    await page.getByRole('combobox', { name: 'Search or run a command' }).waitFor()
    await keyboard.type('apps on')
    await keyboard.press('Enter')
    await notice(page, /Started 2 stacks in /).waitFor({ timeout: runTimeoutMs })
    expect(await sampleStates(lab)).toEqual(allUp)
    expect(pageErrors).toEqual([])
  })
})
