import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { chooseFile, listBackups } from '../../../src/main/storage/backup-files.ts'

const now = new Date('2026-11-21T08:44:19.500Z')
const none = { file: null, format: null }

it('a backup without a name is called after its volume and the time', () => {
  expect(chooseFile('/b', 'db', none, now)).toEqual({
    file: '/b/db-20261121-084419.tar.zst',
    format: 'tar.zst',
  })
  expect(chooseFile('/b', 'db', { ...none, format: 'tar' }, now).file).toBe('/b/db-20261121-084419.tar')
})

it('two backups of one second have two names', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'switchyard-backups-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  const names: string[] = []
  for (let count = 0; count < 3; count += 1) {
    const { file } = chooseFile(dir, 'db', none, now)
    await writeFile(file, 'x')
    names.push(basename(file))
  }
  expect(names).toEqual([
    'db-20261121-084419.tar.zst',
    'db-20261121-084419-2.tar.zst',
    'db-20261121-084419-3.tar.zst',
  ])
})

it('a name says how the file is packed, and one that does not is refused', () => {
  expect(chooseFile('/b', 'db', { ...none, file: '/x.tgz' }, now).format).toBe('tar.gz')
  expect(() => chooseFile('/b', 'db', { ...none, file: '/x.zip' }, now)).toThrow('says how it is packed')
  expect(() => chooseFile('/b', 'db', { file: '/x.tar', format: 'tar.gz' }, now)).toThrow(
    'says how it is packed',
  )
})

it('backups are listed latest first, without what is half written', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'switchyard-backups-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  expect(await listBackups(join(dir, 'none'))).toEqual([])
  for (const [name, seconds] of [
    ['a.tar', 1],
    ['b.tar.gz', 2],
    ['c.tar.zst.part', 3],
  ] as const) {
    await writeFile(join(dir, name), 'x')
    await utimes(join(dir, name), seconds, seconds)
  }
  expect((await listBackups(dir)).map(({ file }) => file)).toEqual([
    join(dir, 'b.tar.gz'),
    join(dir, 'a.tar'),
  ])
})
