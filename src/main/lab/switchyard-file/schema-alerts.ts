import { z } from 'zod'
import { type AlertKind, alertKinds } from '../../../shared/alert-words.ts'
import type { ServiceSettings } from '../model.ts'
import { parseDurationMs } from './duration.ts'
import { positiveDuration, words } from './schema-values.ts'

const atMostExpected = 'a number an hour from `1/h` to `60/h`'

export const healEntrySchema = z
  .strictObject(
    {
      after: positiveDuration
        .describe('How long it must have been unhealthy before its container is restarted. Default: `5m`.')
        .optional(),
      at_most: words(atMostExpected, /^([1-9]|[1-5]\d|60)\/h$/)
        .describe('How often within an hour. Then it is left alone, and an alert says so. Default: `3/h`.')
        .optional(),
    },
    { error: 'a map like `{ after: 5m, at_most: 3/h }`' },
  )
  .describe(
    'Restarts the container of the service when it stays unhealthy; never one that was stopped by hand.',
  )

const offExpected = '`off`'
/** YAML 1.2 reads `off` as a word, and older writers mean `false` by it. */
const off = z
  .union([z.literal('off'), z.literal(false)], { error: offExpected })
  .describe('`off`: nobody is told.')

/** Some kinds are about the machine or a schedule, and no service can say anything about those. */
const ofOthers = ['vram', 'disk', 'temperature', 'lease-pending', 'engine-away', 'scheduled-run'] as const
type ServiceAlertKind = Exclude<AlertKind, (typeof ofOthers)[number]>
const ofServices = alertKinds.filter(
  (kind): kind is ServiceAlertKind => !(ofOthers as readonly AlertKind[]).includes(kind),
)
const silencedKinds = Object.fromEntries(ofServices.map((kind) => [kind, off.optional()])) as Record<
  ServiceAlertKind,
  z.ZodOptional<typeof off>
>

const alertsExpected = '`off`, or a map like `{ memory: off }`'

export const alertsEntrySchema = z
  .union([off, z.strictObject(silencedKinds, { error: alertsExpected })], { error: alertsExpected })
  .describe('Which alerts of the service are told; all of them that are on in the settings, by default.')

export type HealEntry = Readonly<z.output<typeof healEntrySchema>>
export type AlertsEntry = Readonly<z.output<typeof alertsEntrySchema>>

const defaultAfterMs = 5 * 60_000
const defaultAtMost = 3

export function readHeal({ after, at_most }: HealEntry): Required<Pick<ServiceSettings, 'heal'>> {
  return {
    heal: {
      afterMs: after === undefined ? defaultAfterMs : parseDurationMs(after),
      atMost: at_most === undefined ? defaultAtMost : Number.parseInt(at_most, 10),
    },
  }
}

export function readAlerts(entry: AlertsEntry): Required<Pick<ServiceSettings, 'silent'>> {
  if (entry === 'off' || entry === false) return { silent: 'all' }
  return { silent: ofServices.filter((kind) => entry[kind] !== undefined) }
}
