import type { AlertKind } from '../../../shared/alert-words.ts'
import type { HostReadings, Lease } from '../../../shared/host.ts'
import type { Happening } from '../../../shared/record.ts'
import type { ScheduleOutcome } from '../../../shared/schedule.ts'

/** A container of a service, by the names that Compose has put on it. */
export interface ServiceContainer {
  readonly project: string
  readonly service: string
  readonly containerId: string
  /** Its name, which one that is made anew in its place has as well. */
  readonly container: string
}

/** What a rule speaks of: a container of a service, a part of the machine by its name, or a schedule and the run that failed. */
export type RuleSubject =
  | ({ readonly kind: 'service' } & ServiceContainer)
  | { readonly kind: 'host'; readonly name: string }
  | ({ readonly kind: 'schedule'; readonly runId: string | null } & Pick<
      ScheduleOutcome,
      'dir' | 'lab' | 'name'
    >)

/** Something that is wrong as long as nobody says otherwise. */
export interface Condition {
  /** The same condition has the same key. */
  readonly key: string
  readonly kind: AlertKind
  readonly subject: RuleSubject
  /** What goes after the subject's name, without a full stop. */
  readonly text: string
  /** Since when it is so, in epoch milliseconds. */
  readonly sinceMs: number
}

export type RuleChange =
  | { readonly type: 'raised'; readonly condition: Condition; readonly exitCode: number | null }
  | { readonly type: 'updated'; readonly key: string; readonly text: string }
  /** `ending` goes after the subject's name; null when there is nothing to tell. */
  | { readonly type: 'ended'; readonly key: string; readonly ending: string | null; readonly atMs: number }

/** What a container uses of memory at a second. */
export interface MemoryUse extends ServiceContainer {
  readonly memoryBytes: number | null
  /** Null without a limit. */
  readonly memoryLimitBytes: number | null
}

/** Part of the host's readings. */
export interface HostLoad {
  readonly memory: Pick<HostReadings['memory'], 'totalBytes'>
  readonly disks: readonly Pick<HostReadings['disks'][number], 'mount' | 'usedBytes' | 'freeBytes'>[]
  readonly temperatures: readonly Pick<HostReadings['temperatures'][number], 'name' | 'celsius'>[]
  readonly gpus: readonly Pick<
    HostReadings['gpus'][number],
    'index' | 'name' | 'memoryUsedBytes' | 'memoryTotalBytes' | 'temperatureC'
  >[]
}

/** What the rules are told; each with its time in epoch milliseconds. */
export type RuleInput =
  | { readonly type: 'happening'; readonly happening: Happening }
  | {
      readonly type: 'readings'
      readonly atMs: number
      readonly containers: readonly MemoryUse[]
      readonly host: HostLoad
    }
  | { readonly type: 'leases'; readonly atMs: number; readonly leases: readonly Lease[] }
  /** Every schedule there is. */
  | { readonly type: 'schedules'; readonly atMs: number; readonly schedules: readonly ScheduleOutcome[] }
  | { readonly type: 'engine'; readonly atMs: number; readonly isConnected: boolean }
  | {
      readonly type: 'gpu'
      readonly atMs: number
      readonly container: ServiceContainer
      readonly isLost: boolean
    }
  /** The breaker is about to stop it. */
  | { readonly type: 'broken'; readonly atMs: number; readonly container: ServiceContainer }
  /** A container was looked at, because events may have been missed; null: it is gone. */
  | {
      readonly type: 'seen'
      readonly atMs: number
      readonly container: ServiceContainer
      readonly state: { readonly isRunning: boolean; readonly isUnhealthy: boolean } | null
    }
  /** Time goes on. A service that a run works on raises nothing meanwhile. */
  | {
      readonly type: 'tick'
      readonly atMs: number
      readonly isBusy: (project: string, service: string) => boolean
    }
