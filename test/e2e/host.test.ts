import { spawn } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../../scripts/engine/run-command.ts'
import type { LabFixture } from '../engine/support/lab-fixture.ts'
import { findAccessibilityProblems } from './support/accessibility.ts'
import { openPage, type OpenPage } from './support/open-page.ts'
import { openSampleLab } from './support/sample-lab.ts'
import { keepScreenshot } from './support/screenshots.ts'

const bundledHelper = join(import.meta.dirname, '../../resources/host')
const installedHelper = '/usr/lib/switchyard/host/switchyard-host'

/** What nvidia-smi printed for two cards; one does not tell its fan. */
const smi = `#!/bin/sh
case "$1" in
--query-gpu=*) while :; do
echo '0, GPU-a, 58, 23245, 49140, 12, 92.34, 300.00, 34, NVIDIA RTX 6000 Ada Generation'
echo '1, GPU-b, 46, 20070, 24576, 3, 31.05, 350.00, [N/A], NVIDIA GeForce RTX 3090'
sleep 2; done ;;
*) echo 'GPU-b, 700, 8192, ollama' ;;
esac
`

describe('the Host screen', () => {
  let lab: LabFixture
  let root: string
  beforeAll(async () => {
    lab = await openSampleLab()
    await lab.run({ kind: 'start', targets: ['infrastructure'] })
    root = await mkdtemp(join(tmpdir(), 'switchyard-host-e2e-'))
  })
  afterAll(async () => {
    await lab[Symbol.asyncDispose]()
    await rm(root, { recursive: true, force: true })
  })

  /** A page whose host helper is installed for it alone, and keeps its files in a folder of their own. The swap is the machine's; it is off at the end. */
  async function openHost(theme: 'dark' | 'light' = 'dark'): Promise<OpenPage> {
    await using parts = new AsyncDisposableStack()
    const dir = await mkdtemp(join(root, 'machine-'))
    const [lib, log, bin, usrLib] = [
      join(dir, 'lib'),
      join(dir, 'log'),
      join(dir, 'bin'),
      join(dir, 'usr-lib'),
    ]
    for (const each of [lib, log, bin, usrLib]) await mkdir(each)
    await cp(bundledHelper, join(usrLib, 'switchyard/host'), { recursive: true })
    await runCommand('chmod', ['-R', 'u=rwX,go=rX', usrLib])
    await writeFile(join(bin, 'nvidia-smi'), smi)
    await chmod(join(bin, 'nvidia-smi'), 0o755)
    parts.defer(() => turnSwapOff(join(lib, 'switchyard/swap')))
    const variables = {
      ...lab.variables,
      PATH: `${bin}:${lab.variables['PATH'] ?? ''}`,
      SWITCHYARD_HOST: 'on',
    }
    const ownDirs = { '/var/lib': lib, '/var/log': log }
    const addedDirs = { '/usr/lib': usrLib }
    const opened = parts.use(await openPage({ variables, labDir: lab.dir, theme, ownDirs, addedDirs }))
    await opened.page.getByRole('link', { name: 'Host', exact: true }).press('Enter')
    await opened.page.getByRole('heading', { level: 1, name: 'Host' }).waitFor()
    const whole = parts.move()
    return { ...opened, [Symbol.asyncDispose]: () => whole.disposeAsync() }
  }

  it('shows memory by stack, load, GPUs and disks', async () => {
    await using opened = await openHost()
    const { page, pageErrors } = opened
    const parts = page.getByRole('list', { name: 'Parts of the memory and swap' })
    await parts.getByText('infrastructure').waitFor()
    for (const name of ['host and others', 'page cache', 'free']) await parts.getByText(name).waitFor()
    await page.getByRole('img', { name: /^Memory: infrastructure .+, free / }).waitFor()
    await page.getByRole('img', { name: /^CPU: [\d.]+ % now, at most/ }).waitFor()
    await page.getByRole('img', { name: /^Memory pressure: [\d.]+ % now/ }).waitFor()
    const card = page.getByRole('region', { name: 'GPU 1 RTX 3090', exact: true })
    await card.getByText('not told').waitFor()
    await card.getByRole('list', { name: 'Who uses its memory' }).getByText('ollama').waitFor()
    await page.getByRole('region', { name: 'Disks' }).getByRole('progressbar').first().waitFor()
    await page.getByText('Nothing holds the host.').waitFor()
    await page.getByText('Nothing was ever changed on this host.').waitFor()
    expect(pageErrors).toEqual([])
  })

  it('is shown over time, as graphs and as tables, and at the foot of the Yard', async () => {
    await using opened = await openHost()
    const { page, pageErrors } = opened
    await page.getByRole('img', { name: /^CPU by core: busiest \d/ }).waitFor()
    const gpu = page.getByRole('region', { name: 'GPU 0 RTX 6000 Ada Generation over time' })
    // What is not in view is asked for once, which may be before the first GPU was told.
    await gpu.scrollIntoViewIfNeeded()
    await gpu.getByRole('img', { name: /^VRAM by service: 22.7.GiB now/ }).waitFor()
    await gpu.getByRole('button', { name: 'Power as a table' }).press('Enter')
    const table = gpu.getByRole('region', { name: 'Power, table' })
    await table.getByRole('cell', { name: '92\u00a0W' }).first().waitFor()
    expect(await findAccessibilityProblems(page)).toEqual([])
    await page.getByRole('link', { name: 'Yard', exact: true }).press('Enter')
    const strip = page.getByRole('link', { name: /^CPU.+RAM.+Swap.+VRAM/ })
    await strip.getByText(/^of 72/).waitFor()
    await strip.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Host' }).waitFor()
    expect(pageErrors).toEqual([])
  })

  it.for(['dark', 'light'] as const)(
    'puts swap on by keyboard, after it has said what that does, and off again, in the %s theme',
    async (theme) => {
      await using opened = await openHost(theme)
      const { page, pageErrors } = opened
      const size = page.getByRole('textbox', { name: 'Size of the swap file in GiB' })
      await size.fill('0.0625')
      await page.keyboard.press('Enter')
      const question = page.getByRole('dialog', { name: 'Put swap on?' })
      await question.getByText('Makes a swap file of 64 MiB').waitFor()
      await question.getByText(/--swap-mib 64 --place default/).waitFor()
      expect(await findAccessibilityProblems(page)).toEqual([])
      await keepScreenshot(page, `host-question-${theme}`)
      await question.getByRole('button', { name: 'Put swap on' }).press('Enter')
      const card = page.getByRole('region', { name: 'Changed by hand' })
      await card.getByRole('cell', { name: '64 MiB of swap on' }).waitFor()
      await page.getByRole('img', { name: /^Swap: .+ of 64.* MiB used$/ }).waitFor()
      await auditRow(page, 'swap on').waitFor()
      expect(await findAccessibilityProblems(page)).toEqual([])
      await keepScreenshot(page, `host-lease-${theme}`)
      await card.getByRole('button', { name: 'Restore now' }).press('Enter')
      const restore = page.getByRole('dialog', { name: 'Give the host back now?' })
      await restore.getByText('64 MiB of swap on: off, and its file is removed.').waitFor()
      await restore.getByRole('button', { name: 'Restore now' }).press('Enter')
      await card.waitFor({ state: 'detached' })
      await auditRow(page, 'swap off').waitFor()
      expect(pageErrors).toEqual([])
    },
  )

  it('shows who holds the host for a run, and gives it back by hand', async () => {
    await using opened = await openHost()
    const { page, door, pageErrors } = opened
    await using lease = holdLease(door.pid)
    const card = page.getByRole('region', { name: 'Heavy load' })
    await card.getByText(/^held \d/).waitFor()
    await card.getByRole('link', { name: 'a run' }).waitFor()
    await card.getByRole('cell', { name: 'off, and its file is removed' }).waitFor()
    await card.getByText('models/model-server may run out of memory while it loads').waitFor()
    await card.getByRole('button', { name: 'Restore now' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Restore now' }).click()
    await page.getByText('Nothing holds the host.').waitFor()
    expect(await lease.lastWords()).toMatchObject({
      event: 'released',
      outcome: 'restored',
      reason: 'given back by hand',
    })
    expect(pageErrors).toEqual([])
  })
})

function auditRow(page: Page, action: string) {
  return page
    .getByRole('region', { name: 'Audit log' })
    .getByRole('row')
    .filter({ hasText: action })
    .filter({ hasText: 'done' })
    .first()
}

/** The helper as a run holds it, in the door's own place. */
function holdLease(doorPid: number) {
  const options = {
    id: 'lease-1',
    'swap-mib': '64',
    place: 'default',
    guards: 'leave',
    cache: 'leave',
    'limit-s': '600',
    door: 'web',
    run: 'r-1',
    label: 'models/model-server',
  }
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
  const child = spawn('nsenter', ['--target', String(doorPid), '--mount', installedHelper, 'hold', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let printed = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  return {
    async lastWords(): Promise<unknown> {
      await ended
      return JSON.parse(printed.trim().split('\n').at(-1) ?? 'null')
    },
    async [Symbol.asyncDispose]() {
      child.stdin.end()
      await ended
    },
  }
}

/** What a test that failed has left on. */
async function turnSwapOff(dir: string): Promise<void> {
  const files = await readdir(dir).catch(() => [])
  for (const file of files) await runCommand('swapoff', [join(dir, file)]).catch(() => undefined)
}
