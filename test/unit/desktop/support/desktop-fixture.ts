import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { createCore, type Core, type CoreOptions } from '../../../../src/main/core.ts'
import { type DesktopStateStore, openDesktopState } from '../../../../src/main/desktop/desktop-state.ts'

const cleanUps: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

/** Does it after the test, before what was opened earlier goes. */
export function afterwards(work: () => void | Promise<void>): void {
  cleanUps.push(work)
}

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-desktop-'))
  cleanUps.push(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** What the door remembers, in such a folder; written before that goes. */
export async function openTestState(): Promise<DesktopStateStore> {
  const state = openDesktopState(await temporaryFolder())
  cleanUps.push(() => state.flush())
  return state
}

/** A real core with folders of its own, or those below a home folder, and no engine. */
export async function openTestCore({
  home: given,
  ...options
}: Partial<Omit<CoreOptions, 'variables'>> & { readonly home?: string } = {}): Promise<{
  core: Core
  home: string
  stateDir: string
}> {
  const home = given ?? (await temporaryFolder())
  const variables = { HOME: home, DOCKER_HOST: `unix://${home}/no-engine.sock`, SWITCHYARD_HOST: 'off' }
  const core = createCore({ variables, ...options })
  cleanUps.push(() => core.dispose())
  return { core, home, stateDir: join(home, '.local', 'state', 'switchyard') }
}

/** A package folder with a small built page in it. */
export async function packageWithPage(): Promise<string> {
  const packageDir = await temporaryFolder()
  const assets = join(packageDir, 'out', 'renderer', 'assets')
  await mkdir(assets, { recursive: true })
  await writeFile(join(assets, '..', 'index.html'), '<!doctype html><title>Switchyard</title>')
  await writeFile(join(assets, 'index-12345678.js'), 'document.title = "Yard"')
  await writeFile(join(packageDir, 'secret.txt'), 'secret')
  return packageDir
}
