import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findElectron } from '../../../scripts/desktop/find-electron.ts'
import { temporaryFolder } from './support/desktop-fixture.ts'

const display = { DISPLAY: ':0' }

async function packageWithRuntime(): Promise<string> {
  const packageDir = await temporaryFolder()
  const electronDir = join(packageDir, 'node_modules', 'electron')
  await mkdir(join(electronDir, 'dist'), { recursive: true })
  await writeFile(join(electronDir, 'path.txt'), 'electron-here')
  await writeFile(join(electronDir, 'dist', 'electron-here'), '')
  return packageDir
}

describe('findElectron', () => {
  test('finds the program that the installer wrote down', async () => {
    const packageDir = await packageWithRuntime()
    expect(findElectron(packageDir, display)).toEqual({
      file: join(packageDir, 'node_modules', 'electron', 'dist', 'electron-here'),
    })
  })

  test('looks where the operator keeps it', async () => {
    const packageDir = await packageWithRuntime()
    const elsewhere = await temporaryFolder()
    const variables = { ...display, ELECTRON_OVERRIDE_DIST_PATH: elsewhere }
    expect(findElectron(packageDir, variables)).toEqual({
      missing: 'the Electron runtime is not installed: npx install-electron',
    })
    await writeFile(join(elsewhere, 'electron-here'), '')
    expect(findElectron(packageDir, variables)).toEqual({ file: join(elsewhere, 'electron-here') })
  })

  test('says that it is not installed', async () => {
    expect(findElectron(await temporaryFolder(), display)).toEqual({
      missing: 'the Electron runtime is not installed: npx install-electron',
    })
  })

  test.runIf(process.platform === 'linux')('says that there is no display', async () => {
    const packageDir = await packageWithRuntime()
    expect(findElectron(packageDir, {})).toEqual({ missing: 'there is no display' })
    expect(findElectron(packageDir, { WAYLAND_DISPLAY: 'wayland-0' })).toHaveProperty('file')
    // An empty variable is none.
    expect(findElectron(packageDir, { DISPLAY: '', WAYLAND_DISPLAY: 'wayland-0' })).toHaveProperty('file')
  })
})
