import { createReadStream } from 'node:fs'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { SwitchyardError } from '../../shared/errors.ts'
import type { Manifest } from '../../shared/storage.ts'
import type { EngineStorage, StoredVolume } from '../engine/storage-model.ts'
import { broken, readBackup } from './backup-archive.ts'
import { createDecompressor } from './compression.ts'
import { createTarWalk } from './tar-walk.ts'

/** What a volume is made with. */
export type VolumeSpec = Pick<StoredVolume, 'name' | 'driver' | 'labels' | 'options'>

interface Reading {
  readonly signal: AbortSignal
  readonly onProgress: (bytes: number) => void
}

/** Reads a backup to its end and compares it with what it says of itself. Throws BACKUP_BROKEN. */
export async function verifyBackup(file: string, { signal, onProgress }: Reading): Promise<Manifest> {
  const reader = readBackup(onProgress)
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  try {
    await pipeline(createReadStream(file), await createDecompressor(file), reader.stream, nowhere, { signal })
  } catch (error) {
    signal.throwIfAborted()
    throw explainReading(error, file)
  }
  return reader.manifest()
}

function explainReading(error: unknown, file: string): unknown {
  if (error instanceof SwitchyardError) return error
  const { code, syscall } = error as NodeJS.ErrnoException
  if (syscall !== undefined) {
    const why = code === 'ENOENT' ? 'There is no such file' : `It cannot be read (${code})`
    return new SwitchyardError('FOLDER_UNREADABLE', `${why}.`, { place: { file }, cause: error })
  }
  // Of the decompressor: what it unpacks ends too early, or is not what it should be.
  return broken(code === 'Z_BUF_ERROR' ? 'it ends too early' : (error as Error).message, error)
}

/** Whether there is anything in a volume besides its own folder. */
export async function isEmptyVolume(
  engine: EngineStorage,
  name: string,
  signal: AbortSignal,
): Promise<boolean> {
  await using volume = await engine.openVolume(name, { isReadOnly: true })
  const found = new AbortController()
  let entries = 0
  const walk = createTarWalk({
    onEntry({ isMeta }) {
      if (!isMeta) entries += 1
    },
    onRaw: () => undefined,
  })
  const content = await volume.read(AbortSignal.any([signal, found.signal]))
  try {
    for await (const chunk of content) {
      walk.push(chunk as Buffer)
      if (entries > 1 || walk.isEnded) break
    }
  } finally {
    content.destroy()
    found.abort()
  }
  return entries <= 1
}

/** Makes a volume and puts a verified backup into it. What is half done when that fails goes away with the volume. */
export async function fillNewVolume(
  engine: EngineStorage,
  spec: VolumeSpec,
  file: string,
  { signal, onProgress }: Reading,
): Promise<void> {
  await engine.createVolume(spec)
  try {
    await using volume = await engine.openVolume(spec.name, { isReadOnly: false })
    const { stream } = readBackup(onProgress)
    const unpacked = pipeline(createReadStream(file), await createDecompressor(file), stream, { signal })
    try {
      await Promise.all([unpacked, volume.write(stream, signal)])
    } finally {
      stream.destroy()
    }
  } catch (error) {
    await engine.removeVolume(spec.name)
    signal.throwIfAborted()
    throw error instanceof SwitchyardError
      ? new SwitchyardError(error.code, `The volume could not be filled: ${error.message}`, {
          hint: error.hint ?? 'It was removed again.',
          cause: error,
        })
      : error
  }
}

/**
 * What the volume is to be made with: as the backup says. Under another name Compose's marks are left out, so that Compose
 * takes it for nobody's.
 */
export function specOf({ volume }: Pick<Manifest, 'volume'>, name: string): VolumeSpec {
  const { driver, labels, options } = volume
  const isSame = name === volume.name
  const kept = Object.entries(labels).filter(([label]) => isSame || !label.startsWith('com.docker.compose.'))
  return { name, driver, labels: Object.fromEntries(kept), options }
}
