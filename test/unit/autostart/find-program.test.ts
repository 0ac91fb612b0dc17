import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findProgram } from '../../../src/main/autostart/find-program.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'switchyard-program-'))
})
afterEach(() => rm(dir, { recursive: true }))

async function put(...files: readonly string[]): Promise<void> {
  for (const file of files) {
    await mkdir(join(dir, file, '..'), { recursive: true })
    await writeFile(join(dir, file), '')
  }
}

describe('the program that autostart runs', () => {
  it('is the launcher of its own package, from any folder of it', async () => {
    await put('package/package.json', 'package/bin/switchyard', 'package/out/cli/index.js', 'system')
    expect(findProgram(join(dir, 'package/out/cli'), join(dir, 'system'))).toBe(
      join(dir, 'package/bin/switchyard'),
    )
  })

  it('is the system’s where the package has none, as in the archive of the desktop edition', async () => {
    await put('app.asar/package.json', 'app.asar/out/main/index.js', 'system')
    const from = join(dir, 'app.asar/out/main')
    expect(findProgram(from, join(dir, 'system'))).toBe(join(dir, 'system'))
    expect(() => findProgram(from, join(dir, 'nowhere'))).toThrow(
      'The program `switchyard` was not installed with this one.',
    )
  })
})
