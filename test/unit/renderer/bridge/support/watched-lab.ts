import { implement } from '@orpc/server'
import type { Core } from '../../../../../src/main/core.ts'
import { contract } from '../../../../../src/shared/contract.ts'
import type { ServiceStatus } from '../../../../../src/shared/status.ts'
import type { LabEvent } from '../../../../../src/shared/watch.ts'
import { absentService } from '../../../support/absent-service.ts'

export interface WatchedLab {
  readonly router: Core['router']
  /** Sends an event to everyone who watches now. */
  readonly tell: (event: LabEvent) => void
  /** Ends every watch with this error. */
  readonly fail: (error: Error) => void
  /** How often the lab was watched so far, and by how many now. */
  readonly counts: { begun: number; now: number }
  /** What a new watch hears first; nothing when null. */
  first: LabEvent | null
}

const at = '2026-11-21T12:00:00.000Z'

export function serviceOf(name: string, readiness: ServiceStatus['readiness']): ServiceStatus {
  return {
    ...absentService(name),
    state: readiness === 'ready' ? 'running' : 'created',
    readiness,
    readyBy: readiness === 'ready' ? 'health' : null,
  }
}

export function snapshotOf(services: readonly ServiceStatus[]): LabEvent {
  const dir = '/home/ai/lab'
  return {
    type: 'snapshot',
    at,
    lab: {
      ...{ name: 'northlight', dir, configFile: null, environment: null },
      ...{ stacks: [], layers: [], notes: [] },
    },
    status: {
      lab: { name: 'northlight', dir },
      stacks: [{ name: 'data', project: 'data', alwaysOn: false, state: 'loading', services: [...services] }],
    },
    engine: { connected: true, address: 'unix:///x', version: '28.5.2', problem: null, since: at },
    runs: [],
    problems: [],
  }
}

export function serviceEvent(service: ServiceStatus): LabEvent {
  return { type: 'service', at, stack: 'data', service, stackState: 'loading' }
}

export const alive: LabEvent = { type: 'alive', at }

/** The contract's `labs.watch` and `labs.list` over events that a test sends. */
export function createWatchedLab(first: LabEvent | null): WatchedLab {
  const { list, watch } = contract.labs
  const os = implement({ labs: { list, watch } })
  const watchers = new Set<{
    readonly take: (event: LabEvent) => void
    readonly fail: (error: Error) => void
  }>()
  const lab: Omit<WatchedLab, 'router'> = {
    first,
    counts: { begun: 0, now: 0 },
    tell: (event) => watchers.forEach(({ take }) => take(event)),
    fail: (error) => watchers.forEach((watcher) => watcher.fail(error)),
  }
  const router = os.router({
    labs: {
      list: os.labs.list.handler(() => []),
      watch: os.labs.watch.handler(async function* ({ signal }) {
        const events: LabEvent[] = lab.first ? [lab.first] : []
        let wake = () => {}
        let failure: Error | null = null
        const watcher = {
          take: (event: LabEvent) => (events.push(event), wake()),
          fail: (error: Error) => ((failure = error), wake()),
        }
        watchers.add(watcher)
        lab.counts.begun += 1
        lab.counts.now += 1
        signal?.addEventListener('abort', () => wake())
        try {
          while (!signal?.aborted) {
            yield* events.splice(0)
            if (failure) throw failure as Error
            if (events.length === 0) await new Promise<void>((resolve) => (wake = resolve))
          }
        } finally {
          watchers.delete(watcher)
          lab.counts.now -= 1
        }
      }),
    },
  })
  return Object.assign(lab, { router: router as unknown as Core['router'] })
}
