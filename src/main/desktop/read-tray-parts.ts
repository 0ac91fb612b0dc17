import type { Lease } from '../../shared/host.ts'
import type { LabView } from '../../shared/lab.ts'
import type { LabLink } from '../../shared/links.ts'
import type { RunSummary } from '../../shared/run.ts'
import type { LabSelection } from '../../shared/selection.ts'
import type { LabStatus } from '../../shared/status.ts'
import { runningLinks } from '../../shared/tray/links.ts'
import type { TrayView } from '../../shared/tray/model.ts'
import type { DesktopClient } from './desktop-core.ts'

/* What the menu of the tray tells besides the state of the lab. What cannot be read is left out of it: a menu asks nobody to mend it. */

/** Pages of what runs. */
export async function readRunningLinks(
  client: Pick<DesktopClient, 'links'>,
  selection: LabSelection,
  status: () => LabStatus | null,
): Promise<readonly LabLink[]> {
  const links = await client.links.list(selection).catch(() => [])
  return runningLinks(links, status())
}

export async function readLeases(client: Pick<DesktopClient, 'host'>): Promise<readonly Lease[]> {
  return client.host.state().then(
    ({ leases }) => leases,
    () => [],
  )
}

/** The latest run of the lab that has ended. */
export async function readLastRun(
  client: Pick<DesktopClient, 'runs'>,
  dir: string,
): Promise<RunSummary | null> {
  const runs = await client.runs.history({ dir, limit: 2 }).catch(() => [])
  return runs.find(({ finishedAt }) => finishedAt !== null) ?? null
}

/** The environments of a lab that has more than its files as they are, and which of them run. */
export async function readEnvironments(
  client: Pick<DesktopClient, 'environments'>,
  lab: LabView,
): Promise<TrayView['environments']> {
  if (lab.stacks.every(({ environments }) => environments.length === 0)) return []
  const table = await client.environments.table({ dir: lab.dir }).catch(() => null)
  return (table?.environments ?? []).map(({ name, isRunning }) => ({ name, isRunning }))
}
