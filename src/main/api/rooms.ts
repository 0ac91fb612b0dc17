import type { z } from 'zod'
import type { labSelectionSchema } from '../../shared/selection.ts'
import type { Alerts } from '../alerts/create-alerts.ts'
import type { Autostart } from '../autostart/create-autostart.ts'
import type { Compose } from '../compose/compose.ts'
import type { Engine } from '../engine/model.ts'
import type { HostControl } from '../host/control-model.ts'
import type { GpuLook } from '../host/readings/gpu/look-at-gpus.ts'
import { loadLab } from '../lab/load-lab.ts'
import { resolveLab } from '../run/facts/collect-facts.ts'
import type { LinkChecker } from '../links/link-checker.ts'
import type { Metrics } from '../metrics/create-metrics.ts'
import type { ServiceRecord } from '../record/model.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import type { RunManager } from '../run/run-manager.ts'
import type { Secrets } from '../secrets/create-secrets.ts'
import type { ShellManager } from '../shell/shell-manager.ts'
import type { Schedules } from '../schedule/create-schedules.ts'
import type { History } from '../store/history.ts'
import type { Storage } from '../storage/model.ts'
import type { StorePaths } from '../store/paths.ts'
import type { SettingsStore } from '../store/settings.ts'
import type { Updates } from '../updates/create-updates.ts'
import type { HostWatcher } from '../watch/create-host-watcher.ts'
import type { LabWatcher } from '../watch/create-lab-watcher.ts'

/** The rooms behind the contract. */
export interface Rooms {
  readonly variables: NodeJS.ProcessEnv
  readonly paths: StorePaths
  readonly compose: Compose
  readonly engine: Engine
  readonly history: History
  readonly runs: RunManager
  readonly shells: ShellManager
  readonly settings: SettingsStore
  readonly links: LinkChecker
  readonly watcher: LabWatcher
  readonly host: HostControl
  readonly hostWatcher: HostWatcher
  readonly lookAtGpus: GpuLook
  readonly metrics: Metrics
  readonly record: ServiceRecord
  readonly alerts: Alerts
  readonly schedules: Schedules
  readonly autostart: Autostart
  readonly storage: Storage
  readonly secrets: Secrets
  readonly updates: Updates
}

/** A lab as its files and Compose describe it now. */
export async function modelOf(
  rooms: Pick<Rooms, 'compose' | 'variables'>,
  selection: z.output<typeof labSelectionSchema>,
): Promise<LabModel> {
  return resolveLab(await loadLab(selection, rooms), rooms.compose)
}

export function projectNames({ lab }: LabModel): readonly string[] {
  return [...new Set(lab.stacks.map(({ project }) => project.name))]
}
