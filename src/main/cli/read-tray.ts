import { setTimeout as sleep } from 'node:timers/promises'
import { applyLabEvent } from '../../shared/lab-state.ts'
import type { LabView } from '../../shared/lab.ts'
import { applyRunEvent, type RunView } from '../../shared/run-view.ts'
import type { LabSelection } from '../../shared/selection.ts'
import { runningLinks } from '../../shared/tray/links.ts'
import type { TrayView } from '../../shared/tray/model.ts'
import { runningEnvironment } from '../../shared/tray/running-environment.ts'
import type { LabSnapshot } from '../../shared/watch.ts'
import type { Client } from './client.ts'

/** How long the past of a run that goes on is waited for: nothing says where it ends and what happens now begins. */
const pastMs = 300

/**
 * What the tray would show of a lab right now; of one whose environment is not named, through the one that runs. Throws what
 * reading the lab throws.
 */
export async function readTray(client: Client, asked: LabSelection): Promise<TrayView> {
  const first = await readState(client, asked)
  const environments = await readEnvironments(client, first.lab)
  const running = runningEnvironment(environments)
  const isOther = (asked.environment ?? null) === null && running !== undefined && running !== null
  const selection = isOther ? { ...asked, environment: running } : asked
  const state = isOther ? await readState(client, selection) : first
  const going = state.runs.at(-1)
  const [links, host, runs, run] = await Promise.all([
    client.links.list(selection).catch(() => []),
    client.host.state().catch(() => null),
    client.runs.history({ dir: selection.dir, limit: 2 }).catch(() => []),
    going ? readRun(client, going.id).catch(() => null) : null,
  ])
  return {
    lab: { name: state.lab.name, dir: state.lab.dir },
    state,
    problem: null,
    run,
    leases: host?.leases ?? [],
    links: runningLinks(links, state.status),
    environments,
    lastRun: runs.find(({ finishedAt }) => finishedAt !== null) ?? null,
  }
}

/** None for a lab of one, and where they cannot be told. */
async function readEnvironments(client: Client, { dir, stacks }: LabView): Promise<TrayView['environments']> {
  if (stacks.every(({ environments }) => environments.length === 0)) return []
  const table = await client.environments.table({ dir }).catch(() => null)
  return (table?.environments ?? []).map(({ name, isRunning }) => ({ name, isRunning }))
}

/** The first thing that a watch says. */
async function readState(client: Client, selection: LabSelection): Promise<LabSnapshot> {
  const end = new AbortController()
  try {
    for await (const event of await client.labs.watch(selection, { signal: end.signal })) {
      const state = applyLabEvent(null, event)
      if (state) return state
    }
  } finally {
    end.abort()
  }
  throw new Error('The lab was not read to its end.')
}

async function readRun(client: Client, runId: string): Promise<RunView | null> {
  const end = new AbortController()
  let view: RunView | null = null
  async function read(): Promise<void> {
    for await (const event of await client.runs.events({ runId }, { signal: end.signal }))
      view = applyRunEvent(view, event)
  }
  await Promise.race([read(), sleep(pastMs)])
  end.abort()
  return view
}
