import type { DesktopClient } from '../../../../src/main/desktop/desktop-core.ts'
import type { Lease } from '../../../../src/shared/host.ts'
import type { KnownLab } from '../../../../src/shared/lab.ts'
import type { RunEvent, RunSummary } from '../../../../src/shared/run.ts'
import type { LabSelection } from '../../../../src/shared/selection.ts'
import type { LabEvent, LabSnapshot } from '../../../../src/shared/watch.ts'
import { ago, service, stateOf } from '../../shared/tray/sample-tray.ts'

type Listener = (event: LabEvent) => void

/** A client whose labs are what a test says; what it is asked for is kept. */
export function createTrayClient() {
  const labs: KnownLab[] = [{ name: 'northlight', dir: '/lab', lastUsedAt: ago(0) }]
  const snapshots = new Map<string, LabSnapshot | Error>([
    ['/lab', stateOf([{ name: 'chat', states: [service('web', 'ready')] }])],
  ])
  const watched: LabSelection[] = []
  const listeners = new Set<Listener>()
  const runs = new Map<string, readonly RunEvent[]>()
  const history: RunSummary[] = []
  const leases: Lease[] = []
  const environments: { name: string | null; isRunning: boolean }[] = []

  async function* watch(selection: LabSelection, signal: AbortSignal): AsyncGenerator<LabEvent, void> {
    await Promise.resolve() // a real core answers later, too
    watched.push(selection)
    const snapshot = snapshots.get(selection.dir)
    if (!snapshot || snapshot instanceof Error)
      throw snapshot ?? new Error(`There is no folder ${selection.dir}.`)
    const lab = { ...snapshot.lab, environment: selection.environment ?? null }
    const queue: LabEvent[] = [{ type: 'snapshot', at: ago(0), ...snapshot, lab }]
    let wake = () => {}
    const listener: Listener = (event) => {
      queue.push(event)
      wake()
    }
    listeners.add(listener)
    signal.addEventListener('abort', () => wake(), { once: true })
    try {
      while (!signal.aborted) {
        const event = queue.shift()
        if (event) yield event
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    } finally {
      listeners.delete(listener)
    }
  }
  async function* events(runId: string): AsyncGenerator<RunEvent, void> {
    await Promise.resolve()
    yield* runs.get(runId) ?? []
  }

  const client = {
    labs: {
      list: () => Promise.resolve([...labs]),
      watch: (selection: LabSelection, { signal }: { signal: AbortSignal }) =>
        Promise.resolve(watch(selection, signal)),
    },
    links: { list: () => Promise.resolve([]) },
    host: { state: () => Promise.resolve({ leases: [...leases] }) },
    environments: { table: () => Promise.resolve({ environments: [...environments] }) },
    runs: {
      events: ({ runId }: { runId: string }) => Promise.resolve(events(runId)),
      history: () => Promise.resolve([...history]),
    },
  } as unknown as DesktopClient
  return {
    client,
    labs,
    snapshots,
    watched,
    runs,
    history,
    leases,
    environments,
    tell: (event: LabEvent) => {
      for (const listener of listeners) listener(event)
    },
  }
}
