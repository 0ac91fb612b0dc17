import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { type LabFixture, openLabWith } from '../engine/support/lab-fixture.ts'
import { findAccessibilityProblems } from './support/accessibility.ts'
import { openPage } from './support/open-page.ts'
import { openScreen } from './support/screens.ts'
import { keepScreenshot } from './support/screenshots.ts'

const service = `
    image: switchyard/fixture:1
    entrypoint: [sleep, infinity]
    init: true
    stop_grace_period: 0s`

const files = {
  'compose.yaml': `name: cards\nservices:\n  sglang:${service}\n  comfyui:${service}\n`,
  'switchyard.yaml':
    'stacks: { cards: { gpu: { sglang: { exclusive: true }, comfyui: { vram: 12GiB, unload: ["true"] } } } }\n',
}

/** Asked once it answers; asked to go on, it goes on. */
const smi = `#!/bin/sh
tell() {
case "$1" in
--query-gpu=*) echo '0, GPU-a, 58, 512, 24576, 12, 92.34, 300.00, 34, NVIDIA GeForce RTX 4090' ;;
esac
}
tell "$@"
case "$*" in *' -l '*) while sleep 2; do tell "$@"; done ;; esac
`

let lab: LabFixture
let bin: string
beforeAll(async () => {
  bin = await mkdtemp(join(tmpdir(), 'switchyard-smi-'))
  await writeFile(join(bin, 'nvidia-smi'), smi)
  await chmod(join(bin, 'nvidia-smi'), 0o755)
  const known = inject('engineVariables')
  const variables = { ...known, PATH: `${bin}:${known['PATH'] ?? ''}` }
  lab = await openLabWith('cards', files, { variables })
})
afterAll(async () => {
  await lab[Symbol.asyncDispose]()
  await rm(bin, { recursive: true })
})

it('a service that waits for a GPU can replace the one that holds it, by keyboard, and is unloaded by hand', async () => {
  await lab.run({ kind: 'start', targets: ['cards/sglang'] })
  await using opened = await openPage({
    variables: lab.variables,
    labDir: lab.dir,
    size: { width: 1024, height: 640 },
  })
  const { page, pageErrors } = opened
  await page.getByRole('main').getByRole('heading', { level: 1 }).first().waitFor()
  await openScreen(page, { path: '/services/cards/comfyui' })
  await page.getByRole('button', { name: 'Start', exact: true }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'The GPU is held' })
  await dialog.getByText('cards/sglang holds the whole GPU: waits until it gives that back').waitFor()
  await dialog.getByText('cards/sglang would be stopped.').waitFor()
  await keepScreenshot(page, 'gpu-held')
  expect(await findAccessibilityProblems(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Replace' }).press('Enter')
  await expect
    .poll(() => lab.states('cards'), { timeout: 30_000 })
    .toEqual({ comfyui: 'running', sglang: 'exited' })

  await openScreen(page, { path: '/host' })
  const claims = page.getByRole('list', { name: 'Who claims a GPU' })
  await claims.getByText(/claims 12.GiB/).waitFor()
  await claims.scrollIntoViewIfNeeded()
  await keepScreenshot(page, 'gpu-claims')
  expect(await findAccessibilityProblems(page)).toEqual([])
  await claims.getByRole('button', { name: 'Unload cards/comfyui' }).press('Enter')
  await page.getByText('cards/comfyui had no VRAM to give back.').first().waitFor()
  expect(pageErrors).toEqual([])
})
