import { z } from 'zod'
import { readinessSchema, readyBySchema, rollUpSchema } from './readiness.ts'

/** One service as the engine sees it now, with Switchyard's judgement beside it. */
export const serviceStatusSchema = z.object({
  name: z.string(),
  /** Docker's container state; `absent` when there is no container. */
  state: z.enum(['absent', 'created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead']),
  readiness: readinessSchema,
  readyBy: readyBySchema.nullable(),
  /** Docker's own health; null when the container has no health check. */
  health: z.enum(['starting', 'healthy', 'unhealthy']).nullable(),
  /** Container name; null when there is none. */
  container: z.string().nullable(),
  containerId: z.string().nullable(),
  image: z.string().nullable(),
  exitCode: z.number().int().nullable(),
  /** When it was started last, also when it has ended since; null before. */
  startedAt: z.iso.datetime().nullable(),
  /** When it ended; null while it runs and before. */
  finishedAt: z.iso.datetime().nullable(),
  /** Median of its latest starts, from start to ready; null before there is one. */
  usualMs: z.number().nullable(),
  /** What it waits for, or why it failed, in words. */
  detail: z.string().nullable(),
  /** Published ports as `address:port→container port/protocol`. */
  ports: z.array(z.string()),
})
export type ServiceStatus = Readonly<z.infer<typeof serviceStatusSchema>>

export const stackStatusSchema = z.object({
  name: z.string(),
  project: z.string(),
  alwaysOn: z.boolean(),
  state: rollUpSchema,
  services: z.array(serviceStatusSchema),
})
export type StackStatus = Readonly<z.infer<typeof stackStatusSchema>>

export const labStatusSchema = z.object({
  lab: z.object({ name: z.string(), dir: z.string() }),
  stacks: z.array(stackStatusSchema),
  /** What else there is to know, in sentences, like an update that broke off; absent for nothing. */
  notes: z.array(z.string()).optional(),
})
export type LabStatus = Readonly<z.infer<typeof labStatusSchema>>
