import type { HostReadings } from '../../../shared/host.ts'
import type { LabStatus } from '../../../shared/status.ts'
import type { Turns } from './count-turns.ts'
import type { HostTotals } from './host-totals.ts'
import type { ServiceUsage } from './usage-totals.ts'

/** The latest health check of a service that was recorded; null when there is none. */
export type LatestCheckOf = (
  project: string,
  service: string,
) => { readonly atMs: number; readonly durationMs: number } | null

/** Everything that is told to Prometheus at a moment. */
export interface Exported {
  readonly version: string
  readonly isEngineConnected: boolean
  /** When it was measured, in epoch milliseconds; null, as `host`, before the first time. */
  readonly atMs: number | null
  readonly host: HostReadings | null
  readonly hostTotals: HostTotals
  readonly services: readonly ServiceUsage[]
  /** The labs that are known and can be read. */
  readonly labs: readonly LabStatus[]
  readonly turnsOf: (project: string, service: string) => Turns
  readonly latestCheckOf: LatestCheckOf
}

/** A value with its labels, by name; what is null is left out. */
export type Point = readonly [labels: Readonly<Record<string, string>>, value: number | null | undefined]

/** One metric by Prometheus's conventions. Its name and labels are the promise to whoever has built on them. */
export interface Family {
  readonly name: `switchyard_${string}`
  readonly kind: 'counter' | 'gauge'
  readonly help: string
  readonly labels: readonly string[]
  readonly read: (now: Exported) => readonly Point[]
}

/** The Prometheus text of what is measured. */
export interface MetricExport {
  readonly contentType: string
  /** From what was measured last: asking costs no more than writing it down. */
  read(): Promise<string>
  close(): void
}
