import { z } from 'zod'
import { labSelectionSchema } from './selection.ts'

/** What is to happen when the operator logs in, or already when the machine boots. */
export const autostartWishSchema = labSelectionSchema.extend({
  when: z.enum(['login', 'boot']).default('login'),
  /** Brings the lab up, in its order, once after each boot. */
  startLab: z.boolean().default(false),
})
export type AutostartWish = Readonly<z.infer<typeof autostartWishSchema>>

/** What would be written and run. */
export const autostartPlanSchema = z.object({
  /** The systemd user unit. */
  file: z.string(),
  text: z.string(),
  state: z.enum(['new', 'changed', 'same']),
  /** Argument arrays, in their order. */
  commands: z.array(z.array(z.string())),
  /** What the operator should know before. */
  notes: z.array(z.string()),
})
export type AutostartPlan = Readonly<z.infer<typeof autostartPlanSchema>>

export const autostartStatusSchema = z.object({
  /** Why nothing can be done here, as a sentence; null where it can. */
  unavailable: z.string().nullable(),
  file: z.string(),
  /** What was asked for; null when it is off. */
  wish: autostartWishSchema.nullable(),
  isEnabled: z.boolean(),
  isRunning: z.boolean(),
  /** Whether this user's services start without a login. */
  isLingering: z.boolean(),
  /** With its token the page lets a browser in; null when it is off. */
  tokenFile: z.string().nullable(),
  /** What is not as it was asked for, and what to do. */
  notes: z.array(z.string()),
})
export type AutostartStatus = Readonly<z.infer<typeof autostartStatusSchema>>
