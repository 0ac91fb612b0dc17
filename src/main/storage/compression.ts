import { open } from 'node:fs/promises'
import { PassThrough, type Duplex } from 'node:stream'
import { constants, createGunzip, createGzip, createZstdCompress, createZstdDecompress } from 'node:zlib'
import type { BackupFormat } from '../../shared/storage.ts'

/** What the name of a file asks for; null when it does not say. */
export function formatOfName(file: string): BackupFormat | null {
  if (/\.(tar\.zst|tzst)$/i.test(file)) return 'tar.zst'
  if (/\.(tar\.gz|tgz)$/i.test(file)) return 'tar.gz'
  return /\.tar$/i.test(file) ? 'tar' : null
}

/** With a checksum of its own in every format that has one. */
export function createCompressor(format: BackupFormat): Duplex {
  if (format === 'tar.gz') return createGzip()
  if (format === 'tar') return new PassThrough()
  return createZstdCompress({ params: { [constants.ZSTD_c_checksumFlag]: 1 } })
}

/** By how the file begins, whatever it is called. */
export async function createDecompressor(file: string): Promise<Duplex> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4), 0, 4, 0)
    const begin = buffer.subarray(0, bytesRead).toString('hex')
    if (begin.startsWith('1f8b')) return createGunzip()
    return begin === '28b52ffd' ? createZstdDecompress() : new PassThrough()
  } finally {
    await handle.close()
  }
}
