import type { Guard, GuardName } from '../../../../shared/host.ts'

export type Kill = Guard['kills'][number]

/** A line that a guard has written. */
export interface LogLine {
  readonly atMs: number | null
  readonly text: string
}

export const guardNames: readonly GuardName[] = ['earlyoom', 'systemd-oomd', 'nohang', 'nohang-desktop']

/** More than anybody reads. */
export const mostKills = 10
