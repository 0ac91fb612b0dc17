import { formatServiceRef } from '../../shared/format.ts'
import type { CleanItem, KindUse, StackUse, StorageKind, StorageUse } from '../../shared/storage.ts'
import { sumBytes } from '../../shared/storage-words.ts'
import type { StoredContainer, StoredImage, StoredThings } from '../engine/storage-model.ts'
import { imageReference } from '../run/facts/image-reference.ts'
import { type LabModel, type LabService, matchOwnContainers } from '../run/facts/lab-model.ts'
import { namesOf } from './find-unused.ts'
import type { Logs } from './log-sizes.ts'
import type { Measurements } from './measure.ts'

export interface StorageFacts {
  readonly things: StoredThings
  readonly sizes: Measurements
  readonly logs: Logs
}

/** The engine's disk by kind. Pure. */
export function summarizeKinds(facts: StorageFacts, unused: readonly CleanItem[]): readonly KindUse[] {
  const { things, sizes, logs } = facts
  const going = (kind: CleanItem['kind']) => {
    const items = unused.filter((item) => item.kind === kind)
    return { unused: items.length, reclaimableBytes: sumBytes(items.map(({ bytes }) => bytes)) }
  }
  const measured = (kind: keyof Measurements) => {
    const at = sizes[kind]?.measuredAtMs
    return {
      measuredAt: at === undefined ? null : new Date(at).toISOString(),
      note: at === undefined ? notMeasured : null,
    }
  }
  const total = (record: Readonly<Record<string, number>> | undefined, ids: readonly string[]) =>
    record ? (sumBytes(ids.map((id) => record[id] ?? null)) ?? 0) : null
  const kind = (name: StorageKind, count: number, bytes: number | null, more: Partial<KindUse>): KindUse => ({
    kind: name,
    bytes,
    count,
    unused: 0,
    reclaimableBytes: null,
    measuredAt: null,
    note: null,
    ...more,
  })
  const cache = sizes['build-cache']?.value
  return [
    kind('images', things.images.length, sizes.images?.value.layersBytes ?? null, {
      ...going('images'),
      ...measured('images'),
    }),
    kind(
      'volumes',
      things.volumes.length,
      total(
        sizes.volumes?.value,
        things.volumes.map(({ name }) => name),
      ),
      measured('volumes'),
    ),
    kind(
      'build-cache',
      cache?.length ?? 0,
      // What is an image's as well is counted there.
      cache ? (sumBytes(cache.filter(({ isShared }) => !isShared).map(({ bytes }) => bytes)) ?? 0) : null,
      { ...going('build-cache'), ...measured('build-cache') },
    ),
    kind(
      'containers',
      things.containers.length,
      total(
        sizes.containers?.value,
        things.containers.map(({ id }) => id),
      ),
      { ...going('containers'), ...measured('containers') },
    ),
    kind('logs', logs.sizes.size, logs.why === null ? sumOrZero([...logs.sizes.values()]) : null, {
      note: logs.why,
    }),
  ]
}

const notMeasured = 'The engine is still measuring; ask again, or wait for it (--wait).'

/** What each stack of the lab, and each of its services, takes. An image that two share counts for both. Pure. */
export function summarizeStacks(facts: StorageFacts, model: LabModel): readonly StackUse[] {
  const own = matchOwnContainers(
    model.services,
    facts.things.containers.flatMap(({ summary }) => summary ?? []),
  )
  const byId = new Map(facts.things.containers.map((container) => [container.id, container]))
  const containersOf = ({ key }: LabService) => (own.get(key) ?? []).flatMap(({ id }) => byId.get(id) ?? [])
  const volumesOf = volumesOfStacks(model, containersOf)
  return model.lab.stacks.map((stack) => {
    const services = model.services.filter((service) => service.stack === stack)
    const containers = services.flatMap(containersOf)
    return {
      stack: stack.name,
      alwaysOn: stack.alwaysOn,
      ...useOf(facts, services, containers, [...(volumesOf.get(stack.name) ?? [])]),
      services: services.map((service) => {
        const mine = containersOf(service)
        const volumes = [...new Set(mine.flatMap((container) => container.volumes))]
        return { service: service.ref.service, ...useOf(facts, [service], mine, volumes) }
      }),
    }
  })
}

/** Volumes of each stack: those of its containers, and where the stack is its whole project those that its files name. */
export function volumesOfStacks(
  { lab, services, projects }: LabModel,
  containersOf: (service: LabService) => readonly StoredContainer[],
): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map(
    lab.stacks.map((stack) => {
      const held = services
        .filter((service) => service.stack === stack)
        .flatMap(containersOf)
        .flatMap(({ volumes }) => volumes)
      const named = projects.get(stack.project.key)?.resolved.volumes ?? []
      return [
        stack.name,
        new Set([...held, ...(stack.services === null ? named.map(({ name }) => name) : [])]),
      ]
    }),
  )
}

function useOf(
  { things, sizes, logs }: StorageFacts,
  services: readonly LabService[],
  containers: readonly StoredContainer[],
  volumes: readonly string[],
): StorageUse {
  const images = imagesOf(things.images, services, containers)
  const shared = sizes.images?.value.sharedBytes
  const present = things.volumes.filter(({ name }) => volumes.includes(name))
  return {
    imageBytes: sumOrZero(images.map(({ bytes }) => bytes)),
    ownImageBytes: shared
      ? sumOrZero(images.map(({ id, bytes }) => (shared[id] === undefined ? null : bytes - shared[id])))
      : null,
    containerBytes: sizes.containers
      ? sumOrZero(containers.map(({ id }) => sizes.containers?.value[id] ?? null))
      : null,
    volumeBytes: sizes.volumes
      ? sumOrZero(present.map(({ name }) => sizes.volumes?.value[name] ?? null))
      : null,
    logBytes: logs.why === null ? sumOrZero(containers.map(({ id }) => logs.sizes.get(id) ?? null)) : null,
  }
}

/** The images that its containers were made of, and those that its files name now. */
function imagesOf(
  images: readonly StoredImage[],
  services: readonly LabService[],
  containers: readonly StoredContainer[],
): readonly StoredImage[] {
  const ids = new Set(containers.map(({ imageId }) => imageId))
  const names = new Set(
    services.map(({ stack, service }) =>
      imageReference(service.image ?? `${stack.project.name}-${service.name}`),
    ),
  )
  return images.filter((image) => ids.has(image.id) || namesOf(image).some((name) => names.has(name)))
}

function sumOrZero(all: readonly (number | null)[]): number | null {
  return all.length === 0 ? 0 : sumBytes(all)
}

/** `stack/service` of each volume's users in the lab. */
export function usersOfVolumes(
  model: LabModel,
  containers: readonly StoredContainer[],
): ReadonlyMap<string, readonly LabService[]> {
  const own = matchOwnContainers(
    model.services,
    containers.flatMap(({ summary }) => summary ?? []),
  )
  const byId = new Map(containers.map((container) => [container.id, container]))
  const users = new Map<string, Map<string, LabService>>()
  for (const service of model.services) {
    for (const { id } of own.get(service.key) ?? []) {
      for (const volume of byId.get(id)?.volumes ?? []) {
        const known = users.get(volume) ?? new Map<string, LabService>()
        users.set(volume, known.set(formatServiceRef(service.ref), service))
      }
    }
  }
  return new Map([...users].map(([volume, services]) => [volume, [...services.values()]]))
}
