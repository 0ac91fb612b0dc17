import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import packageJson from '../../../package.json' with { type: 'json' }
import { defaultSettings } from '../../../src/shared/default-settings.ts'
import { findSampleLab } from '../../../src/main/api/find-sample-lab.ts'
import { createCore } from '../../../src/main/core.ts'

function openCore() {
  const home = mkdtempSync(join(tmpdir(), 'switchyard-app-'))
  const core = createCore({ variables: { HOME: home, DOCKER_HOST: 'unix:///nowhere/docker.sock' } })
  onTestFinished(async () => {
    await core.dispose()
    rmSync(home, { recursive: true })
  })
  return { home, client: core.client }
}

describe('Switchyard itself', () => {
  it('says what it is, what it works with, and where the sample lies', async () => {
    const { home, client } = openCore()
    expect(await client.app.info()).toEqual({
      version: packageJson.version,
      node: process.versions.node,
      platform: process.platform,
      engineAddress: 'unix:///nowhere/docker.sock',
      sampleLab: join(import.meta.dirname, '../../../resources/sample-lab'),
      configDir: join(home, '.config/switchyard'),
      stateDir: join(home, '.local/state/switchyard'),
    })
  })

  it('finds the sample from every folder of the package, and none where it was not installed', () => {
    const { home } = openCore()
    const lab = join(home, 'resources/sample-lab')
    mkdirSync(lab, { recursive: true })
    mkdirSync(join(home, 'out/cli'), { recursive: true })
    expect(findSampleLab(join(home, 'out/cli'))).toBe(null)
    writeFileSync(join(home, 'package.json'), '{}')
    expect([findSampleLab(join(home, 'out/cli')), findSampleLab(home)]).toEqual([lab, lab])
    rmSync(lab, { recursive: true })
    expect(findSampleLab(join(home, 'out/cli'))).toBe(null)
  })

  it('finds the sample beside the archive of Electron, where the engine can read it', () => {
    const { home } = openCore()
    const archive = join(home, 'app.asar')
    const lab = join(home, 'app.asar.unpacked/resources/sample-lab')
    mkdirSync(join(archive, 'out/main'), { recursive: true })
    writeFileSync(join(archive, 'package.json'), '{}')
    expect(findSampleLab(join(archive, 'out/main'))).toBe(null)
    mkdirSync(lab, { recursive: true })
    expect(findSampleLab(join(archive, 'out/main'))).toBe(lab)
    expect(findSampleLab(join(archive, 'out/main'), '/tmp/.mount_other')).toBe(lab)
    // Of an AppImage the engine can read nothing.
    expect(findSampleLab(join(archive, 'out/main'), home)).toBe(null)
  })

  it('keeps settings, and changes only those that are given', async () => {
    const { client } = openCore()
    await client.settings.update({ theme: 'light' })
    const changed = { ...defaultSettings, theme: 'light', linkHosts: ['docs.example'] }
    expect(await client.settings.update({ linkHosts: ['docs.example'] })).toEqual(changed)
    expect(await client.settings.get()).toEqual(changed)
    await expect(client.settings.update({ linkHosts: ['https://x/'] })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    })
  })

  it('lists the home folder when no other is named', async () => {
    const { home, client } = openCore()
    mkdirSync(join(home, 'lab'))
    const { dir, folders } = await client.folders.list({ dir: null })
    expect([dir, folders]).toEqual([home, [{ name: 'lab', dir: join(home, 'lab'), hasComposeFiles: false }]])
  })
})

describe('a folder that is no lab', () => {
  it('is not remembered, and what was looked for is told', async () => {
    const { home, client } = openCore()
    const dir = join(home, 'empty')
    mkdirSync(dir)
    await expect(client.labs.add({ dir })).rejects.toMatchObject({
      code: 'LAB_NOT_FOUND',
      message: `There is no Compose file in ${dir}.`,
      data: { problems: [{ hint: expect.stringMatching(/^Looked there and four folders deep/) as string }] },
    })
    await expect(client.labs.add({ dir: join(home, 'none') })).rejects.toMatchObject({
      message: `There is no folder ${join(home, 'none')}.`,
    })
    writeFileSync(join(dir, 'switchyard.yaml'), 'name: nothing\n')
    symlinkSync(dir, join(home, 'link'))
    await expect(client.labs.add({ dir: join(home, 'link') })).rejects.toMatchObject({
      code: 'LAB_NOT_FOUND',
      message: `There is no stack in ${dir}.`,
    })
    expect([await client.labs.list(), await client.labs.forget({ dir })]).toEqual([[], { forgotten: false }])
  })
})
