import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Page } from 'playwright-core'
import { openLab, type LabFixture } from '../engine/support/lab-fixture.ts'
import { openPage } from './support/open-page.ts'
import {
  masterSwitch,
  notice,
  runTimeoutMs,
  stackCard,
  stackSwitch,
  startEverything,
  waitForQuiet,
  waitForReady,
} from './support/yard.ts'

const sizes = { infrastructure: 3, infisical: 3, data: 19, compute: 2, apps: 8, lambda: 1 } as const
const alwaysOn = ['localai-infra', 'localai-infisical']
const switched = ['localai-data', 'localai-compute', 'localai-apps', 'localai-lambda']

async function waitForAll(page: Page): Promise<void> {
  for (const [stack, count] of Object.entries(sizes)) await waitForReady(page, stack, count)
  await waitForQuiet(page)
}

describe('six projects in numbered folders, 36 services, with a profile chosen in the bar', () => {
  let lab: LabFixture
  beforeAll(async () => {
    lab = await openLab('ai-homelab')
  })
  afterAll(() => lab[Symbol.asyncDispose]())

  /** How many containers of these projects are in each state, as the engine says. */
  async function count(projects: readonly string[]): Promise<Record<string, number>> {
    const states = await Promise.all(projects.map((project) => lab.states(project)))
    const all = states.flatMap((each) => Object.values(each))
    return Object.fromEntries(
      [...new Set(all)].map((state) => [state, all.filter((each) => each === state).length]),
    )
  }

  it('starts, is cancelled, goes on, and is switched off and on', async () => {
    await using opened = await openPage({ variables: lab.variables, labDir: lab.dir })
    const { page, pageErrors } = opened
    await stackCard(page, 'compute')
      .getByText(/without a profile/)
      .waitFor()
    await page.getByRole('button', { name: 'Profile: as in the files' }).click()
    await page.getByRole('menuitemcheckbox', { name: 'cpu', exact: true }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Profile: cpu' }).waitFor()

    await startEverything(page).click()
    await waitForReady(page, 'infrastructure', sizes.infrastructure)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await notice(page, 'Cancelled. What was up stays up.').waitFor({ timeout: runTimeoutMs })
    await waitForQuiet(page)
    expect((await lab.states('localai-infra'))['caddy']).toBe('running')
    expect(await lab.states('localai-lambda')).not.toEqual({ 'lambda-server': 'running' })

    await startEverything(page).click()
    await page.getByRole('link', { name: /Starting \d stacks/ }).click()
    await page.getByRole('treegrid', { name: 'Timeline of the run' }).waitFor()
    await page.getByRole('complementary', { name: /The service everything waits for|About / }).waitFor()
    await page.getByRole('button', { name: 'Run again' }).waitFor({ timeout: runTimeoutMs })
    await page.keyboard.press('g')
    await page.keyboard.press('y')
    await waitForAll(page)
    expect(await count(alwaysOn)).toEqual({ running: 6 })
    expect(await count(switched)).toEqual({ running: 28, exited: 2 })

    await masterSwitch(page).click()
    await notice(page, /Stopped 4 stacks in /).waitFor({ timeout: runTimeoutMs })
    expect(await count(alwaysOn)).toEqual({ running: 6 })
    expect(await count(switched)).toEqual({ exited: 30 })
    expect(await stackSwitch(page, 'data').isChecked()).toBe(false)

    await masterSwitch(page).click()
    await waitForAll(page)
    expect(await count(switched)).toEqual({ running: 28, exited: 2 })
    expect(pageErrors).toEqual([])
  })
})
