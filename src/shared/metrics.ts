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
  z.object({ kind: z.literal('gpu'), vendor: z.string(), index: z.number().int().nonnegative() }),
])
export type MetricSubject = Readonly<z.infer<typeof metricSubjectSchema>>

const lineSchema = z.object({ subject: metricSubjectSchema, metric: metricSchema })
export type MetricLine = Readonly<z.infer<typeof lineSchema>>

/** A range of time, thinned to at most `points` buckets of the same length. */
export const metricQuerySchema = z.object({
  lines: z.array(lineSchema).min(1).max(400),
  fromMs: z.number().int().nonnegative(),
  toMs: z.number().int().nonnegative(),
  points: z.number().int().min(2).max(2000).default(300),
})

/**
 * Buckets by line, in the order of the question. Each has the mean and the extremes of what was measured in it, so that no
 * spike vanishes; null where nothing was measured. For sums, `min` and `max` are the sums of the parts' extremes: bounds.
 */
export const metricAnswerSchema = z.object({
  fromMs: z.number(),
  stepMs: z.number(),
  lines: z.array(
    z.object({
      min: z.array(z.number().nullable()),
      mean: z.array(z.number().nullable()),
      max: z.array(z.number().nullable()),
    }),
  ),
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
    }),
  ),
})
export type MetricBeat = Readonly<z.infer<typeof metricBeatSchema>>
