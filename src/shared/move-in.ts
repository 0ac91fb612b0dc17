import { z } from 'zod'
import { placeSchema, problemSchema } from './errors.ts'
import { planSchema } from './plan.ts'
import { folderSchema } from './selection.ts'

const styleSchema = z.enum(['split', 'numbered'])

/** Which file is split, where to, and what was moved by hand. */
export const splitRequestSchema = z.object({
  dir: folderSchema,
  /** From `dir`; null: the lab's one Compose file with several services. */
  file: z.string().max(4096).nullable().default(null),
  /** Folder of the new files, from `dir`; null: that of the file. */
  into: z.string().max(4096).nullable().default(null),
  style: styleSchema.default('split'),
  /** Group by service, for those that do not stay where they are proposed. */
  groups: z.record(z.string(), z.string()).default({}),
  /** Compose profiles that the running containers were started with. */
  profiles: z.array(z.string()).default([]),
  /** How far the published ports are moved in the environment `beside`. */
  offset: z.number().int().min(1).max(60_000).default(10_000),
})
export type SplitRequest = z.input<typeof splitRequestSchema>

/** Something that belongs to more than one stack, and what becomes of it. */
export const crossingSchema = z.object({
  kind: z.enum(['depends_on', 'network', 'volume', 'link', 'secret', 'config', 'env_file', 'path']),
  what: z.string(),
  /** What is done about it, in one sentence. */
  done: z.string(),
  place: placeSchema.optional(),
})
export type Crossing = Readonly<z.infer<typeof crossingSchema>>

/** A difference between the old file and the new ones, as Compose resolves them. Names and paths, never values. */
export const splitDifferenceSchema = z.object({
  what: z.string(),
  /** Why it is meant to be; null for one that is not. */
  why: z.string().nullable(),
})
export type SplitDifference = Readonly<z.infer<typeof splitDifferenceSchema>>

export const movedPortSchema = z.object({
  service: z.string(),
  target: z.string(),
  from: z.string(),
  to: z.string(),
})
export type MovedPort = Readonly<z.infer<typeof movedPortSchema>>

/** One resource that an `include:` brings and another file defines too, with the ways out. */
export const includeConflictSchema = z.object({
  /** Like `services.storage`. */
  resource: z.string(),
  places: z.array(placeSchema),
  ways: z.array(z.object({ title: z.string(), text: z.string() })),
})
export type IncludeConflict = Readonly<z.infer<typeof includeConflictSchema>>

export const splitProposalSchema = z.object({
  file: z.string(),
  /** Where the new files go. */
  into: z.string(),
  project: z.string(),
  style: styleSchema,
  groups: z.array(
    z.object({
      name: z.string(),
      project: z.string(),
      file: z.string(),
      alwaysOn: z.boolean(),
      needs: z.array(z.string()),
      services: z.array(z.object({ name: z.string(), image: z.string().nullable(), why: z.string() })),
    }),
  ),
  crossings: z.array(crossingSchema),
  /** True sentences that the operator should read. */
  notes: z.array(z.string()),
  /** Why nothing can be written; empty when it can. */
  problems: z.array(problemSchema),
  conflicts: z.array(includeConflictSchema),
  /** What differs from the old file, service by service; null when it could not be compared. */
  differences: z.array(splitDifferenceSchema).nullable(),
  ports: z.array(movedPortSchema),
  /** Every file that is written, whole. */
  files: z.array(z.object({ file: z.string(), text: z.string(), exists: z.boolean() })),
})
export type SplitProposal = Readonly<z.infer<typeof splitProposalSchema>>

const sideStateSchema = z.object({
  state: z.string(),
  image: z.string(),
})

/** A service before and after; null: it has no container on that side. */
export const moveRowSchema = z.object({
  service: z.string(),
  old: sideStateSchema.nullable(),
  new: sideStateSchema.nullable(),
  beside: sideStateSchema.nullable(),
  /** What the resolved files say differently, without values. */
  differences: z.array(z.string()),
})
export type MoveRow = Readonly<z.infer<typeof moveRowSchema>>

export const moveStateSchema = z.object({
  /** Compose files of the lab that hold several services, with how many. */
  candidates: z.array(z.object({ file: z.string(), services: z.number().int() })),
  /** Null when this lab was not split by Switchyard. */
  split: z
    .object({
      file: z.string(),
      project: z.string(),
      isOneProject: z.boolean(),
      oldRunning: z.number().int(),
      newRunning: z.number().int(),
      besideRunning: z.number().int(),
      rows: z.array(moveRowSchema),
      ports: z.array(movedPortSchema),
    })
    .nullable(),
})
export type MoveState = Readonly<z.infer<typeof moveStateSchema>>

export const movePlanSchema = z.object({
  /** Null: old and new files are one project, and nothing has to stop. */
  stop: planSchema.nullable(),
  /** Containers that give their names to those that start; none is removed. */
  renames: z.array(z.object({ from: z.string(), to: z.string() })),
  start: planSchema,
})
export type MovePlan = Readonly<z.infer<typeof movePlanSchema>>
