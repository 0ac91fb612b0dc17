import { z } from 'zod'

/**
 * Where a service is on its way up, in the product's words.
 * waiting: its gates do not hold yet · created: the container exists · starting: the container is being started, its check has
 * not answered yet · loading: running, its check says not yet · ready · done: a one-shot that exited 0 · failed · stopped.
 */
export const readinessSchema = z.enum([
  'waiting',
  'created',
  'starting',
  'loading',
  'ready',
  'done',
  'failed',
  'stopped',
])
export type Readiness = z.infer<typeof readinessSchema>

/** What said that a service is ready. `probe` is ahead of Docker's own health, which may still say "starting". */
export const readyBySchema = z.enum(['health', 'probe', 'running', 'exit'])
export type ReadyBy = z.infer<typeof readyBySchema>

/** The state of a stack or a lab, rolled up from its services; `partial`: some are ready, others are stopped. */
export const rollUpSchema = z.enum(['failed', 'loading', 'partial', 'stopped', 'done', 'ready'])
export type RollUp = z.infer<typeof rollUpSchema>
