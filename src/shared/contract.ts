import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import { doctorReportSchema } from './doctor.ts'
import { knownLabSchema, labViewSchema, serviceRefSchema } from './lab.ts'
import { planSchema, runKindSchema } from './plan.ts'
import { runEventSchema, runSummarySchema } from './run.ts'
import { labStatusSchema } from './status.ts'

/** Which lab, and through which environment and profiles it is looked at. `dir` is absolute. */
export const labSelectionSchema = z.object({
  dir: z.string(),
  environment: z.string().nullable().default(null),
  profiles: z.array(z.string()).default([]),
})
export type LabSelection = z.input<typeof labSelectionSchema>

/** What to do with which part of a lab. A target is a stack, `stack/service`, or none for the whole lab. */
export const runRequestSchema = labSelectionSchema.extend({
  kind: runKindSchema,
  targets: z.array(z.string()).default([]),
  /** The only way to stop an always-on stack, and it must be named in `targets` as well. */
  includeAlwaysOn: z.boolean().default(false),
  /** The master switch: every stack but the always-on ones, whatever else is asked. */
  appsOnly: z.boolean().default(false),
  /** When the run is cancelled, stop again what it started. */
  rollback: z.boolean().default(false),
  /** Time limit for each service to get ready, instead of its own. */
  timeoutMs: z.number().positive().nullable().default(null),
})
export type RunRequest = z.input<typeof runRequestSchema>

export const logLineSchema = z.object({
  service: serviceRefSchema,
  stream: z.enum(['stdout', 'stderr']),
  at: z.iso.datetime().nullable(),
  text: z.string(),
})
export type LogLine = Readonly<z.infer<typeof logLineSchema>>

/** Every operation of the core. Doors and pages take their types from here. */
export const contract = {
  labs: {
    /** Labs that this operator has used, latest first. */
    list: oc.output(z.array(knownLabSchema)),
    /** What discovery and `switchyard.yaml` make of a folder. */
    describe: oc.input(labSelectionSchema).output(labViewSchema),
    /** Writes a commented `switchyard.yaml` from discovery; refuses when there is one. */
    init: oc
      .input(z.object({ dir: z.string(), dryRun: z.boolean().default(false) }))
      // The file is null when nothing was written.
      .output(z.object({ file: z.string().nullable(), text: z.string() })),
    status: oc.input(labSelectionSchema).output(labStatusSchema),
    logs: oc
      .input(
        labSelectionSchema.extend({
          targets: z.array(z.string()).default([]),
          follow: z.boolean().default(false),
          /** Lines from the end of each container's log; null for all. */
          tail: z.number().int().nonnegative().nullable().default(null),
        }),
      )
      .output(eventIterator(logLineSchema)),
    doctor: oc
      .input(labSelectionSchema.extend({ fix: z.boolean().default(false) }))
      .output(doctorReportSchema),
  },
  runs: {
    plan: oc.input(runRequestSchema).output(planSchema),
    /** Plans, starts the run and returns at once. */
    start: oc.input(runRequestSchema).output(z.object({ runId: z.string() })),
    /** Everything that has happened in the run so far, then what happens, until `run-finished`. */
    events: oc.input(z.object({ runId: z.string() })).output(eventIterator(runEventSchema)),
    cancel: oc
      .input(z.object({ runId: z.string(), rollback: z.boolean().optional() }))
      .output(z.object({ cancelled: z.boolean() })),
    history: oc
      .input(z.object({ dir: z.string(), limit: z.number().int().positive().default(20) }))
      .output(z.array(runSummarySchema)),
  },
}
