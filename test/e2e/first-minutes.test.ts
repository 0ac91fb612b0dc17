import { once } from 'node:events'
import { chmod, chown, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { openLabWith } from '../engine/support/lab-fixture.ts'
import { findAccessibilityProblems } from './support/accessibility.ts'
import { expectVisibleFocus, pressUntilFocused } from './support/focus.ts'
import { openPage } from './support/open-page.ts'
import { serviceRow, waitForWord } from './support/yard.ts'

/** An account that is in no list. */
const other = 54321

describe('the first minutes', () => {
  it('of a user who may not use the engine lead to what lets them, and no further', async () => {
    await using parts = new AsyncDisposableStack()
    const home = await mkdtemp(join(tmpdir(), 'switchyard-first-'))
    parts.defer(() => rm(home, { recursive: true }))
    const socket = join(home, 'docker.sock')
    const engine = createServer((connection) => connection.destroy())
    engine.listen(socket)
    await once(engine, 'listening')
    parts.use(engine)
    await chmod(socket, 0o600)
    await chown(socket, other, other)
    const { PATH = '' } = inject('engineVariables')
    const variables = { PATH, HOME: home, DOCKER_HOST: `unix://${socket}`, SWITCHYARD_HOST: 'off' }
    const opened = parts.use(
      await openPage({ variables, isPlainUser: true, size: { width: 1024, height: 640 } }),
    )
    const { page, pageErrors } = opened
    const hindrance = page.getByRole('region', { name: 'What is in the way' })
    await hindrance
      .getByRole('heading', {
        name: `You may not use the Docker engine at unix://${socket}: it belongs to ${other}.`,
      })
      .waitFor()
    await hindrance.getByText('Start Switchyard again afterwards.').waitFor()
    const copy = hindrance.getByRole('button', { name: 'Copy unset DOCKER_HOST' })
    await pressUntilFocused(page, 'Tab', copy)
    await expectVisibleFocus(copy)
    expect(await findAccessibilityProblems(page)).toEqual([])
    expect(pageErrors).toEqual([])
  })

  it('beside a lab that somebody has started by hand show it as it is, and start nothing', async () => {
    await using lab = await openLabWith('by-hand', {
      'docker-compose.yml': `services:
  db: { image: "switchyard/fixture:1" }
  web: { image: "switchyard/fixture:1" }
`,
    })
    await lab.docker(['compose', 'up', '--detach', 'db'])
    const containers = () => lab.docker(['ps', '--all', '--no-trunc', '--format', '{{.ID}} {{.State}}'])
    const before = await containers()
    await using opened = await openPage({ variables: lab.variables })
    const { page, pageErrors } = opened
    const places = page.getByRole('list', { name: 'Folders that may be labs' })
    await places.getByText(`${lab.dir} runs already, with 1 container`).waitFor()
    const look = places.getByRole('button', { name: `What is in ${lab.dir}` })
    await pressUntilFocused(page, 'Tab', look)
    await page.keyboard.press('Enter')
    const found = page.getByRole('region', { name: 'What is in by-hand' })
    await found.getByText('1 of 2 services of by-hand are up.').waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])
    await found.getByRole('button', { name: 'Open this lab' }).click()
    await waitForWord(serviceRow(page, 'by-hand/db'), 'ready')
    await waitForWord(serviceRow(page, 'by-hand/web'), 'stopped')
    expect(await containers()).toBe(before)
    expect(pageErrors).toEqual([])
  })
})
