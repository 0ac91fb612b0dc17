import { z } from 'zod'
import { serviceRefSchema } from './lab.ts'

/** What the containers of a service run, against what is to be had. */
export const imageStateSchema = z.discriminatedUnion('kind', [
  /** The registry has the same. */
  z.object({ kind: z.literal('current') }),
  /** The registry has another one under this reference. */
  z.object({ kind: z.literal('newer'), digest: z.string() }),
  /** The engine itself has another one under this reference: pulled or built, but not run yet. */
  z.object({ kind: z.literal('here') }),
  /** The files name another reference than the one that runs. */
  z.object({ kind: z.literal('files') }),
  /** The files name a digest: it stays as it is until they are changed. */
  z.object({ kind: z.literal('pinned') }),
  /** Built here from the files. */
  z.object({ kind: z.literal('built') }),
  /** Made here in another way: no registry knows it. */
  z.object({ kind: z.literal('local') }),
  /** Nothing of it runs or stands ready. */
  z.object({ kind: z.literal('absent') }),
  z.object({ kind: z.literal('unknown'), reason: z.string() }),
])
export type ImageState = Readonly<z.infer<typeof imageStateSchema>>

export const serviceImageSchema = z.object({
  service: serviceRefSchema,
  alwaysOn: z.boolean(),
  isRunning: z.boolean(),
  /** As the files name it; null for a build without a name. */
  reference: z.string().nullable(),
  /** As the files named it when the container was made; null without one. */
  runs: z.string().nullable(),
  /** Id of the image that the container was made from; null without one. */
  imageId: z.string().nullable(),
  /** Digest under which a registry gave that image; null for one that was made here. */
  digest: z.string().nullable(),
  state: imageStateSchema,
})
export type ServiceImage = Readonly<z.infer<typeof serviceImageSchema>>

export const outdatedSchema = z.object({
  services: z.array(serviceImageSchema),
  /** When the oldest of the registries' answers was given; null when none was asked for. */
  checkedAt: z.iso.datetime().nullable(),
  /** Of asking; null when every answer was kept from before. */
  elapsedMs: z.number().nullable(),
})
export type Outdated = Readonly<z.infer<typeof outdatedSchema>>

/** An image that a service ran, or runs. */
export const imageUseSchema = z.object({
  reference: z.string(),
  imageId: z.string(),
  digest: z.string().nullable(),
  /** When the first container with it was made. */
  since: z.iso.datetime(),
  /** When another one took its place; null for the one that runs. */
  until: z.iso.datetime().nullable(),
  /** The run that brought it; null when that was not seen. */
  runId: z.string().nullable(),
  /** Whether the engine still has it. */
  isHere: z.boolean(),
  isCurrent: z.boolean(),
})
export type ImageUse = Readonly<z.infer<typeof imageUseSchema>>

/** What an update is to do besides pulling and replacing. */
export const updateOptionsSchema = z.object({
  /** Build anew what the files build. */
  build: z.boolean().default(true),
  /** Put a service back as it was, image and configuration, where the new one does not get ready. */
  putBack: z.boolean().default(true),
  /** Id or digest of an image that the service ran before, to go back to; only with one service as the target. */
  to: z.string().nullable().default(null),
})
export type UpdateOptions = Readonly<z.output<typeof updateOptionsSchema>>

const changeSchema = z.object({
  /** Like `image`, `environment` or `ports`. */
  part: z.enum(['image', 'build', 'command', 'environment', 'ports', 'volumes', 'depends_on', 'healthcheck']),
  /** Of both, values of variables left out: names only. */
  added: z.array(z.string()),
  removed: z.array(z.string()),
  /** Names whose value differs; for an image or a command, the two as `old → new`. */
  changed: z.array(z.string()),
})

/** What the upstream's files have that the lab's do not, and the other way round. */
export const upstreamDiffSchema = z.object({
  stack: z.string(),
  file: z.string(),
  /** Why it cannot be compared, in one sentence; then all else is empty. */
  problem: z.string().nullable(),
  addedServices: z.array(z.string()),
  removedServices: z.array(z.string()),
  services: z.array(z.object({ service: z.string(), changes: z.array(changeSchema) })),
  /** Variables that the upstream's files mention and that are not set here. */
  unsetVariables: z.array(z.string()),
})
export type UpstreamDiff = Readonly<z.infer<typeof upstreamDiffSchema>>
