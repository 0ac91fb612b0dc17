import type { CleanItem, CleanKind, CleanResult } from '../../shared/storage.ts'
import { cleanKinds } from '../../shared/storage-words.ts'
import type { EngineStorage, StoredImage } from '../engine/storage-model.ts'

type Stayed = CleanResult['stayed'][number]

/**
 * Removes these things by their ids. The engine itself refuses what is in use meanwhile; what it says against it is the reason
 * for what stays. Containers go first: images and networks are held by them.
 */
export async function removeItems(
  engine: EngineStorage,
  items: readonly CleanItem[],
): Promise<Pick<CleanResult, 'removed' | 'stayed'>> {
  const removed: CleanItem[] = []
  const stayed: Stayed[] = []
  for (const kind of cleanKinds) {
    const some = items.filter((item) => item.kind === kind)
    if (kind === 'build-cache') await removeCache(engine, some, removed, stayed)
    else await removeOneByOne(engine, kind, some, removed, stayed)
  }
  return { removed, stayed }
}

async function removeOneByOne(
  engine: EngineStorage,
  kind: Exclude<CleanKind, 'build-cache'>,
  items: readonly CleanItem[],
  removed: CleanItem[],
  stayed: Stayed[],
): Promise<void> {
  const images = kind === 'images' ? (await engine.list()).images : []
  for (const item of items) {
    try {
      if (kind === 'containers') await engine.removeContainer(item.id)
      else if (kind === 'networks') await engine.removeNetwork(item.id)
      else await removeImage(engine, item.id, images)
      removed.push(item)
    } catch (error) {
      stayed.push({ ...item, reason: error instanceof Error ? error.message : String(error) })
    }
  }
}

/** An image with several names goes name by name, each only while it still means this image. */
async function removeImage(engine: EngineStorage, id: string, images: readonly StoredImage[]): Promise<void> {
  const image = images.find((each) => each.id === id)
  for (const tag of image?.tags ?? []) if ((await engine.findImage(tag)) === id) await engine.removeImage(tag)
  if ((await engine.findImage(id)) !== null) await engine.removeImage(id)
}

/** A record goes only after those that are made of it, so they are asked for until no more goes. */
async function removeCache(
  engine: EngineStorage,
  items: readonly CleanItem[],
  removed: CleanItem[],
  stayed: Stayed[],
): Promise<void> {
  let left = items
  for (let before = -1; left.length > 0 && left.length !== before;) {
    before = left.length
    const kept: CleanItem[] = []
    for (const item of left) {
      if (await engine.removeCacheRecord(item.id)) removed.push(item)
      else kept.push(item)
    }
    left = kept
  }
  stayed.push(
    ...left.map((item) => ({ ...item, reason: 'A build, or a record that is made of it, needs it.' })),
  )
}
