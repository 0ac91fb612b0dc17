import { stat } from 'node:fs/promises'
import type { EngineStorage, StoredContainer } from '../engine/storage-model.ts'

/** Sizes of the logs of containers, by id; `why` says why they cannot be told. */
export interface Logs {
  readonly sizes: ReadonlyMap<string, number>
  readonly why: string | null
}

/** The engine has no answer to this, so the files are looked at, with those that were rotated away. */
export async function readLogSizes(
  engine: Pick<EngineStorage, 'logFile'>,
  containers: readonly Pick<StoredContainer, 'id'>[],
  isLocal: boolean,
): Promise<Logs> {
  if (!isLocal) return { sizes: new Map(), why: 'The logs lie on the machine of the engine.' }
  const sizes = new Map<string, number>()
  let isForbidden = false
  await Promise.all(
    containers.map(async ({ id }) => {
      const file = await engine.logFile(id)
      if (file === null) return
      try {
        sizes.set(id, await sizeOfAll(file))
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        if (code === 'EACCES' || code === 'EPERM') isForbidden = true
      }
    }),
  )
  return { sizes, why: isForbidden ? 'Only root may look at the logs of containers.' : null }
}

/** What `max-file` keeps beside the log that is written now. */
const mostRotated = 20

async function sizeOfAll(file: string): Promise<number> {
  let bytes = (await stat(file)).size
  for (let index = 1; index < mostRotated; index += 1) {
    const older = await sizeOf(`${file}.${index}`).then(
      async (size) => size ?? (await sizeOf(`${file}.${index}.gz`)),
    )
    if (older === null) break
    bytes += older
  }
  return bytes
}

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size
  } catch {
    return null
  }
}
