import type { HealSettings } from '../lab/model.ts'

/** `exhausted`: it was restarted as often as it may be, and would have to be again. */
export type HealDecision = 'wait' | 'restart' | 'exhausted'

/** Whether an unhealthy service is restarted now. Pure; times in epoch milliseconds. */
export function decideHeal(
  { afterMs, atMost }: HealSettings,
  now: {
    readonly nowMs: number
    readonly unhealthySinceMs: number
    /** Its latest restarts by auto-heal. */
    readonly healsMs: readonly number[]
  },
): HealDecision {
  if (now.nowMs - now.unhealthySinceMs < afterMs) return 'wait'
  const recent = now.healsMs.filter((at) => at > now.nowMs - hourMs && at <= now.nowMs)
  return recent.length < atMost ? 'restart' : 'exhausted'
}

export const hourMs = 3_600_000
