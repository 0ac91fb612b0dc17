import type { StoredContainer, StoredImage, StoredThings } from '../../../src/main/engine/storage-model.ts'
import { container as summaryOf } from '../run/sample-model.ts'

export const hourMs = 3_600_000

export function image(tag: string | null, changes: Partial<StoredImage> = {}): StoredImage {
  return {
    id: `sha256:${tag ?? 'dangling'}`,
    tags: tag === null ? [] : [tag],
    digests: [],
    bytes: 1000,
    createdAtMs: hourMs,
    labels: {},
    ...changes,
  }
}

/** A container of Compose that runs with the image of this tag. */
export function container(
  project: string,
  service: string,
  changes: Partial<StoredContainer> = {},
): StoredContainer {
  const summary = summaryOf(project, service)
  return {
    id: summary.id,
    name: summary.name,
    imageId: `sha256:${service}:1`,
    image: `${service}:1`,
    isRunning: true,
    state: 'running',
    status: 'Up 2 hours',
    createdAtMs: hourMs,
    labels: {},
    volumes: [],
    networks: [`${project}_default`],
    summary,
    ...changes,
  }
}

export const exited = { isRunning: false, state: 'exited', status: 'Exited (0) 3 days ago' }

export function things(changes: Partial<StoredThings> = {}): StoredThings {
  return { images: [], containers: [], volumes: [], networks: [], ...changes }
}
