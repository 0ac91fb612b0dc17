import { eventIterator, oc } from '@orpc/contract'
import { z } from 'zod'
import {
  alertEventSchema,
  alertListSchema,
  channelChangeSchema,
  channelSchema,
  deliverySchema,
} from './alerts.ts'
import { appInfoSchema, folderListingSchema, settingsChangeSchema, settingsSchema } from './app.ts'
import { labGraphSchema, serviceDetailSchema, stackDetailSchema } from './detail.ts'
import { doctorReportSchema } from './doctor.ts'
import {
  auditEntrySchema,
  hostActionPreviewSchema,
  hostActionSchema,
  hostReadingsSchema,
  hostStateSchema,
} from './host.ts'
import { knownLabSchema, labViewSchema, serviceRefSchema } from './lab.ts'
import { metricAnswerSchema, metricBeatSchema, metricQuerySchema, metricsKeptSchema } from './metrics.ts'
import { planSchema, runKindSchema } from './plan.ts'
import { autostartProcedures } from './procedures/autostart.ts'
import { scheduleProcedures } from './procedures/schedule.ts'
import { storageProcedures } from './procedures/storage.ts'
import { findingProcedures } from './procedures/finding.ts'
import { linkProcedures } from './procedures/links.ts'
import { gpuContract } from './procedures/gpu.ts'
import { updateProcedures } from './procedures/updates.ts'
import { moveInProcedures } from './procedures/move-in.ts'
import { healthRecordSchema, marksAnswerSchema } from './record.ts'
import { runEventSchema, runSummarySchema } from './run.ts'
import { folderSchema, labSelectionSchema, serviceSelectionSchema } from './selection.ts'
import { secretProcedures } from './procedures/secrets.ts'
import { situationSchema } from './situation.ts'
import { labStatusSchema } from './status.ts'
import { updateOptionsSchema } from './updates.ts'
import { labEventSchema } from './watch.ts'
import { environmentContract } from './procedures/environments.ts'

/** What to do with which part of a lab. A target is a stack, `stack/service`, or none for the whole lab. */
export const runRequestSchema = labSelectionSchema.extend({
  kind: runKindSchema,
  targets: z.array(z.string()).default([]),
  /** The only way to stop an always-on stack, and it must be named in `targets` as well. */
  includeAlwaysOn: z.boolean().default(false),
  /** The master switch: every stack but the always-on ones, whatever else is asked. */
  appsOnly: z.boolean().default(false),
  /** Only of a build: every step of every Dockerfile anew, and newer base images from the registry. */
  build: z.object({ noCache: z.boolean().default(false), pullBase: z.boolean().default(false) }).optional(),
  /** When the run is cancelled, stop again what it started; of an update, put back what it has replaced. */
  rollback: z.boolean().default(false),
  /** Time limit for each service to get ready, instead of its own. */
  timeoutMs: z.number().positive().nullable().default(null),
  /** Whether providers of secrets are asked before a start or restart. */
  fetchSecrets: z.boolean().default(true),
  /** How often a service is started again after it failed, instead of its own number. */
  retries: z.number().int().nonnegative().max(20).nullable().default(null),
  /** Of a restart: removes the containers and their anonymous volumes, and makes them anew. Needs targets. */
  clean: z.boolean().default(false),
  /** With `down`: with the volumes of the containers that have no name. */
  anonymousVolumes: z.boolean().optional(),
  /** Consent: services that hold a GPU which a started one claims are asked to unload, and otherwise stopped. */
  replacesGpu: z.boolean().optional(),
  /** Only with `kind: 'update'`. */
  update: updateOptionsSchema.optional(),
})
export type RunRequest = z.input<typeof runRequestSchema>

export const logLineSchema = z.object({
  service: serviceRefSchema,
  stream: z.enum(['stdout', 'stderr']),
  at: z.iso.datetime().nullable(),
  /** As it was printed, with its control characters. Of a line over 64 KiB the beginning: `… (1.0 MB more)`. */
  text: z.string(),
})
export type LogLine = Readonly<z.infer<typeof logLineSchema>>

/** Lines in the order in which they came, and how many were left out before them because the reader was too slow. */
export const logBatchSchema = z.object({
  lines: z.array(logLineSchema),
  dropped: z.number().int().nonnegative(),
})
export type LogBatch = Readonly<z.infer<typeof logBatchSchema>>

const labDirSchema = z.object({ dir: folderSchema })
const shellSchema = z.object({ shellId: z.string() })

/** Every operation of the core. Doors and pages take their types from here. */
export const contract = {
  ...environmentContract,
  updates: updateProcedures,
  app: {
    info: oc.output(appInfoSchema),
    /** How it stands with the engine, with Compose and with the lab in a folder, and what to do next. */
    situation: oc
      .input(
        z.object({
          /** Null where no lab has been chosen yet. */
          dir: folderSchema.nullable(),
          /** Whether commands must name the folder: they are typed elsewhere. */
          isNamed: z.boolean().default(false),
        }),
      )
      .output(situationSchema),
  },
  settings: {
    get: oc.output(settingsSchema),
    /** Changes what is given, keeps the rest, and returns the whole. */
    update: oc.input(settingsChangeSchema).output(settingsSchema),
  },
  folders: {
    /** Folders below `dir`, to choose a lab from; null for the home folder. */
    list: oc.input(z.object({ dir: folderSchema.nullable() })).output(folderListingSchema),
  },
  labs: {
    /** Labs that this operator has used, latest first. */
    list: oc.output(z.array(knownLabSchema)),
    /** What discovery and `switchyard.yaml` make of a folder. */
    describe: oc.input(labSelectionSchema).output(labViewSchema),
    /** Writes a commented `switchyard.yaml` from discovery; refuses when there is one. */
    init: oc
      .input(z.object({ dir: folderSchema, dryRun: z.boolean().default(false) }))
      // The file is null when nothing was written.
      .output(z.object({ file: z.string().nullable(), text: z.string() })),
    /** Looks at a folder and remembers it as a lab; throws when there is nothing in it to start. */
    add: oc.input(labDirSchema).output(labViewSchema),
    /** Takes a lab from the list. Its files, containers and history stay. */
    forget: oc.input(labDirSchema).output(z.object({ forgotten: z.boolean() })),
    status: oc.input(labSelectionSchema).output(labStatusSchema),
    /** The lab's whole state, then what changes, and a sign of life in between. Ends only with the connection. */
    watch: oc.input(labSelectionSchema).output(eventIterator(labEventSchema)),
    graph: oc.input(labSelectionSchema).output(labGraphSchema),
    logs: oc
      .input(
        labSelectionSchema.extend({
          targets: z.array(z.string()).default([]),
          follow: z.boolean().default(false),
          /** With `follow`: ends when none of the containers runs any more, instead of waiting for their next start. */
          untilStopped: z.boolean().default(false),
          /** Lines from the end of each container's log; null for all. */
          tail: z.number().int().nonnegative().nullable().default(null),
          /** Only lines since then; null for all. */
          since: z.iso.datetime().nullable().default(null),
          /** Leaves out lines, and counts them, when the reader cannot keep up, instead of making the log wait. */
          dropWhenSlow: z.boolean().default(false),
        }),
      )
      .output(eventIterator(logBatchSchema)),
    /** What happened to services, runs and leases of the host within a time, for a time line. */
    marks: oc
      .input(
        labSelectionSchema.extend({
          /** Null for the whole lab. */
          stack: z.string().nullable().default(null),
          /** Null for the whole stack. */
          service: z.string().nullable().default(null),
          fromMs: z.number(),
          toMs: z.number(),
        }),
      )
      .output(marksAnswerSchema),
    doctor: oc
      .input(
        labSelectionSchema.extend({
          fix: z.boolean().default(false),
          /** Ids of the findings to fix; null for every one that has a fix. */
          only: z.array(z.string()).nullable().default(null),
        }),
      )
      .output(doctorReportSchema),
  },
  stacks: {
    detail: oc.input(labSelectionSchema.extend({ stack: z.string() })).output(stackDetailSchema),
  },
  services: {
    detail: oc.input(serviceSelectionSchema).output(serviceDetailSchema),
    /** What is remembered of a service. It is kept while a door that stays open is there. */
    record: oc.input(serviceSelectionSchema).output(healthRecordSchema),
    /** The value of one environment variable that `detail` masks. Never logged, never cached. */
    secret: oc
      .input(serviceSelectionSchema.extend({ name: z.string() }))
      .output(z.object({ value: z.string() })),
  },
  ...findingProcedures,
  ...linkProcedures,
  /** Shells in containers. The page names a service; which program is run is the core's choice. */
  shells: {
    open: oc
      .input(
        serviceSelectionSchema.extend({ columns: z.number().int().min(2), rows: z.number().int().min(1) }),
      )
      .output(shellSchema),
    /** What the shell prints from the start, as base64, until it ends; the last event has the exit code. */
    output: oc
      .input(shellSchema)
      .output(
        eventIterator(z.object({ data: z.string().nullable(), exitCode: z.number().int().nullable() })),
      ),
    write: oc.input(shellSchema.extend({ data: z.string() })).output(z.object({ written: z.boolean() })),
    resize: oc
      .input(shellSchema.extend({ columns: z.number().int().min(2), rows: z.number().int().min(1) }))
      .output(z.object({ resized: z.boolean() })),
    close: oc.input(shellSchema).output(z.object({ closed: z.boolean() })),
  },
  /** The machine itself. Which door asks is the core's knowledge, not the caller's. */
  host: {
    /** Everything about the host once a second (or less often, as asked), until the connection ends. */
    watch: oc
      .input(labSelectionSchema.nullable())
      .output(eventIterator(z.object({ readings: hostReadingsSchema, state: hostStateSchema }))),
    state: oc.output(hostStateSchema),
    preview: oc.input(hostActionSchema).output(hostActionPreviewSchema),
    /** Does it; the sentences say what was done. */
    act: oc.input(hostActionSchema).output(z.object({ done: z.array(z.string()), state: hostStateSchema })),
    /** The latest entries of the audit log, latest first. */
    audit: oc
      .input(z.object({ limit: z.number().int().positive().max(1000).default(100) }))
      .output(z.array(auditEntrySchema)),
  },
  ...gpuContract,
  /** What the machine and its containers use. It is recorded while a door that stays open is there. */
  metrics: {
    /** What the services of the lab use, each second from now on, until the connection ends. */
    watch: oc.input(labSelectionSchema).output(eventIterator(metricBeatSchema)),
    query: oc.input(labSelectionSchema.extend(metricQuerySchema.shape)).output(metricAnswerSchema),
    kept: oc.output(metricsKeptSchema),
  },
  /** What is wrong, and who is told. It is watched for while a door that stays open is there. */
  alerts: {
    list: oc.output(alertListSchema),
    /** The list at once and whenever it changes, and notices from now on, until the connection ends. */
    watch: oc.output(eventIterator(alertEventSchema)),
    /** It does not count as open any more; nobody is told of its end. */
    dismiss: oc.input(z.object({ id: z.string() })).output(z.object({ dismissed: z.boolean() })),
    /** Nobody is told of its rule for its service or part of the machine for so long. */
    mute: oc
      .input(
        z.object({
          id: z.string(),
          minutes: z
            .number()
            .positive()
            .max(7 * 24 * 60),
        }),
      )
      .output(z.object({ muted: z.boolean() })),
    /** Without paths and tokens: what was entered is never shown again. */
    channels: oc.output(z.array(channelSchema)),
    setChannel: oc.input(channelChangeSchema).output(channelSchema),
    removeChannel: oc.input(z.object({ id: z.string() })).output(z.object({ removed: z.boolean() })),
    /** Sends one message, and says what came back. */
    testChannel: oc.input(z.object({ id: z.string() })).output(deliverySchema),
  },
  ...autostartProcedures,
  ...scheduleProcedures,
  storage: storageProcedures,
  ...secretProcedures,
  moveIn: moveInProcedures,
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
      .input(z.object({ dir: folderSchema, limit: z.number().int().positive().default(20) }))
      .output(z.array(runSummarySchema)),
  },
}
