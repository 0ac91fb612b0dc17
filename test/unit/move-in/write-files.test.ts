import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeAllOrNone } from '../../../src/main/move-in/write-files.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'switchyard-write-'))
})
afterEach(() => rm(dir, { recursive: true }))

it('writes every file, with the folders that they need', async () => {
  const files = [
    { file: join(dir, 'a.yml'), text: 'a' },
    { file: join(dir, 'one/two/b.yml'), text: 'b' },
  ]
  expect(await writeAllOrNone(files, 0o600)).toEqual(files.map(({ file }) => file))
  expect(await readFile(join(dir, 'one/two/b.yml'), 'utf8')).toBe('b')
})

it('leaves nothing behind, and what was there as it was, when one of them exists', async () => {
  const there = join(dir, 'there.yml')
  await writeFile(there, 'mine')
  const files = [
    { file: join(dir, 'one/two/b.yml'), text: 'b' },
    { file: there, text: 'new' },
  ]
  await expect(writeAllOrNone(files, 0o600)).rejects.toMatchObject({
    code: 'FILE_EXISTS',
    place: { file: there },
  })
  expect([await readdir(dir), await readFile(there, 'utf8')]).toEqual([['there.yml'], 'mine'])
})
