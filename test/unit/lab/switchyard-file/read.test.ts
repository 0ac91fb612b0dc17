import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readSwitchyardFile } from '../../../../src/main/lab/switchyard-file/read.ts'
import { problemsOf } from './problems-of.ts'

let dir: string
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), 'switchyard-file-'))))
afterEach(() => rm(dir, { recursive: true }))

const invalid = (name: string, message: string, hint?: string) => [
  { code: 'LAB_FILE_INVALID', message, place: { file: join(dir, name) }, ...(hint ? { hint } : {}) },
]

it.each(['switchyard.yaml', 'switchyard.yml'])('reads %s', async (name) => {
  await writeFile(join(dir, name), 'name: lab\n')
  const file = await readSwitchyardFile(dir)
  expect(file).toMatchObject({ path: join(dir, name), content: { name: 'lab' } })
})

it('answers null for a lab without one, and for a folder that is not there', async () => {
  expect(await readSwitchyardFile(dir)).toBeNull()
  expect(await readSwitchyardFile(join(dir, 'nowhere'))).toBeNull()
})

it('does not choose between two', async () => {
  await Promise.all(['switchyard.yaml', 'switchyard.yml'].map((name) => writeFile(join(dir, name), '')))
  expect(await problemsOf(() => readSwitchyardFile(dir))).toEqual(
    invalid('switchyard.yml', 'There are both `switchyard.yaml` and `switchyard.yml`.', 'Keep one of them.'),
  )
})

it('refuses a folder of that name', async () => {
  await mkdir(join(dir, 'switchyard.yaml'))
  expect(await problemsOf(() => readSwitchyardFile(dir))).toEqual(
    invalid('switchyard.yaml', 'It is a folder, not a file.'),
  )
})

it('refuses a link that leads nowhere', async () => {
  await symlink(join(dir, 'nothing'), join(dir, 'switchyard.yaml'))
  expect(await problemsOf(() => readSwitchyardFile(dir))).toEqual(
    invalid('switchyard.yaml', 'It cannot be read: it is a link that leads nowhere.'),
  )
})

it('refuses what is too large to be one', async () => {
  await writeFile(join(dir, 'switchyard.yaml'), '# '.padEnd(300 * 1024, 'x'))
  expect(await problemsOf(() => readSwitchyardFile(dir))).toEqual(
    invalid('switchyard.yaml', 'It is larger than 256 KiB.'),
  )
})

it('refuses what is no text', async () => {
  await writeFile(join(dir, 'switchyard.yaml'), Buffer.from([0x6e, 0xff, 0xfe]))
  expect(await problemsOf(() => readSwitchyardFile(dir))).toEqual(
    invalid('switchyard.yaml', 'It is not UTF-8 text.'),
  )
})
