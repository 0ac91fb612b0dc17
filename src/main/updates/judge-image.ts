import type { ImageState } from '../../shared/updates.ts'
import type { EngineImage } from '../engine/images.ts'
import type { RemoteAnswer } from './ask-registries.ts'
import { digestFor, isSameReference, parseReference } from '../engine/parse-reference.ts'

/** What is known of the image of one service before a registry is asked. */
export interface LocalImage {
  /** As the files name it; for a build without a name, the name that Compose gives it. */
  readonly reference: string
  readonly isBuilt: boolean
  /** As the files named it when the container was made, and the image it was made from; null without a container. */
  readonly runs: { readonly reference: string; readonly imageId: string } | null
}

/** What the service's image is, as far as it can be told without a registry; null: a registry must be asked. Pure. */
export function judgeHere(local: LocalImage, images: readonly EngineImage[]): ImageState | null {
  const { reference, runs } = local
  if (!runs) return { kind: 'absent' }
  const named = findImage(reference, images)
  if (local.isBuilt) return named && named.id !== runs.imageId ? { kind: 'here' } : { kind: 'built' }
  if (!isSameReference(reference, runs.reference)) return { kind: 'files' }
  if (parseReference(reference).digest !== null) return { kind: 'pinned' }
  const isPulled = (images.find(({ id }) => id === runs.imageId)?.digests.length ?? 0) > 0
  if (named && named.id !== runs.imageId && named.digests.length === 0) return { kind: 'here' }
  if (!isPulled && (!named || named.id === runs.imageId)) return { kind: 'local' }
  return null
}

/** The same with the registry's answer. Pure. */
export function judgeRemote(
  { reference, runs }: LocalImage,
  images: readonly EngineImage[],
  answer: RemoteAnswer,
): ImageState {
  const named = findImage(reference, images)
  const isHere = named !== undefined && named.id !== runs?.imageId
  if ('reason' in answer) return isHere ? { kind: 'here' } : { kind: 'unknown', reason: answer.reason }
  const running = images.find(({ id }) => id === runs?.imageId)
  if (hasDigest(running, answer.digest)) return isHere ? { kind: 'here' } : { kind: 'current' }
  return hasDigest(named, answer.digest) ? { kind: 'here' } : { kind: 'newer', digest: answer.digest }
}

/** The image that the engine has under a reference. */
export function findImage(reference: string, images: readonly EngineImage[]): EngineImage | undefined {
  const isDigest = parseReference(reference).digest !== null
  return images.find(({ tags, digests }) =>
    (isDigest ? digests : tags).some((name) => isSameReference(name, reference)),
  )
}

/** The digest under which a registry gave an image; null for one that was made here. */
export function digestOf(imageId: string, reference: string, images: readonly EngineImage[]): string | null {
  return digestFor(reference, images.find(({ id }) => id === imageId)?.digests ?? [])
}

function hasDigest(image: EngineImage | undefined, digest: string): boolean {
  return image?.digests.some((name) => name.endsWith(`@${digest}`)) ?? false
}
