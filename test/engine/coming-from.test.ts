import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type Core, createCore } from '../../src/main/core.ts'
import { layeredEnvironments } from './coming-from/layered-environments.ts'
import { numberedFolders } from './coming-from/numbered-folders.ts'
import { scenarioFiles } from './coming-from/scenario-files.ts'
import { serviceFolders } from './coming-from/service-folders.ts'
import { splitFiles } from './coming-from/split-files.ts'
import { type LabFixture, openLab } from './support/lab-fixture.ts'
import { removeImages } from './support/publish-image.ts'
import type { PageWalk } from './support/walk/page-walk.ts'
import { takeTurns } from './support/walk/take-turns.ts'
import { createWalk, readPage, walkPage } from './support/walk/walk-page.ts'

const pages = [splitFiles, scenarioFiles, layeredEnvironments, numberedFolders, serviceFolders]

/** Programs of the machine that the pages name: what each does besides noting how it was called. */
const standIns = {
  'xdg-open': '',
  pytest: 'exit 3',
  uv: 'exit 4',
  infisical: '. "$here/answer"',
}

describe('the page for those who come from', () => {
  const turns = takeTurns()
  const opened: LabFixture[] = []
  let root: string
  let variables: Readonly<Record<string, string>>
  /** What `switchyard serve` is to the commands: it remembers. */
  let serving: Core

  const inUse = new Set<LabFixture>()
  let imagesBefore: readonly string[]

  async function open(page: PageWalk): Promise<LabFixture> {
    const lab = await openLab(page.lab)
    opened.push(lab)
    await quicken(lab.dir)
    await serving.client.labs.add({ dir: lab.dir })
    return lab
  }

  /** A second try begins with another copy, and without what the first one left. */
  async function freshLab(page: PageWalk): Promise<LabFixture> {
    const copies = opened.filter(({ dir }) => dir.endsWith(`/${page.lab}`))
    const unused = copies.find((lab) => !inUse.has(lab))
    if (unused) inUse.add(unused)
    else for (const lab of copies) await removeContainers(lab)
    return unused ?? open(page)
  }

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'switchyard-walk-'))
    // One operator has all the labs: a clean-up of one knows what the others need.
    variables = { XDG_STATE_HOME: join(root, 'state'), XDG_CONFIG_HOME: join(root, 'config'), DISPLAY: ':0' }
    serving = createCore({
      variables: { ...inject('engineVariables'), ...variables, HOME: root, SWITCHYARD_HOST: 'off' },
      door: 'web',
      records: true,
    })
    await Promise.all(pages.map(open))
    imagesBefore = await listImages()
  })
  afterAll(async () => {
    await serving.dispose()
    // Only now, for each of them takes what nothing uses.
    for (const lab of opened) await lab[Symbol.asyncDispose]()
    await removeImages(null)
    const made = (await listImages()).filter((id) => !imagesBefore.includes(id))
    if (made.length > 0) await docker(['image', 'rm', '--force', ...made])
    await rm(root, { recursive: true })
  })

  it.concurrent.each(pages)(
    '$page does what it says, row by row',
    async (page) => {
      const lab = await freshLab(page)
      const binDir = await makeStandIns(join(lab.dir, '../bin'))
      const walk = createWalk(lab, { binDir, variables }, page)
      const took = await walkPage(page, walk, turns)
      const commands = (await readPage(page.page)).commands.map(({ name }) => name)
      expect(took.map(({ name }) => name)).toEqual(commands.filter((name) => !page.notWalked?.[name]))
    },
    300_000,
  )

  it.each(pages)('$page has every row that the walk names', async (page) => {
    const commands = (await readPage(page.page)).commands.map(({ name }) => name)
    const named = [...Object.keys(page.rows), ...Object.keys(page.notWalked ?? {})]
    expect(named.filter((name) => !commands.includes(name))).toEqual([])
  })
})

async function makeStandIns(dir: string): Promise<string> {
  await mkdir(dir)
  for (const [name, script] of Object.entries(standIns)) {
    const file = join(dir, name)
    await writeFile(file, `#!/bin/sh\nhere=${dir}\nprintf '%s\\n' "${name} $*" >>"$here/calls"\n${script}\n`)
    await chmod(file, 0o755)
  }
  return dir
}

async function docker(args: readonly string[]): Promise<string> {
  const { stdout } = await execa('docker', [...args], { env: inject('engineVariables'), extendEnv: false })
  return stdout
}

async function listImages(): Promise<readonly string[]> {
  return (await docker(['image', 'ls', '--all', '--quiet', '--no-trunc'])).split('\n')
}

/** Services of a copy need no longer to start, stop or be done than the engine itself. */
async function quicken(dir: string): Promise<void> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && /\.yml$|^Dockerfile$/.test(entry.name))
  for (const file of files.map((entry) => join(entry.parentPath, entry.name))) {
    const text = await readFile(file, 'utf8')
    const quick = text
      .replaceAll(/((?:READY|EXIT|STOP)_AFTER(?:=|: ')?)[\d.]+/g, (_, name: string) => `${name}0.1`)
      .replaceAll(/sleep [\d.]+/g, 'sleep 0.1')
    await writeFile(file, quick)
  }
}

async function removeContainers({ dir }: LabFixture): Promise<void> {
  const filter = `label=com.docker.compose.project.working_dir`
  const format = '{{.ID}} {{.Label "com.docker.compose.project.working_dir"}}'
  const list = (await docker(['ps', '--all', '--filter', filter, '--format', format])).split('\n')
  const ids = list.filter((line) => line.includes(` ${dir}`)).map((line) => line.split(' ')[0] ?? '')
  if (ids.length > 0) await docker(['rm', '--force', ...ids])
}
