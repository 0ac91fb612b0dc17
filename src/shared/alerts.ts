import { z } from 'zod'
import { alertKinds, type AlertRules } from './alert-words.ts'

export const alertKindSchema = z.enum(alertKinds)

const rule = {
  isOn: z.boolean(),
  channels: z.array(z.string().max(64)).max(32).nullable(),
}
const minutes = z
  .number()
  .min(0)
  .max(24 * 60)
const share = z.object({ ...rule, percent: z.number().min(1).max(100), minutes })

export const alertRulesSchema = z.object({
  unhealthy: z.object(rule),
  exited: z.object(rule),
  'crash-loop': z.object({
    ...rule,
    exits: z.number().int().min(2).max(100),
    minutes: z
      .number()
      .min(0.1)
      .max(24 * 60),
    stops: z.boolean(),
  }),
  'oom-kill': z.object(rule),
  memory: share,
  vram: share,
  disk: share,
  temperature: z.object({ ...rule, celsius: z.number().min(20).max(150), minutes }),
  'gpu-lost': z.object(rule),
  'lease-pending': z.object({ ...rule, minutes }),
  'engine-away': z.object(rule),
  'heal-gave-up': z.object(rule),
  'scheduled-run': z.object(rule),
}) satisfies z.ZodType<AlertRules>

const at = z.iso.datetime()

export const alertSubjectSchema = z.discriminatedUnion('kind', [
  /** `dir` is the folder of its lab. */
  z.object({
    kind: z.literal('service'),
    dir: z.string(),
    lab: z.string(),
    stack: z.string(),
    service: z.string(),
  }),
  /** The machine or a part of it, like `/srv` or `GPU 0`. */
  z.object({ kind: z.literal('host'), name: z.string() }),
  /** Of the lab in the folder `dir`. */
  z.object({ kind: z.literal('schedule'), dir: z.string(), lab: z.string(), name: z.string() }),
])
export type AlertSubject = Readonly<z.infer<typeof alertSubjectSchema>>

export const alertSchema = z.object({
  id: z.string(),
  kind: alertKindSchema,
  subject: alertSubjectSchema,
  /** One sentence: what, and since the alert was raised. */
  text: z.string(),
  openedAt: at,
  /** Null while it is open. */
  closedAt: at.nullable(),
  /** How it ended, like `was unhealthy for 3m 12s`; null while it is open, and for an end that is nothing to tell. */
  ending: z.string().nullable(),
  /** The last lines of the container's log when it was raised, without control characters. */
  log: z.array(z.string()),
  /** The run that was working on the lab when it was raised; of a schedule, the run that failed. */
  runId: z.string().nullable(),
  /** The operator has seen it: it does not count as open any more. */
  isDismissed: z.boolean(),
  /** Until then nobody is told of this rule for this subject. */
  mutedUntil: at.nullable(),
})
export type Alert = Readonly<z.infer<typeof alertSchema>>

/** The open alerts and the latest closed ones, each latest first. */
export const alertListSchema = z.object({
  open: z.array(alertSchema),
  closed: z.array(alertSchema),
  /** Whether alerts are watched for by this process, by another one, or by none. */
  watchedBy: z.enum(['this', 'another', 'nobody']),
  /** Why something may be lacking, as a sentence; null when all is well. */
  notice: z.string().nullable(),
})
export type AlertList = Readonly<z.infer<typeof alertListSchema>>

/** Something new for a person who looks: one sentence as title, and more. Alerts that came together are one notice. */
export const alertNoticeSchema = z.object({
  id: z.string(),
  title: z.string(),
  body: z.string(),
  isRecovery: z.boolean(),
})
export type AlertNotice = Readonly<z.infer<typeof alertNoticeSchema>>

export const alertEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('list'), list: alertListSchema }),
  z.object({ type: z.literal('notice'), notice: alertNoticeSchema }),
])
export type AlertEvent = Readonly<z.infer<typeof alertEventSchema>>

export const channelKindSchema = z.enum(['webhook', 'ntfy', 'gotify'])
export type ChannelKind = z.infer<typeof channelKindSchema>

/** What came back, or why nothing did, as one sentence without address and token. */
export const deliverySchema = z.object({ at, isDelivered: z.boolean(), text: z.string() })
export type Delivery = Readonly<z.infer<typeof deliverySchema>>

/** A channel as it is shown: where it leads without path and token. */
export const channelSchema = z.object({
  id: z.string(),
  kind: channelKindSchema,
  name: z.string(),
  isOn: z.boolean(),
  /** Like `https://ntfy.example.org`. */
  origin: z.string(),
  hasToken: z.boolean(),
  /** Null before anything was sent. */
  last: deliverySchema.nullable(),
})
export type Channel = Readonly<z.infer<typeof channelSchema>>

export const channelChangeSchema = z.object({
  /** Null for a new one. */
  id: z.string().max(64).nullable(),
  kind: channelKindSchema,
  name: z.string().trim().min(1).max(64),
  isOn: z.boolean(),
  /** Of ntfy with the topic as its path, of Gotify its server. Null: the one that it has. */
  address: z.string().trim().max(2048).nullable(),
  /** Null: the one that it has, unless the address is a new one. Empty: none. */
  token: z.string().trim().max(1024).nullable(),
})
export type ChannelChange = Readonly<z.infer<typeof channelChangeSchema>>
