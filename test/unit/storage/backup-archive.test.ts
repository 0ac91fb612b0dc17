import { buffer } from 'node:stream/consumers'
import { Readable } from 'node:stream'
import { pack, type Headers } from 'tar-stream'
import { describe, expect, it } from 'vitest'
import { appendManifest, readBackup } from '../../../src/main/storage/backup-archive.ts'
import type { Manifest } from '../../../src/shared/storage.ts'

/** What the engine sends of a volume. */
async function archive(entries: readonly (readonly [Headers, string?])[]): Promise<Buffer> {
  const stream = pack()
  stream.entry({ name: 'volume/', type: 'directory' })
  for (const [headers, content] of entries) stream.entry(headers, content ?? '')
  stream.finalize()
  return buffer(stream)
}

const describeAs = (content: Pick<Manifest, 'bytes' | 'entries' | 'sha256'>): Manifest => ({
  version: 1,
  volume: { name: 'v', driver: 'local', labels: {}, options: {} },
  createdAt: '2026-11-21T08:44:19.000Z',
  ...content,
  written: [],
})

function inPieces(bytes: Buffer, size: number): Readable {
  return Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      bytes.subarray(index * size, (index + 1) * size),
    ),
  )
}

const make = (bytes: Buffer, size = 1000) =>
  buffer(inPieces(bytes, size).compose(appendManifest(describeAs, () => undefined)) as Readable)

async function read(bytes: Buffer, size = 700) {
  const reader = readBackup(() => undefined)
  const content = await buffer(inPieces(bytes, size).compose(reader.stream) as Readable)
  return { content, manifest: reader.manifest() }
}

/** The types of the library leave out what it takes. */
const withAttribute = (headers: Headers): Headers =>
  Object.assign(headers, { pax: { 'SCHILY.xattr.security.capability': 'x' } })

const long = `volume/${'deep/'.repeat(60)}ünïcode`
const odd: readonly (readonly [Headers, string?])[] = [
  [{ name: 'volume/zeros' }, '\0'.repeat(3000)],
  [{ name: long }, 'long name'],
  [withAttribute({ name: 'volume/new\nline' }), 'y'],
  [{ name: 'volume/link', type: 'symlink', linkname: '/nowhere' }],
  [{ name: 'volume/hard', type: 'link', linkname: 'volume/zeros', size: 0 }],
  [{ name: 'volume/end' }, '\0'.repeat(512)],
]

describe('a backup', () => {
  it.each([
    [97, 5000],
    [512, 513],
    [3000, 131],
  ])('gives back byte for byte what the engine sent, in pieces of %i and %i bytes', async (sent, kept) => {
    const bytes = await archive(odd)
    const { content, manifest } = await read(await make(bytes, sent), kept)
    expect(content.equals(bytes)).toBe(true)
    expect(manifest.entries).toBe(7)
  })

  it('is broken when it ends too early, wherever that is', async () => {
    const made = await make(await archive(odd))
    for (const length of [0, 511, 512, 5000, made.length - 1024])
      await expect(read(made.subarray(0, length))).rejects.toMatchObject({ code: 'BACKUP_BROKEN' })
  })

  it('is broken when one byte of its content is another', async () => {
    const made = await make(await archive(odd))
    made[made.indexOf('long name')] = 0x4c
    await expect(read(made)).rejects.toThrow('its content is not what its manifest says')
  })

  it('is not made of an archive that breaks off', async () => {
    const sent = await archive(odd)
    await expect(make(sent.subarray(0, sent.length - 2000))).rejects.toMatchObject({ code: 'BACKUP_FAILED' })
  })

  it('is told from any other file', async () => {
    await expect(read(Buffer.alloc(5000, 'x'))).rejects.toMatchObject({ code: 'BACKUP_BROKEN' })
    await expect(read(await archive([[{ name: 'other' }, 'x']]))).rejects.toThrow('no backup of a volume')
    await expect(read(await archive([]))).rejects.toThrow('no backup of a volume')
  })
})
