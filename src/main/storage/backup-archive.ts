import { createHash } from 'node:crypto'
import { Transform, type TransformCallback } from 'node:stream'
import { pack } from 'tar-stream'
import { SwitchyardError } from '../../shared/errors.ts'
import { type Manifest, manifestSchema } from '../../shared/storage.ts'
import { createTarWalk } from './tar-walk.ts'

/** The last entry of a backup; before it, everything below `volume/`. */
export const manifestName = '.switchyard-volume.json'
export const contentDir = 'volume/'

type Described = Pick<Manifest, 'bytes' | 'entries' | 'sha256'>

/** Passes the engine's archive on, counts and hashes it, and ends it with the manifest. */
export function appendManifest(
  describe: (content: Described) => Manifest,
  onProgress: (bytes: number) => void,
): Transform {
  const hash = createHash('sha256')
  let bytes = 0
  let entries = 0
  let passed: Buffer[] = []
  const stream = new Transform({
    transform(chunk: Buffer, _, done) {
      attempt(done, () => walk.push(chunk), 'The engine sent what is no archive')
      passed = pushAll(stream, passed)
      onProgress(bytes)
    },
    flush(done) {
      if (!walk.isEnded) {
        done(
          new SwitchyardError('BACKUP_FAILED', 'The engine broke off in the middle of the volume.', {
            hint: 'A file that grows while it is read can do that: stop what uses the volume (`--stop`) and try again.',
          }),
        )
        return
      }
      const manifest = describe({ bytes, entries, sha256: hash.digest('hex') })
      const end = pack()
      end.entry({ name: manifestName, mode: 0o600 }, `${JSON.stringify(manifest, null, 2)}\n`)
      end.finalize()
      end.on('data', (block: Buffer) => stream.push(block))
      end.on('end', () => done())
      end.on('error', done)
    },
  })
  const walk = createTarWalk({
    onEntry: ({ isMeta }) => {
      if (!isMeta) entries += 1
    },
    onRaw: (raw) => {
      hash.update(raw)
      bytes += raw.length
      passed.push(raw)
    },
  })
  return stream
}

/** As one piece: what comes next would have a call for every few hundred bytes otherwise. */
function pushAll(stream: Transform, parts: readonly Buffer[]): Buffer[] {
  if (parts.length > 0) stream.push(Buffer.concat(parts))
  return []
}

/** A backup as it streams by: its content without the manifest goes on, as an archive of its own. */
export interface BackupReader {
  readonly stream: Transform
  /** Once the stream has ended. Throws BACKUP_BROKEN for what is not a whole backup. */
  manifest(): Manifest
}

export function readBackup(onProgress: (bytes: number) => void): BackupReader {
  const hash = createHash('sha256')
  const manifestParts: Buffer[] = []
  let bytes = 0
  let entries = 0
  let isManifest = false
  let manifestBytes = 0
  let passed: Buffer[] = []
  const walk = createTarWalk({
    onEntry({ name, bytes: size, isMeta }) {
      if (isManifest) throw broken('something follows its manifest')
      if (!isMeta && name === manifestName) {
        isManifest = true
        manifestBytes = size
        return
      }
      if (isMeta) return
      entries += 1
      if (name !== contentDir.slice(0, -1) && !name.startsWith(contentDir)) throw notOurs()
    },
    onRaw(raw) {
      if (isManifest) {
        manifestParts.push(Buffer.from(raw))
        return
      }
      hash.update(raw)
      bytes += raw.length
      passed.push(raw)
    },
  })
  const stream = new Transform({
    transform(chunk: Buffer, _, done) {
      attempt(done, () => walk.push(chunk), 'It is no archive')
      passed = pushAll(stream, passed)
      onProgress(bytes)
    },
    flush(done) {
      // The end mark of an archive.
      stream.push(Buffer.alloc(1024))
      done()
    },
  })
  return {
    stream,
    manifest() {
      if (!isManifest && walk.isEnded) throw notOurs()
      if (!walk.isEnded) throw broken('it ends too early')
      const text = Buffer.concat(manifestParts)
        .subarray(512, 512 + manifestBytes)
        .toString()
      const manifest = parseManifest(text)
      if (manifest.sha256 !== hash.digest('hex') || manifest.bytes !== bytes || manifest.entries !== entries)
        throw broken('its content is not what its manifest says')
      return manifest
    },
  }
}

function parseManifest(text: string): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw broken('its manifest cannot be read', cause)
  }
}

export function broken(why: string, cause?: unknown): SwitchyardError {
  return new SwitchyardError('BACKUP_BROKEN', `This backup is broken: ${why}.`, {
    hint: 'Nothing was changed. Take another one.',
    cause,
  })
}

function notOurs(): SwitchyardError {
  return new SwitchyardError('BACKUP_BROKEN', 'This file is no backup of a volume by Switchyard.', {
    hint: 'Nothing was changed. `switchyard volume backup` makes one.',
  })
}

function attempt(done: TransformCallback, work: () => void, what: string): void {
  try {
    work()
    done()
  } catch (error) {
    done(
      error instanceof SwitchyardError
        ? error
        : new SwitchyardError('BACKUP_BROKEN', `${what}: ${(error as Error).message}.`, { cause: error }),
    )
  }
}
