import { extname } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { ensureImages } from '../../scripts/engine/images.ts'
import { startPrivateEngine, type PrivateEngine } from '../../scripts/engine/private-engine.ts'
import { openLabWith, type LabFixture } from '../engine/support/lab-fixture.ts'
import { startDoor } from './support/door.ts'
import { openPage } from './support/open-page.ts'
import { serviceRow, waitForWord } from './support/yard.ts'

const files = {
  '10-data/docker-compose.yml': `name: bridge-data
services:
  db:
    image: switchyard/fixture:1
    restart: unless-stopped
`,
}
const lostWords = 'The connection to Switchyard is lost'

describe('the page, when what is behind it goes away and comes back', () => {
  let engine: PrivateEngine
  let lab: LabFixture
  beforeAll(async () => {
    engine = await startPrivateEngine({ instance: `${inject('engineInstance')}-mortal` })
    await ensureImages(engine.env, ['fixture'])
    lab = await openLabWith('bridged', files, { variables: engine.env })
    await lab.run({ kind: 'start' })
  })
  afterAll(async () => {
    await lab[Symbol.asyncDispose]()
    await engine.stop()
  })
  const dbName = async () => (await lab.docker(['ps', '--all', '--format', '{{.Names}}'])).trim()

  it('is asked for again when the browser has dropped its script or its style', async () => {
    await using opened = await openPage({ variables: lab.variables, labDir: lab.dir })
    const { page, context, door } = opened
    const second = await context.newPage()
    const dropped = new Set(['.js', '.css'])
    await second.route(/\/assets\/index-[^/]+$/, (route) =>
      dropped.delete(extname(route.request().url())) ? route.abort('connectionreset') : route.continue(),
    )
    await second.goto(new URL('/', door.link).href, { waitUntil: 'commit' })
    await waitForWord(serviceRow(second, 'data/db'), 'ready')
    expect([...dropped]).toEqual([])
    const looks = (shown: Page) => shown.evaluate(() => getComputedStyle(document.body).backgroundColor)
    expect(await looks(second)).toBe(await looks(page))
  })

  it('shows the past as past while the door is away, says that it is signed out, and goes on after a new link', async () => {
    await using opened = await openPage({ variables: lab.variables, labDir: lab.dir })
    const { page, context, pageErrors, door } = opened
    const row = serviceRow(page, 'data/db')
    await waitForWord(row, 'ready')
    await door.kill()
    await page.getByRole('status').filter({ hasText: lostWords }).waitFor({ timeout: 3000 })
    await row.waitFor()

    await using stack = new AsyncDisposableStack()
    const next = await startDoor({ variables: lab.variables, labDir: lab.dir, port: door.port })
    stack.defer(next.stop)
    // Sessions are in the memory of the door that ended.
    await page.getByText('This page is not signed in any more.').waitFor()

    const second = await context.newPage()
    await second.goto(next.link)
    await waitForWord(serviceRow(second, 'data/db'), 'ready')
    await waitForWord(row, 'ready')
    await lab.docker(['stop', await dbName()])
    await waitForWord(row, 'stopped')
    await waitForWord(serviceRow(second, 'data/db'), 'stopped')
    await lab.docker(['start', await dbName()])
    await waitForWord(row, 'ready')
    await waitForWord(serviceRow(second, 'data/db'), 'ready')
    expect(pageErrors.filter((error) => !/net::ERR|401|Authentication failed/.test(error))).toEqual([])
  })

  it('shows the past as past when the door is there but says nothing', async () => {
    await using opened = await openPage({ variables: lab.variables, labDir: lab.dir })
    const { page, pageErrors, door } = opened
    const banner = page.getByRole('status').filter({ hasText: /was last true at/ })
    await waitForWord(serviceRow(page, 'data/db'), 'ready')
    door.freeze()
    await banner.waitFor()
    door.thaw()
    await banner.waitFor({ state: 'detached' })
    await waitForWord(serviceRow(page, 'data/db'), 'ready')
    expect(pageErrors.filter((error) => !/net::ERR|WebSocket/.test(error))).toEqual([])
  })

  it('says when the engine is away and what was seen last, and shows what is when it is back', async () => {
    await using opened = await openPage({ variables: lab.variables, labDir: lab.dir })
    const { page, pageErrors } = opened
    const row = serviceRow(page, 'data/db')
    await waitForWord(row, 'ready')
    await engine.kill()
    const banner = page.getByRole('status').filter({ hasText: 'What you see was last seen at' })
    await banner.waitFor()
    await row.waitFor()
    await engine.restart()
    await banner.waitFor({ state: 'detached' })
    await lab.docker(['stop', await dbName()])
    await waitForWord(row, 'stopped')
    await lab.docker(['start', await dbName()])
    await waitForWord(row, 'ready')
    expect(pageErrors).toEqual([])
  })

  it('shows what is, after it was asleep', async () => {
    await using opened = await openPage({ variables: lab.variables, labDir: lab.dir })
    const { page, context, pageErrors } = opened
    const row = serviceRow(page, 'data/db')
    await waitForWord(row, 'ready')
    const browser = await context.newCDPSession(page)
    await browser.send('Page.setWebLifecycleState', { state: 'frozen' })
    await lab.docker(['stop', await dbName()])
    await browser.send('Page.setWebLifecycleState', { state: 'active' })
    await waitForWord(row, 'stopped')
    await lab.docker(['start', await dbName()])
    await waitForWord(row, 'ready')
    expect(pageErrors).toEqual([])
  })
})
