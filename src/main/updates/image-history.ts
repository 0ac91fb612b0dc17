import { SwitchyardError } from '../../shared/errors.ts'
import type { ImageUse } from '../../shared/updates.ts'
import type { EngineImage } from '../engine/images.ts'
import { isSameReference, parseReference } from '../engine/parse-reference.ts'
import type { KeptUse } from '../store/image-store.ts'

/** What a service ran, newest first, with which of it the engine still has. Pure. */
export function describeUses(
  uses: readonly KeptUse[],
  current: string | null,
  images: readonly EngineImage[],
): readonly ImageUse[] {
  return uses.map(({ reference, imageId, digest, sinceMs, runId }, index) => {
    const newer = uses[index - 1]
    return {
      reference,
      imageId,
      digest,
      since: new Date(sinceMs).toISOString(),
      until: newer ? new Date(newer.sinceMs).toISOString() : null,
      runId,
      isHere: images.some(({ id }) => id === imageId),
      isCurrent: index === 0 && imageId === current,
    }
  })
}

/**
 * The image that `to` stands for, as the engine or a registry knows it: an id, or `name@sha256:…` when the engine does not have it
 * any more. Throws one sentence when a service (`key`) cannot go back to it. Pure.
 */
export function findWayBack(
  key: string,
  to: string,
  {
    reference,
    uses,
    images,
  }: {
    /** As the files name the image now. */
    readonly reference: string
    readonly uses: readonly KeptUse[]
    readonly images: readonly EngineImage[]
  },
): string {
  const wanted = to
    .replace(/^.*@/, '')
    .replace(/^sha256:/, '')
    .toLowerCase()
  const isMeant = (id: string | null) => id?.replace(/^sha256:/, '').startsWith(wanted) ?? false
  const found = /^[0-9a-f]{6,64}$/.test(wanted)
    ? uses.find(({ imageId, digest }) => isMeant(imageId) || isMeant(digest))
    : undefined
  if (!found) {
    throw new SwitchyardError('NAME_UNKNOWN', `${key} is not known to have run an image ${to}.`, {
      hint: `\`switchyard images ${key}\` lists those that it ran; six digits of an id or a digest are enough.`,
    })
  }
  if (parseReference(reference).digest !== null || !isSameReference(found.reference, reference)) {
    throw new SwitchyardError(
      'USAGE',
      `${key} ran that image as ${found.reference}, and its Compose file names ${reference} now.`,
      { hint: `Write ${found.reference} into the file again, then: switchyard update ${key}.` },
    )
  }
  if (images.some(({ id }) => id === found.imageId)) return found.imageId
  if (found.digest !== null) return `${familiarName(found.reference)}@${found.digest}`
  throw new SwitchyardError(
    'ENGINE_REFUSED',
    `The engine does not have that image of ${key} any more, and it was made here: no registry has it.`,
  )
}

/** The reference without tag and digest, as it was written. */
function familiarName(reference: string): string {
  const named = reference.split('@', 1)[0] ?? reference
  const colon = named.lastIndexOf(':')
  return colon > named.lastIndexOf('/') ? named.slice(0, colon) : named
}
