import { randomUUID } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { SwitchyardError } from '../../shared/errors.ts'
import type { BackupFormat, Manifest } from '../../shared/storage.ts'
import type { EngineStorage, StoredVolume } from '../engine/storage-model.ts'
import { appendManifest } from './backup-archive.ts'
import { createCompressor } from './compression.ts'

export interface BackupWork {
  readonly engine: EngineStorage
  readonly volume: StoredVolume
  readonly file: string
  readonly format: BackupFormat
  /** Containers that run with it. */
  readonly written: readonly string[]
  readonly signal: AbortSignal
  /** Bytes of the archive so far, before they are compressed. */
  readonly onProgress: (bytes: number) => void
}

export interface BackupMade {
  readonly manifest: Manifest
  readonly fileBytes: number
}

/**
 * Writes what is in a volume to a file that only its owner may read. The file is there whole, or not at all. Throws
 * FILE_EXISTS, BACKUP_FAILED with the reason, and the signal's reason.
 */
export async function backupVolume(work: BackupWork): Promise<BackupMade> {
  const { file, signal } = work
  if (existsSync(file)) {
    throw new SwitchyardError('FILE_EXISTS', 'There is a file of this name.', {
      place: { file },
      hint: 'Choose another name: a backup never replaces one.',
    })
  }
  const draft = `${file}.${randomUUID()}.part`
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    const manifest = await writeArchive(work, draft)
    const { size: fileBytes } = await stat(draft)
    signal.throwIfAborted()
    await rename(draft, file)
    // The new name is part of the folder, which has to reach the disk as well.
    await syncPath(dirname(file))
    return { manifest, fileBytes }
  } catch (error) {
    signal.throwIfAborted()
    throw explain(error, file)
  } finally {
    await rm(draft, { force: true })
  }
}

/** Everything of it has reached the disk when this returns. */
async function writeArchive(work: BackupWork, draft: string): Promise<Manifest> {
  const { engine, volume, format, written, signal, onProgress } = work
  const made: { manifest?: Manifest } = {}
  await using opened = await engine.openVolume(volume.name, { isReadOnly: true })
  const archive = appendManifest((content) => {
    const { name, driver, labels, options } = volume
    return (made.manifest = {
      version: 1,
      volume: { name, driver, labels: { ...labels }, options: { ...options } },
      createdAt: new Date().toISOString(),
      ...content,
      written: [...written],
    })
  }, onProgress)
  const content = await opened.read(signal)
  // Only its owner may read it from its first byte on: a volume may hold anything.
  const sink = createWriteStream(draft, { flags: 'wx', mode: 0o600 })
  await pipeline(content, archive, createCompressor(format), sink, { signal })
  await syncPath(draft)
  if (!made.manifest) throw new Error('the archive ended without its manifest')
  return made.manifest
}

async function syncPath(path: string): Promise<void> {
  const handle = await open(path)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function explain(error: unknown, file: string): unknown {
  if (error instanceof SwitchyardError) return error
  const { code } = error as NodeJS.ErrnoException
  const why = code === undefined ? undefined : reasons[code]
  const reason = why ?? (error instanceof Error ? error.message : String(error))
  return new SwitchyardError('BACKUP_FAILED', `The backup failed, and nothing of it was kept: ${reason}.`, {
    place: { file },
    hint: code === 'ENOSPC' || code === 'EDQUOT' ? 'Free some, or name a file on another disk.' : undefined,
    cause: error,
  })
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'the disk can only be read',
  ENOTDIR: 'a part of its path is no folder',
  EFBIG: 'the file would be larger than this disk allows',
  ECONNRESET: 'the engine broke off',
  ERR_STREAM_PREMATURE_CLOSE: 'the engine broke off',
}
