import { z } from 'zod'
import type { Metric } from './metric-words.ts'
import { metricUnits } from './metric-words.ts'

const metricSchema = z.enum(Object.keys(metricUnits) as [Metric, ...Metric[]])

/** What is measured. `stack` and `lab` are the sums of their services; `switchyard` is this program itself. */
export const metricSubjectSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('service'), stack: z.string(), service: z.string() }),
  z.object({ kind: z.literal('stack'), stack: z.string() }),
  z.object({ kind: z.literal('lab') }),
  z.object({ kind: z.literal('host') }),
  z.object({ kind: z.literal('switchyard') }),
  /** A thread of the processor. */
  z.object({ kind: z.literal('core'), index: z.number().int().nonnegative() }),
  z.object({ kind: z.literal('disk'), mount: z.string() }),
  z.object({ kind: z.literal('sensor'), name: z.string() }),
  z.object({ kind: z.literal('gpu'), vendor: z.string(), index: z.number().int().nonnegative() }),
  /** What one service has on one GPU. */
  z.object({
    kind: z.literal('gpu-share'),
    vendor: z.string(),
    index: z.number().int().nonnegative(),
    stack: z.string(),
    service: z.string(),
  }),
])
export type MetricSubject = Readonly<z.infer<typeof metricSubjectSchema>>

const lineSchema = z.object({
  subject: metricSubjectSchema,
  metric: metricSchema,
  /** Of the lines with the same number, only the `most` largest are given one by one, and the rest as their sum. */
  group: z.number().int().nonnegative().optional(),
  /** Its lists of extremes stay empty. */
  isBrief: z.boolean().optional(),
})
export type MetricLine = Readonly<z.infer<typeof lineSchema>>

/** A range of time, thinned to at most `points` buckets of the same length. */
export const metricQuerySchema = z.object({
  lines: z.array(lineSchema).min(1).max(2000),
  fromMs: z.number().int().nonnegative(),
  toMs: z.number().int().nonnegative(),
  points: z.number().int().min(2).max(2000).default(300),
  /** Lines of a group, the sum of the rest counted in. */
  most: z.number().int().min(2).default(8),
})

const columnSchema = z.array(z.number().nullable())
const columnsSchema = z.object({ min: columnSchema, mean: columnSchema, max: columnSchema })

/**
 * Buckets by line, in the order of the question. Each has the mean and the extremes of what was measured in it, so that no
 * spike vanishes; null where nothing was measured. For sums, `min` and `max` are the sums of the parts' extremes: bounds.
 * A line of which nothing was measured in all that time, or that is part of a rest, has empty lists.
 */
export const metricAnswerSchema = z.object({
  fromMs: z.number(),
  stepMs: z.number(),
  lines: z.array(columnsSchema),
  /** What the lines of a group come to that are not given one by one; `count` is how many they are. */
  rests: z.array(columnsSchema.extend({ group: z.number(), count: z.number() })),
  /** Why something may be lacking, as a sentence; null when all is well. */
  notice: z.string().nullable(),
})
export type MetricAnswer = Readonly<z.infer<typeof metricAnswerSchema>>

/** What the history takes on the disk now. */
export const metricsKeptSchema = z.object({
  bytes: z.number(),
  /** The oldest that is kept; null for nothing. */
  since: z.iso.datetime().nullable(),
  /** Why something may be lacking, as a sentence; null when all is well. */
  notice: z.string().nullable(),
})
export type MetricsKept = Readonly<z.infer<typeof metricsKeptSchema>>

/** What the services of a lab use at a second. */
export const metricBeatSchema = z.object({
  atMs: z.number(),
  services: z.array(
    z.object({
      stack: z.string(),
      service: z.string(),
      /** Cores; null on its first second. */
      cpu: z.number().nullable(),
      memoryBytes: z.number().nullable(),
      /** Null without a limit. */
      memoryLimitBytes: z.number().nullable(),
      /** On all GPUs together; null for one that has none there, or of which the driver does not tell. */
      vramBytes: z.number().nullable(),
    }),
  ),
  host: z.object({
    /** Of the processors; 0 on the first second. */
    threads: z.number(),
    /** Cores; null on the first second. */
    cpu: z.number().nullable(),
    memoryUsedBytes: z.number(),
    memoryTotalBytes: z.number(),
    swapUsedBytes: z.number(),
    /** 0 without swap. */
    swapTotalBytes: z.number(),
    /** Of all GPUs that are awake; both null when none is, or none tells. */
    vramUsedBytes: z.number().nullable(),
    vramTotalBytes: z.number().nullable(),
    /** GPUs of the machine, asleep or not. */
    gpus: z.number(),
  }),
})
export type MetricBeat = Readonly<z.infer<typeof metricBeatSchema>>
