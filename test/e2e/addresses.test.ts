import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LabFixture, openLabWith, publishedAddress } from '../engine/support/lab-fixture.ts'
import { findAccessibilityProblems } from './support/accessibility.ts'
import { type OpenPage, openPage } from './support/open-page.ts'
import { openScreen } from './support/screens.ts'
import { keepScreenshot } from './support/screenshots.ts'

const compose = (address: string) => `name: reach
services:
  wiki:
    image: switchyard/fixture:1
    environment: { PORT: 8080, READY_AFTER: 0.1 }
    ports: ['${address}:28431:8080']
    labels:
      homepage.name: Wiki of the house
      homepage.href: http://${address}:28431/
      homepage.group: Reading
      traefik.http.routers.wiki.rule: Host(\`wiki.invalid\`)
  cache:
    image: switchyard/fixture:1
    ports: ['${address}:28432:6379']
`

describe('the screen of addresses', () => {
  let lab: LabFixture
  let opened: OpenPage
  beforeAll(async () => {
    lab = await openLabWith('reach', { 'compose.yaml': compose(publishedAddress()) })
    await lab.run({ kind: 'start' })
    opened = await openPage({ variables: lab.variables, labDir: lab.dir })
  })
  afterAll(async () => {
    await opened[Symbol.asyncDispose]()
    await lab[Symbol.asyncDispose]()
  })

  it('has every link with what it answers, and the addresses inside, to copy and to filter', async () => {
    const { page, pageErrors } = opened
    await openScreen(page, { path: '/addresses' })
    const links = page.getByRole('region', { name: 'Links' })
    const row = (name: RegExp) => links.getByRole('row', { name })
    await row(/^Wiki of the house.*Reading.*homepage label answers \(200\)/).waitFor()
    await row(/wiki\.invalid.*Traefik label .*(looked up|does not answer)/).waitFor()
    await row(/^cache :28432.*takes the connection and hangs up/).waitFor()
    const inside = page.getByRole('region', { name: 'Inside reach_default' })
    await inside.getByText('http://wiki:8080').waitFor()
    await inside.getByText('redis://cache:6379').waitFor()
    await keepScreenshot(page, 'addresses')
    expect(await findAccessibilityProblems(page)).toEqual([])

    await page.keyboard.press('/')
    await page.keyboard.type('6379')
    await inside.getByText('http://wiki:8080').waitFor({ state: 'detached' })
    expect(await inside.getByText('redis://cache:6379').count()).toBe(1)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Start, stop, open, go to…').fill('open wiki of the house')
    await page.getByRole('option', { name: 'Open Wiki of the house in the browser' }).first().waitFor()
    expect(pageErrors).toEqual([])
  })
})
