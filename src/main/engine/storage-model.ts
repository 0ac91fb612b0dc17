import type { Readable } from 'node:stream'
import type { ContainerSummary } from './model.ts'

/** An image that the engine has. */
export interface StoredImage {
  readonly id: string
  /** As the engine lists them; empty for a dangling one. */
  readonly tags: readonly string[]
  /** `name@sha256:…`. */
  readonly digests: readonly string[]
  /** With everything that it shares with others. */
  readonly bytes: number
  readonly createdAtMs: number
  readonly labels: Readonly<Record<string, string>>
}

/** A container, whoever made it. */
export interface StoredContainer {
  readonly id: string
  readonly name: string
  readonly imageId: string
  /** As it was asked for. */
  readonly image: string
  readonly isRunning: boolean
  /** The engine's word for its state, like `exited`. */
  readonly state: string
  /** Like `Exited (0) 3 days ago`. */
  readonly status: string
  readonly createdAtMs: number
  readonly labels: Readonly<Record<string, string>>
  readonly volumes: readonly string[]
  readonly networks: readonly string[]
  /** Null for what Compose did not make. */
  readonly summary: ContainerSummary | null
}

export interface StoredVolume {
  readonly name: string
  readonly driver: string
  readonly labels: Readonly<Record<string, string>>
  readonly options: Readonly<Record<string, string>>
  /** Epoch milliseconds; null when the engine does not say. */
  readonly createdAtMs: number | null
}

export interface StoredNetwork {
  readonly id: string
  readonly name: string
  readonly createdAtMs: number | null
  /** Made by the engine itself, or by a swarm. */
  readonly isBuiltIn: boolean
}

/** A record of the build cache. */
export interface CacheRecord {
  readonly id: string
  readonly description: string
  readonly bytes: number
  readonly isInUse: boolean
  /** Its content is that of an image as well. */
  readonly isShared: boolean
  readonly createdAtMs: number | null
}

/** What the engine lists without measuring. */
export interface StoredThings {
  readonly images: readonly StoredImage[]
  readonly containers: readonly StoredContainer[]
  readonly volumes: readonly StoredVolume[]
  readonly networks: readonly StoredNetwork[]
}

/** Sizes that the engine has to measure, which takes minutes where much is stored. By id, or by a volume's name. */
export interface StoredSizes {
  readonly images: { readonly layersBytes: number; readonly sharedBytes: Readonly<Record<string, number>> }
  readonly containers: Readonly<Record<string, number>>
  readonly volumes: Readonly<Record<string, number>>
  readonly 'build-cache': readonly CacheRecord[]
}
export type SizeKind = keyof StoredSizes

/** A volume in the hands of a container that is made for it and never started. */
export interface OpenVolume extends AsyncDisposable {
  /** Its content as a tar stream, below `volume/`. Destroying it ends the engine's work. */
  read(signal: AbortSignal): Promise<Readable>
  /** Unpacks a tar stream, with everything below `volume/`. */
  write(content: Readable, signal: AbortSignal): Promise<void>
}

/** What is stored in the engine. Every call throws ENGINE_UNREACHABLE when nobody answers. */
export interface EngineStorage {
  list(): Promise<StoredThings>
  measure<Kind extends SizeKind>(kind: Kind, signal: AbortSignal): Promise<StoredSizes[Kind]>
  /** Where the engine keeps the log of a container on its own machine; null when it keeps none in a file. */
  logFile(containerId: string): Promise<string | null>
  /** The id that a reference stands for; null when there is no such image. */
  findImage(reference: string): Promise<string | null>
  /** Takes a reference away, or by id the image; its parents stay. Throws what the engine says against it. */
  removeImage(reference: string): Promise<void>
  removeContainer(id: string): Promise<void>
  removeNetwork(id: string): Promise<void>
  /** One record of the build cache; false when it was not there or is in use. */
  removeCacheRecord(id: string): Promise<boolean>
  /** Null when there is no such volume. */
  findVolume(name: string): Promise<StoredVolume | null>
  createVolume(volume: Pick<StoredVolume, 'name' | 'driver' | 'labels' | 'options'>): Promise<void>
  removeVolume(name: string): Promise<void>
  openVolume(name: string, options: { readonly isReadOnly: boolean }): Promise<OpenVolume>
}

/** Marks what is made for a volume and lives as long as the work on it. */
export const helperLabel = 'dev.switchyard.volume-work'
