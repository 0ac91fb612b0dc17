import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabFixture, openLabWith } from '../engine/support/lab-fixture.ts'
import { findAccessibilityProblems } from './support/accessibility.ts'
import { type OpenPage, openPage } from './support/open-page.ts'
import { openScreen } from './support/screens.ts'
import { keepScreenshot } from './support/screenshots.ts'
import { notice } from './support/yard.ts'

const service = `    image: switchyard/fixture:1
    init: true
    stop_grace_period: 1s
    entrypoint: [sh, -c, 'sleep infinity']
`
const files = {
  'compose.yaml': `name: layers
services:
  db:
${service}  api:
${service}`,
  'compose.dev.yaml': `services:
  api:
    environment: { MODE: development }
    volumes: ['./:/app']
  debug:
${service}`,
  'switchyard.yaml': `stacks:
  layers: { files: [compose.yaml] }
environments:
  dev: { stacks: { layers: { files: [compose.dev.yaml] } } }
`,
}

describe('environments on the page', () => {
  let lab: LabFixture
  let opened: OpenPage
  beforeAll(async () => {
    lab = await openLabWith('layers', files)
    await lab.run({ kind: 'start', environment: 'dev' })
    opened = await openPage({ variables: lab.variables, labDir: lab.dir })
    await opened.page.getByRole('main').getByRole('heading', { level: 1 }).first().waitFor()
  })
  afterAll(async () => {
    await opened[Symbol.asyncDispose]()
    await lab[Symbol.asyncDispose]()
  })

  it('are compared, the one that runs is marked, and another takes its place after what differs was shown', async () => {
    const { page, pageErrors } = opened
    await openScreen(page, { path: '/environments' })
    const table = page.getByRole('table')
    await table.getByRole('columnheader', { name: /^dev\s*runs/ }).waitFor()
    await table.getByRole('cell', { name: /→ \/app$/ }).waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])
    await keepScreenshot(page, 'environments')

    // The page looks at the files as they are, and says that another one runs.
    const offer = page.getByRole('banner').getByRole('button', { name: 'dev runs. Switch to default…' })
    await offer.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: 'Switch to default?' })
    await dialog.getByText('Now runs dev (project layers).').waitFor()
    const changes = dialog.getByRole('list', { name: 'What becomes different' })
    await changes.getByText('is stopped and removed').waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])
    await keepScreenshot(page, 'environments-switch')
    await dialog.getByRole('button', { name: 'Switch 2 services' }).click()
    await notice(page, /^Switched layers to default in/).waitFor()
    await table.getByRole('columnheader', { name: /^default\s*runs/ }).waitFor()
    await offer.waitFor({ state: 'detached' })
    expect(await lab.states('layers')).toEqual({ api: 'running', db: 'running' })
    expect(pageErrors).toEqual([])
  })
})
