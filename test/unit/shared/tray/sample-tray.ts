import type { Lease } from '../../../../src/shared/host.ts'
import type { StackView } from '../../../../src/shared/lab.ts'
import type { Readiness } from '../../../../src/shared/readiness.ts'
import { rollUpReadiness } from '../../../../src/shared/roll-up.ts'
import type { RunSummary } from '../../../../src/shared/run.ts'
import type { ServiceStatus } from '../../../../src/shared/status.ts'
import { nothingInTray, type TrayItem, type TrayView } from '../../../../src/shared/tray/model.ts'
import type { LabSnapshot } from '../../../../src/shared/watch.ts'
import { absentService } from '../../support/absent-service.ts'
import { stackView } from '../../support/stack-view.ts'

/** Noon in the reader's own time zone. */
export const nowMs = new Date(2026, 10, 21, 12, 0, 0).getTime()

export function ago(ms: number): string {
  return new Date(nowMs - ms).toISOString()
}

export function service(
  name: string,
  readiness: Readiness,
  more: Partial<ServiceStatus> = {},
): ServiceStatus {
  return {
    ...absentService(name),
    state: ['ready', 'loading', 'starting'].includes(readiness) ? 'running' : 'exited',
    readiness,
    readyBy: readiness === 'ready' ? 'health' : null,
    container: name,
    containerId: name,
    image: name,
    ...more,
  }
}

export interface SampleStack extends Partial<StackView> {
  readonly name: string
  readonly states: readonly ServiceStatus[]
}

/** A lab whose engine answers; what is seen of its stacks is what they are given. */
export function stateOf(stacks: readonly SampleStack[], more: Partial<LabSnapshot> = {}): LabSnapshot {
  return {
    lab: {
      name: 'northlight',
      dir: '/lab',
      configFile: null,
      environment: null,
      stacks: stacks.map(({ name, states, ...view }) =>
        stackView(
          name,
          states.map((each) => each.name),
          view,
        ),
      ),
      layers: [],
      notes: [],
    },
    status: {
      lab: { name: 'northlight', dir: '/lab' },
      stacks: stacks.map(({ name, alwaysOn = false, states }) => ({
        name,
        project: name,
        alwaysOn,
        state: rollUpReadiness(states.map(({ readiness }) => readiness)),
        services: [...states],
      })),
    },
    engine: { connected: true, address: '/run/docker.sock', version: '29.0', problem: null, since: ago(0) },
    runs: [],
    problems: [],
    ...more,
  }
}

export function viewOf(state: LabSnapshot | null, more: Partial<TrayView> = {}): TrayView {
  return { ...nothingInTray, lab: { name: 'northlight', dir: '/lab' }, state, ...more }
}

export function runSummary(more: Partial<RunSummary> = {}): RunSummary {
  return {
    id: 'run-1',
    kind: 'start',
    lab: { name: 'northlight', dir: '/lab' },
    startedAt: ago(100_000),
    finishedAt: null,
    outcome: null,
    elapsedMs: null,
    ...more,
  }
}

export function lease(more: Partial<Lease> = {}): Lease {
  return {
    id: 'lease-1',
    kind: 'run',
    phase: 'held',
    user: 'ai',
    door: 'desktop',
    run: '4f1c22aa-0000',
    label: 'inference/sglang',
    since: ago(78_000),
    until: null,
    changes: [],
    pending: null,
    ...more,
  }
}

/** The menu as lines to compare: `[x]` and `[ ]` for ticks, `(…)` for what cannot be chosen, `---` between parts. */
export function linesOf(items: readonly TrayItem[], indent = ''): string[] {
  return items.flatMap((item) => {
    if (item.kind === 'separator') return [`${indent}---`]
    if (item.kind === 'submenu') return [`${indent}${item.label} >`, ...linesOf(item.items, `${indent}  `)]
    const box = item.kind === 'check' ? `[${item.isChecked ? 'x' : ' '}] ` : ''
    return [`${indent}${box}${item.isEnabled ? item.label : `(${item.label})`}`]
  })
}

/** What the item of that label asks for, wherever it is. */
export function actionOf(items: readonly TrayItem[], label: string): unknown {
  const all = (list: readonly TrayItem[]): readonly TrayItem[] =>
    list.flatMap((item) => (item.kind === 'submenu' ? [item, ...all(item.items)] : [item]))
  const found = all(items).find((item) => item.kind !== 'separator' && item.label === label)
  return found && 'action' in found ? found.action : undefined
}
