import { z } from 'zod'
import { serviceRefSchema } from './lab.ts'

export const storageKindSchema = z.enum(['images', 'volumes', 'build-cache', 'containers', 'logs'])
export type StorageKind = z.infer<typeof storageKindSchema>

/** What one kind of things takes on the engine's disk. Bytes; null for what is not measured or cannot be read. */
export const kindUseSchema = z.object({
  kind: storageKindSchema,
  bytes: z.number().nullable(),
  count: z.number().int(),
  /** Those of them that a clean-up would remove. */
  unused: z.number().int(),
  reclaimableBytes: z.number().nullable(),
  /** When the sizes were measured; null for what is known without measuring, or not measured yet. */
  measuredAt: z.iso.datetime().nullable(),
  /** Why a figure is missing or old, in one sentence. */
  note: z.string().nullable(),
})
export type KindUse = Readonly<z.infer<typeof kindUseSchema>>

/** What belongs to a stack or a service. Bytes; null for what is not measured. */
const useSchema = z.object({
  /** Its images in full, with layers that others share. */
  imageBytes: z.number().nullable(),
  /** The part of it that no other image has: at least so much would be freed if only its images went. */
  ownImageBytes: z.number().nullable(),
  /** What its containers have written beside volumes. */
  containerBytes: z.number().nullable(),
  volumeBytes: z.number().nullable(),
  logBytes: z.number().nullable(),
})
export type StorageUse = Readonly<z.infer<typeof useSchema>>

export const stackUseSchema = useSchema.extend({
  stack: z.string(),
  alwaysOn: z.boolean(),
  services: z.array(useSchema.extend({ service: z.string() })),
})
export type StackUse = Readonly<z.infer<typeof stackUseSchema>>

export const volumeViewSchema = z.object({
  name: z.string(),
  driver: z.string(),
  bytes: z.number().nullable(),
  createdAt: z.iso.datetime().nullable(),
  /** Names of the containers that hold it, running ones first. */
  containers: z.array(z.object({ name: z.string(), isRunning: z.boolean() })),
  /** Services of this lab that use it. */
  services: z.array(serviceRefSchema),
  /** Stacks of this lab whose files name it or whose services use it. */
  stacks: z.array(z.string()),
  isAlwaysOn: z.boolean(),
  /** It has no name of its own: made by an image for a container. */
  isAnonymous: z.boolean(),
})
export type VolumeView = Readonly<z.infer<typeof volumeViewSchema>>

export const storageViewSchema = z.object({
  engine: z.string(),
  kinds: z.array(kindUseSchema),
  stacks: z.array(stackUseSchema),
  volumes: z.array(volumeViewSchema),
  warnings: z.array(z.string()),
})
export type StorageView = Readonly<z.infer<typeof storageViewSchema>>

export const cleanKindSchema = z.enum(['containers', 'images', 'networks', 'build-cache'])
export type CleanKind = z.infer<typeof cleanKindSchema>

/** One thing that a clean-up removes. */
export const cleanItemSchema = z.object({
  kind: cleanKindSchema,
  id: z.string(),
  name: z.string(),
  /** What goes with it alone; null for what has no size or is not measured. */
  bytes: z.number().nullable(),
  createdAt: z.iso.datetime().nullable(),
  /** Why nobody needs it. */
  why: z.string(),
})
export type CleanItem = Readonly<z.infer<typeof cleanItemSchema>>

export const cleanPreviewSchema = z.object({
  items: z.array(cleanItemSchema),
  /** What nobody uses either, but a way back needs; `why` says whose. It goes only when it is asked for as such. */
  kept: z.array(cleanItemSchema),
  warnings: z.array(z.string()),
})
export type CleanPreview = Readonly<z.infer<typeof cleanPreviewSchema>>

/** What is to go of a preview; `isKept` for one of those that are kept. */
export const cleanChoiceSchema = cleanItemSchema
  .pick({ kind: true, id: true })
  .extend({ isKept: z.boolean().default(false) })
export type CleanChoice = Readonly<z.infer<typeof cleanChoiceSchema>>

export const cleanResultSchema = z.object({
  removed: z.array(cleanItemSchema),
  /** What stayed, with the reason. */
  stayed: z.array(cleanItemSchema.extend({ reason: z.string() })),
  /** Bytes of the kinds that were cleaned, measured before and after; null when that took too long. */
  beforeBytes: z.number().nullable(),
  afterBytes: z.number().nullable(),
})
export type CleanResult = Readonly<z.infer<typeof cleanResultSchema>>

export const backupFormatSchema = z.enum(['tar.zst', 'tar.gz', 'tar'])
export type BackupFormat = z.infer<typeof backupFormatSchema>

/** What a backup says of itself. */
export const manifestSchema = z.object({
  version: z.literal(1),
  volume: z.object({
    name: z.string(),
    driver: z.string(),
    labels: z.record(z.string(), z.string()),
    options: z.record(z.string(), z.string()),
  }),
  createdAt: z.iso.datetime(),
  /** Of the archive before it was compressed. */
  bytes: z.number().int(),
  entries: z.number().int(),
  sha256: z.string(),
  /** Containers that ran and could write while it was made. */
  written: z.array(z.string()),
})
export type Manifest = Readonly<z.infer<typeof manifestSchema>>

/** A file in the folder of backups. */
export const backupFileSchema = z.object({ file: z.string(), bytes: z.number(), at: z.iso.datetime() })
export type BackupFile = Readonly<z.infer<typeof backupFileSchema>>

/** What a backup or a restore tells while it works; `done` or `cancelled` is the last. */
export const volumeWorkEventSchema = z.discriminatedUnion('type', [
  /** What goes on now. */
  z.object({ type: z.literal('phase'), text: z.string() }),
  /** Bytes of the volume's archive in this phase so far; what they will be in all, as far as it is known. */
  z.object({ type: z.literal('progress'), bytes: z.number(), totalBytes: z.number().nullable() }),
  /** Something that the operator should know, and that stops nothing. */
  z.object({ type: z.literal('warning'), text: z.string() }),
  z.object({ type: z.literal('cancelled') }),
  z.object({
    type: z.literal('done'),
    volume: z.string(),
    file: z.string(),
    /** Of the volume's archive. */
    bytes: z.number(),
    /** Of the file. */
    fileBytes: z.number(),
    entries: z.number(),
    sha256: z.string(),
    /** What the volume held before a restore, as a backup of its own. */
    safetyFile: z.string().nullable(),
  }),
])
export type VolumeWorkEvent = Readonly<z.infer<typeof volumeWorkEventSchema>>
