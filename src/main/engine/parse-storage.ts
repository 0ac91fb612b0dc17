import type { ContainerInfo, ImageInfo, NetworkInspectInfo, VolumeInspectInfo } from 'dockerode'
import { parseContainer } from './parse-container.ts'
import type {
  CacheRecord,
  StoredContainer,
  StoredImage,
  StoredNetwork,
  StoredSizes,
  StoredVolume,
} from './storage-model.ts'

export function parseStoredImage(info: ImageInfo): StoredImage {
  // Old engines write these for an image without a name.
  const named = (names: readonly string[] | null | undefined) =>
    (names ?? []).filter((name) => !name.includes('<none>'))
  return {
    id: info.Id,
    tags: named(info.RepoTags),
    digests: named(info.RepoDigests),
    bytes: info.Size,
    createdAtMs: info.Created * 1000,
    labels: info.Labels ?? {},
  }
}

export function parseStoredContainer(info: ContainerInfo): StoredContainer {
  return {
    id: info.Id,
    name: (info.Names[0] ?? info.Id).replace(/^\//, ''),
    imageId: info.ImageID,
    image: info.Image,
    isRunning: ['running', 'paused', 'restarting'].includes(info.State),
    state: info.State,
    status: info.Status,
    createdAtMs: info.Created * 1000,
    labels: info.Labels ?? {},
    volumes: (info.Mounts ?? []).flatMap(({ Type, Name }) => (Type === 'volume' && Name ? [Name] : [])),
    networks: Object.keys(info.NetworkSettings?.Networks ?? {}),
    summary: parseContainer({ ...info, Labels: info.Labels ?? {} }),
  }
}

export function parseStoredVolume(info: VolumeInspectInfo & { readonly CreatedAt?: string }): StoredVolume {
  return {
    name: info.Name,
    driver: info.Driver,
    labels: info.Labels ?? {},
    options: info.Options ?? {},
    createdAtMs: parseTime(info.CreatedAt),
  }
}

export function parseStoredNetwork(info: NetworkInspectInfo): StoredNetwork {
  return {
    id: info.Id,
    name: info.Name,
    createdAtMs: parseTime(info.Created),
    isBuiltIn: ['bridge', 'host', 'none'].includes(info.Name) || info.Scope !== 'local' || info.Ingress,
  }
}

/** The answer to `/system/df`; of kinds that were not asked for there is nothing. */
export interface RawUsage {
  readonly LayersSize?: number
  readonly Images?:
    readonly { readonly Id: string; readonly Size: number; readonly SharedSize: number }[] | null
  readonly Containers?: readonly { readonly Id: string; readonly SizeRw?: number }[] | null
  readonly Volumes?:
    readonly { readonly Name: string; readonly UsageData?: { readonly Size: number } | null }[] | null
  readonly BuildCache?: readonly RawCacheRecord[] | null
}

export interface RawCacheRecord {
  readonly ID: string
  readonly Description?: string
  readonly Size: number
  readonly InUse?: boolean
  readonly Shared?: boolean
  readonly CreatedAt?: string
}

export function parseSizes(usage: RawUsage): StoredSizes {
  const images = usage.Images ?? []
  // -1 is the engine's word for what it does not know.
  const known = (entries: readonly (readonly [string, number | undefined])[]) =>
    Object.fromEntries(entries.filter((entry): entry is readonly [string, number] => (entry[1] ?? -1) >= 0))
  return {
    images: {
      // With containerd's store some engines leave the sum out.
      layersBytes: usage.LayersSize || images.reduce((sum, { Size }) => sum + Size, 0),
      sharedBytes: known(images.map(({ Id, SharedSize }) => [Id, SharedSize])),
    },
    // Nothing was written: the engine leaves the figure out.
    containers: known((usage.Containers ?? []).map(({ Id, SizeRw }) => [Id, SizeRw ?? 0])),
    volumes: known((usage.Volumes ?? []).map(({ Name, UsageData }) => [Name, UsageData?.Size])),
    'build-cache': (usage.BuildCache ?? []).map(parseCacheRecord),
  }
}

export function parseCacheRecord(record: RawCacheRecord): CacheRecord {
  return {
    id: record.ID,
    description: record.Description ?? '',
    bytes: record.Size,
    isInUse: record.InUse ?? false,
    isShared: record.Shared ?? false,
    createdAtMs: parseTime(record.CreatedAt),
  }
}

function parseTime(time: string | undefined): number | null {
  const atMs = Date.parse(time ?? '')
  // The engine writes the year 1 for what it does not know.
  return atMs > 0 ? atMs : null
}
