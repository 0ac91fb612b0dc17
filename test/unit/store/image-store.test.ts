import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type KeptUse, openImageStore } from '../../../src/main/store/image-store.ts'

describe('what is kept of images', () => {
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'switchyard-images-'))
  })
  afterEach(() => rm(dir, { recursive: true }))
  const use = (imageId: string, sinceMs: number): KeptUse => ({
    reference: 'redis:7',
    imageId,
    digest: null,
    sinceMs,
    runId: 'run-1',
  })

  it('has each image of a service once in a row, newest first, and the latest thirty', () => {
    const store = openImageStore(dir)
    store.noteUse('/lab', 'data/cache', use('a', 1))
    store.noteUse('/lab', 'data/cache', use('a', 2))
    store.noteUse('/lab', 'data/cache', use('b', 3))
    store.noteUse('/lab', 'data/cache', use('a', 4))
    store.noteUse('/lab', 'data/db', use('c', 5))
    expect(store.listUses('/lab', 'data/cache')).toEqual([use('a', 4), use('b', 3), use('a', 1)])
    for (let index = 0; index < 40; index += 1) store.noteUse('/lab', 'data/db', use(`${index}`, 10 + index))
    expect(store.listUses('/lab', 'data/db').map(({ imageId }) => imageId)).toEqual(
      Array.from({ length: 30 }, (_, index) => `${39 - index}`),
    )
    store.close()
  })

  it('has the latest answer about a reference, also for another process', () => {
    const store = openImageStore(dir)
    store.keepAnswers(new Map([['redis:7', { digest: 'sha256:one' }]]), 1000)
    store.keepAnswers(new Map([['redis:7', { digest: 'sha256:two' }]]), 2000)
    const other = openImageStore(dir)
    expect([...other.readAnswers(['redis:7', 'nginx'])]).toEqual([
      ['redis:7', { answer: { digest: 'sha256:two' }, atMs: 2000 }],
    ])
    store.close()
    other.close()
  })

  it('is begun anew when its file is no database, and the old one is set aside', async () => {
    await writeFile(join(dir, 'images.db'), 'this is not a database, whatever it is called'.repeat(100))
    const store = openImageStore(dir)
    expect(store.listUses('/lab', 'data/cache')).toEqual([])
    store.close()
    expect((await readdir(dir)).some((name) => name.startsWith('images.db.broken-'))).toBe(true)
  })
})
