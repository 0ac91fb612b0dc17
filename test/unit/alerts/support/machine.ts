import { type AlertRules, defaultAlertRules } from '../../../../src/shared/alert-words.ts'
import type { Happening } from '../../../../src/shared/record.ts'
import { createRules } from '../../../../src/main/alerts/rules/create-rules.ts'
import type { Condition, HostLoad, MemoryUse, RuleInput } from '../../../../src/main/alerts/rules/model.ts'

export const web = { project: 'lab', service: 'web', containerId: 'c1', container: 'lab-web-1' }
export const startMs = Date.parse('2026-11-21T12:00:00Z')

export const quietHost: HostLoad = { memory: { totalBytes: 1000 }, disks: [], temperatures: [], gpus: [] }

/** The rules with a clock of the test: seconds since its start; says in words what changed. */
export function openMachine(
  change: (rules: AlertRules) => AlertRules = (rules) => rules,
  open: readonly Condition[] = [],
) {
  const rules = change(defaultAlertRules)
  const machine = createRules(() => rules, open)
  const said: string[] = []
  const busy = new Set<string>()

  function tell(input: RuleInput): void {
    for (const change of machine.take(input)) {
      if (change.type === 'raised') said.push(`raised ${change.condition.key}: ${change.condition.text}`)
      else if (change.type === 'updated') said.push(`updated ${change.key}: ${change.text}`)
      else said.push(`ended ${change.key}: ${change.ending}`)
    }
  }

  const at = (second: number) => startMs + second * 1000
  return {
    machine,
    busy,
    tell,
    at,
    happen: (second: number, what: Happening['what'], container = web) =>
      tell({ type: 'happening', happening: { ...container, atMs: at(second), what } }),
    read: (second: number, containers: readonly MemoryUse[], host: HostLoad = quietHost) =>
      tell({ type: 'readings', atMs: at(second), containers, host }),
    tick: (second: number) =>
      tell({
        type: 'tick',
        atMs: at(second),
        isBusy: (project, service) => busy.has(`${project}/${service}`),
      }),
    /** What was said since this was asked before. */
    said: () => said.splice(0),
  }
}

export const unhealthy = { kind: 'unhealthy', output: 'no answer\nat all', durationMs: 20 } as const
export const healthy = { kind: 'healthy', sinceStartMs: null } as const
export const exitedItself = (exitCode: number, isOutOfMemory = false) =>
  ({ kind: 'exited', cause: 'itself', exitCode, isOutOfMemory }) as const
export const started = (cause: 'run' | 'heal' | 'operator' | 'restart-policy') =>
  ({ kind: 'started', cause }) as const
