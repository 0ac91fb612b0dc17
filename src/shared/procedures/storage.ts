import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { folderSchema, labSelectionSchema } from '../selection.ts'
import {
  backupFileSchema,
  backupFormatSchema,
  cleanChoiceSchema,
  cleanKindSchema,
  cleanPreviewSchema,
  cleanResultSchema,
  storageViewSchema,
  volumeViewSchema,
  volumeWorkEventSchema,
} from '../storage.ts'

const volumeSelectionSchema = labSelectionSchema.extend({ volume: z.string().min(1) })

/** What the engine has on its disk: how much, what of it nobody needs, and its volumes one by one. */
export const storageProcedures = {
  /** Sizes that take long are those of the last time, and say so; with `waitMs` they are waited for so long. */
  read: oc
    .input(
      labSelectionSchema.extend({
        waitMs: z.number().nonnegative().max(3_600_000).default(8000),
        /** Measures again, also what was measured a moment ago. */
        fresh: z.boolean().default(false),
      }),
    )
    .output(storageViewSchema),
  /** What a clean-up of these kinds would remove, and nothing else. */
  unused: oc.input(labSelectionSchema.extend({ kinds: z.array(cleanKindSchema) })).output(cleanPreviewSchema),
  /** Removes what was shown, each thing only if it is still unused. */
  clean: oc.input(labSelectionSchema.extend({ items: z.array(cleanChoiceSchema) })).output(cleanResultSchema),
  /** All volumes, or those of these stacks. */
  volumes: oc
    .input(
      labSelectionSchema.extend({
        stacks: z.array(z.string()).nullable().default(null),
        waitMs: z.number().nonnegative().max(3_600_000).default(8000),
      }),
    )
    .output(z.array(volumeViewSchema)),
  /** With everything in it. `confirm` is its name again. */
  removeVolume: oc
    .input(volumeSelectionSchema.extend({ confirm: z.string(), includeAlwaysOn: z.boolean().default(false) }))
    .output(z.object({ removed: z.boolean() })),
  /** Backups in the folder where they go when no file is named, latest first. */
  backups: oc.output(z.object({ dir: z.string(), files: z.array(backupFileSchema) })),
  /** Ends with its last event; whoever stops reading cancels it. */
  backup: oc
    .input(
      volumeSelectionSchema.extend({
        /** Null: one in the folder of backups, by the volume's name and the time. */
        file: folderSchema.nullable().default(null),
        format: backupFormatSchema.nullable().default(null),
        /** Stops the services that use it, and starts them again whatever happens. */
        stop: z.boolean().default(false),
        includeAlwaysOn: z.boolean().default(false),
      }),
    )
    .output(eventIterator(volumeWorkEventSchema)),
  restore: oc
    .input(
      labSelectionSchema.extend({
        file: folderSchema,
        /** Null: the one that the backup names. */
        volume: z.string().min(1).nullable().default(null),
        /** Its name again, when what it holds is to be replaced. */
        replace: z.string().nullable().default(null),
        includeAlwaysOn: z.boolean().default(false),
      }),
    )
    .output(eventIterator(volumeWorkEventSchema)),
}
