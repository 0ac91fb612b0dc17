import { readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { openLabWith, publishedAddress } from '../engine/support/lab-fixture.ts'
import { openPage } from './support/open-page.ts'
import { serviceRow, stackCard, startEverything, waitForWord } from './support/yard.ts'

const port = 24799
const files = {
  '10-data/docker-compose.yml': `services:
  db:
    image: switchyard/fixture:1
    ports: ['${publishedAddress()}:${port}:8000']
`,
  '20-apps/docker-compose.yml': `services:
  web:
    image: switchyard/fixture:1
`,
}

describe('what goes wrong', () => {
  it('in a Compose file is named with its place while the lab stays, and gone when it is mended', async () => {
    await using lab = await openLabWith('mended', files)
    await using opened = await openPage({ variables: lab.variables, labDir: lab.dir })
    const { page, pageErrors } = opened
    await startEverything(page).click()
    await waitForWord(serviceRow(page, 'apps/web'), 'ready')

    const file = join(lab.dir, '20-apps/docker-compose.yml')
    const good = await readFile(file, 'utf8')
    await writeFile(file, `${good}    ports: [\n`)
    const banner = page.getByRole('status').filter({ hasText: 'The lab is shown as it was before.' })
    await banner.waitFor()
    await serviceRow(page, 'apps/web').waitFor()
    await waitForWord(serviceRow(page, 'data/db'), 'ready')
    await banner.getByRole('link', { name: 'Open Doctor' }).click()
    await page.getByRole('heading', { level: 1, name: 'Doctor' }).waitFor()
    await page.getByText('20-apps/docker-compose.yml:', { exact: false }).first().waitFor()

    await writeFile(file, good)
    await banner.waitFor({ state: 'detached' })
    expect(pageErrors).toEqual([])
  })

  it('at the start of a lab, like a port that is taken, is said in a dialog that leads to the doctor', async () => {
    await using lab = await openLabWith('taken', files)
    await using taken = createServer()
    taken.listen(port, publishedAddress())
    await once(taken, 'listening')
    await using opened = await openPage({ variables: lab.variables, labDir: lab.dir })
    const { page, pageErrors } = opened
    await startEverything(page).click()
    const dialog = page.getByRole('dialog', { name: 'This did not start' })
    await dialog
      .getByText(new RegExp(String(port)))
      .first()
      .waitFor()
    expect(await lab.states('data')).toEqual({})
    await dialog.getByRole('button', { name: 'Open Doctor' }).click()
    await page.getByRole('heading', { level: 1, name: 'Doctor' }).waitFor()
    await page
      .getByRole('list', { name: 'Findings' })
      .getByText(new RegExp(String(port)))
      .first()
      .waitFor()
    expect(pageErrors).toEqual([])
  })

  it('with the engine is said wherever one is, and leads to the doctor', async () => {
    await using lab = await openLabWith('lonely', files)
    const variables = { ...lab.variables, DOCKER_HOST: `unix://${lab.dir}/no-engine.sock` }
    {
      await using first = await openPage({ variables })
      const { page, pageErrors } = first
      await page.getByRole('heading', { level: 1, name: 'Switchyard' }).waitFor()
      await page.getByRole('button', { name: 'Open Doctor' }).click()
      await page.getByRole('region', { name: 'The engine' }).waitFor()
      expect(pageErrors).toEqual([])
    }
    await using opened = await openPage({ variables, labDir: lab.dir })
    const { page, pageErrors } = opened
    await stackCard(page, 'apps').waitFor()
    const hindrance = page.getByRole('region', { name: 'What is in the way' })
    await hindrance.getByRole('link', { name: 'Open Doctor' }).click()
    await page.getByRole('region', { name: 'The engine' }).waitFor()
    expect(pageErrors).toEqual([])
  })
})
