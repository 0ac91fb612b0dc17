import { formatBytes, formatCount } from './format.ts'
import type { CleanItem, CleanKind, CleanResult, KindUse, StorageKind, VolumeView } from './storage.ts'

export const storageNames: Readonly<Record<StorageKind, string>> = {
  images: 'images',
  volumes: 'volumes',
  'build-cache': 'build cache',
  containers: 'containers',
  logs: 'container logs',
}

export const cleanNames: Readonly<Record<CleanKind, string>> = {
  containers: 'containers',
  images: 'images',
  networks: 'networks',
  'build-cache': 'build cache',
}

export const cleanKinds: readonly CleanKind[] = ['containers', 'images', 'networks', 'build-cache']

/** `1.2 GiB`, or a word for what is not known. */
export function formatSize(bytes: number | null): string {
  return bytes === null ? 'unknown' : formatBytes(bytes)
}

/** `41 images, 9 unused, 7.5 GiB can go`. */
export function describeKindUse({ kind, count, unused, reclaimableBytes }: KindUse): string {
  const noun = nouns[kind]
  const all = formatCount(count, noun)
  if (kind === 'volumes' || kind === 'logs') return all
  const goes =
    unused === 0
      ? 'nothing can go'
      : `${reclaimableBytes === null ? formatCount(unused, noun) : formatBytes(reclaimableBytes)} can go`
  return unused === 0 ? `${all}, ${goes}` : `${all}, ${unused} unused, ${goes}`
}

const nouns: Readonly<Record<StorageKind, string>> = {
  images: 'image',
  volumes: 'volume',
  'build-cache': 'record',
  containers: 'container',
  logs: 'log',
}

export function sumBytes(all: readonly (number | null)[]): number | null {
  const known = all.filter((bytes) => bytes !== null)
  return known.length === 0 ? null : known.reduce((sum, bytes) => sum + bytes, 0)
}

/** `Removed 2 images, 1 network: 1.2 GiB are free again (8.1 GiB before, 6.9 GiB now).` */
export function describeCleaned({ removed, beforeBytes, afterBytes }: CleanResult): string {
  if (removed.length === 0) return 'Nothing was removed.'
  const what = countItems(removed)
  if (beforeBytes === null || afterBytes === null)
    return `Removed ${what}. What that has freed could not be measured in time.`
  const freed = formatBytes(Math.max(0, beforeBytes - afterBytes))
  return `Removed ${what}: ${freed} are free again (${formatBytes(beforeBytes)} before, ${formatBytes(afterBytes)} now).`
}

/** `2 images, 1 network`. */
export function countItems(items: readonly Pick<CleanItem, 'kind'>[]): string {
  const words: Readonly<Record<CleanKind, string>> = {
    containers: 'container',
    images: 'image',
    networks: 'network',
    'build-cache': 'record of the build cache',
  }
  return cleanKinds
    .map((kind) => [kind, items.filter((item) => item.kind === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) =>
      kind === 'build-cache'
        ? formatCount(count, words[kind], 'records of the build cache')
        : formatCount(count, words[kind]),
    )
    .join(', ')
}

/** Who holds a volume, in words: `used by data-db-1 (running)`. */
export function describeVolumeUse({ containers, stacks }: Pick<VolumeView, 'containers' | 'stacks'>): string {
  if (containers.length > 0)
    return `used by ${containers.map(({ name, isRunning }) => (isRunning ? `${name} (running)` : name)).join(', ')}`
  return stacks.length > 0 ? 'no container uses it now' : 'no container and no stack of this lab uses it'
}

/** `Volumes stay: a (1.2 GiB), b.`; null for none. */
export function describeWhatStays(volumes: readonly Pick<VolumeView, 'name' | 'bytes'>[]): string | null {
  if (volumes.length === 0) return null
  const names = volumes.map(({ name, bytes }) => (bytes === null ? name : `${name} (${formatBytes(bytes)})`))
  return `Volumes stay, with everything in them: ${names.join(', ')}.`
}
