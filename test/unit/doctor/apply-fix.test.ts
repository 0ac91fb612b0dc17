import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { applyFix } from '../../../src/main/doctor/apply-fix.ts'
import { createSmallEngine } from '../run/small-engine.ts'

const { engine } = createSmallEngine()

function folderWithExample(): string {
  const dir = mkdtempSync(join(tmpdir(), 'switchyard-fix-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  writeFileSync(join(dir, '.env.example'), 'TOKEN=\n')
  return dir
}

it('a copied env file is for its owner only', async () => {
  const dir = folderWithExample()
  const to = join(dir, '.env')
  await applyFix(engine, { kind: 'copy-file', from: join(dir, '.env.example'), to })
  expect([readFileSync(to, 'utf8'), statSync(to).mode & 0o777]).toEqual(['TOKEN=\n', 0o600])
})

it('a file that has appeared meanwhile is left as it is, and told of with its place', async () => {
  const dir = folderWithExample()
  const to = join(dir, '.env')
  writeFileSync(to, 'TOKEN=mine\n')
  await expect(
    applyFix(engine, { kind: 'copy-file', from: join(dir, '.env.example'), to }),
  ).rejects.toMatchObject({ code: 'FILE_EXISTS', place: { file: to } })
  expect(readFileSync(to, 'utf8')).toBe('TOKEN=mine\n')
})

it('a file that cannot be written is told of with its place and what to do', async () => {
  const dir = folderWithExample()
  const to = join(dir, 'nowhere', '.env')
  await expect(
    applyFix(engine, { kind: 'copy-file', from: join(dir, '.env.example'), to }),
  ).rejects.toMatchObject({
    code: 'FOLDER_UNREADABLE',
    place: { file: to },
    hint: 'Make its folder writable for you, or copy the example yourself.',
  })
})
