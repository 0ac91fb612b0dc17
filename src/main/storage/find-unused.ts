import { formatList } from '../../shared/format.ts'
import type { CleanItem, CleanKind } from '../../shared/storage.ts'
import {
  type CacheRecord,
  helperLabel,
  type StoredContainer,
  type StoredImage,
  type StoredThings,
} from '../engine/storage-model.ts'
import { imageReference } from '../run/facts/image-reference.ts'
import type { Wanted } from './wanted.ts'

export interface UnusedFacts {
  readonly things: StoredThings
  /** Null where the engine has not said. */
  readonly sharedBytes: Readonly<Record<string, number>> | null
  readonly containerBytes: Readonly<Record<string, number>> | null
  readonly cache: readonly CacheRecord[]
  readonly wanted: Wanted
  readonly nowMs: number
}

/** What is made for the work on a volume lives as long as that; after a day it is a leftover. */
const helperMaxMs = 86_400_000

/**
 * What nobody needs, by kind: exactly what a clean-up of these kinds removes; and what only a way back needs, which it leaves
 * unless that is asked for as well. Pure.
 */
export function findUnused(
  facts: UnusedFacts,
  kinds: readonly CleanKind[],
): { readonly items: readonly CleanItem[]; readonly kept: readonly CleanItem[] } {
  const containers = kinds.includes('containers') ? unusedContainers(facts) : []
  const going = new Set(containers.map(({ id }) => id))
  const images = kinds.includes('images') ? idleImages(facts, going) : []
  return {
    items: [
      ...containers,
      ...images.flatMap(({ item, isKept }) => (isKept ? [] : [item])),
      ...(kinds.includes('networks') ? unusedNetworks(facts, going) : []),
      ...(kinds.includes('build-cache') ? unusedCache(facts) : []),
    ],
    kept: images.flatMap(({ item, isKept }) => (isKept ? [item] : [])),
  }
}

function unusedContainers({ things, containerBytes, wanted, nowMs }: UnusedFacts): CleanItem[] {
  return things.containers.flatMap((container) => {
    const why = container.isRunning ? null : whyUnused(container, wanted, nowMs)
    if (why === null) return []
    const { id, name, createdAtMs } = container
    return [
      {
        kind: 'containers',
        id,
        name,
        bytes: containerBytes?.[id] ?? null,
        createdAt: toIso(createdAtMs),
        why,
      },
    ]
  })
}

function whyUnused(container: StoredContainer, wanted: Wanted, nowMs: number): string | null {
  const { summary, labels, createdAtMs, status } = container
  const since = status === '' ? container.state : status.charAt(0).toLowerCase() + status.slice(1)
  if (labels[helperLabel] !== undefined)
    return nowMs - createdAtMs > helperMaxMs ? 'left by work on a volume that was broken off' : null
  if (!summary) return `${since}, and no Compose file made it`
  const isOfLab = wanted.projects.has(summary.project)
  if (isOfLab && summary.isOneOff) return `${since}: a one-off command that has ended`
  if (wanted.services.has(`${summary.project}\0${summary.service}`)) return null
  // What an unreadable lab would want is not known.
  if (wanted.unreadable.length > 0) return null
  return isOfLab
    ? `${since}, and no file names its service ${summary.service} any more`
    : `${since}, and no known lab has its project ${summary.project}`
}

function idleImages(
  facts: UnusedFacts,
  going: ReadonlySet<string>,
): { readonly item: CleanItem; readonly isKept: boolean }[] {
  const { things, sharedBytes, wanted } = facts
  const users = Map.groupBy(things.containers, ({ imageId }) => imageId)
  return things.images.flatMap((image) => {
    const holders = users.get(image.id) ?? []
    if (holders.some(({ id }) => !going.has(id))) return []
    // It goes with the container that it was made for.
    if (image.labels[helperLabel] !== undefined && isYoung(image, facts.nowMs)) return []
    const names = namesOf(image)
    if (names.some((name) => wanted.images.has(name))) return []
    const isNamed = image.tags.length > 0
    // What an unreadable lab would want is not known.
    if (names.length > 0 && wanted.unreadable.length > 0) return []
    const used =
      holders.length === 0
        ? 'no container uses it'
        : `only containers that go as well use it (${formatList(holders.map(({ name }) => name))})`
    const formers = names.flatMap((name) => wanted.previousImages.get(name) ?? [])
    const why = isNamed ? `${used}, and no known lab names it` : `dangling: it has no name, and ${used}`
    const shared = sharedBytes?.[image.id]
    const item: CleanItem = {
      kind: 'images',
      id: image.id,
      name: isNamed ? image.tags.join(', ') : (image.digests[0] ?? image.id),
      bytes: shared === undefined ? null : Math.max(0, image.bytes - shared),
      createdAt: toIso(image.createdAtMs),
      why:
        formers.length === 0
          ? why
          : `kept to go back to: ${formatList(formers)} ran it before the latest update`,
    }
    return [{ item, isKept: formers.length > 0 }]
  })
}

/** An image by every name by which a file may ask for it. */
export function namesOf({ tags, digests }: Pick<StoredImage, 'tags' | 'digests'>): readonly string[] {
  return [...tags, ...digests].map(imageReference)
}

function isYoung({ createdAtMs }: StoredImage, nowMs: number): boolean {
  return nowMs - createdAtMs < helperMaxMs
}

function unusedNetworks({ things, wanted }: UnusedFacts, going: ReadonlySet<string>): CleanItem[] {
  const used = new Set(
    things.containers.filter(({ id }) => !going.has(id)).flatMap(({ networks }) => networks),
  )
  if (wanted.unreadable.length > 0) return []
  return things.networks
    .filter(({ name, isBuiltIn }) => !isBuiltIn && !used.has(name) && !wanted.networks.has(name))
    .map(({ id, name, createdAtMs }) => ({
      kind: 'networks',
      id,
      name,
      bytes: null,
      createdAt: toIso(createdAtMs),
      why: 'no container is on it, and no known lab names it',
    }))
}

function unusedCache({ cache }: UnusedFacts): CleanItem[] {
  return cache
    .filter(({ isInUse }) => !isInUse)
    .map(({ id, description, bytes, isShared, createdAtMs }) => ({
      kind: 'build-cache',
      id,
      name: description.trim() === '' ? id : description.trim(),
      bytes: isShared ? 0 : bytes,
      createdAt: toIso(createdAtMs),
      why: isShared ? 'no build uses it; an image has the same content' : 'no build uses it',
    }))
}

function toIso(atMs: number | null): string | null {
  return atMs === null || atMs <= 0 ? null : new Date(atMs).toISOString()
}
