import { join } from 'node:path'
import { createRouterClient, type RouterClient } from '@orpc/server'
import packageJson from '../../package.json' with { type: 'json' }
import { runRequestSchema } from '../shared/contract.ts'
import { defaultSettings } from '../shared/default-settings.ts'
import type { DoorName } from '../shared/host.ts'
import type { RunSummary } from '../shared/run.ts'
import { createAlerts } from './alerts/create-alerts.ts'
import { createLabIndex } from './alerts/lab-index.ts'
import { createRunSight } from './alerts/run-sight.ts'
import { createRouter, type Router } from './api/create-router.ts'
import { startRun } from './api/run-procedures.ts'
import type { Rooms } from './api/rooms.ts'
import { describeLab } from './api/describe-lab.ts'
import { createAutostart } from './autostart/create-autostart.ts'
import { createCompose } from './compose/create-compose.ts'
import { createFileCache } from './compose/file-cache.ts'
import { createEngine } from './engine/create-engine.ts'
import { createEngineStorage } from './engine/create-engine-storage.ts'
import { createHostControl } from './host/control.ts'
import { createHostSetup, type HostSetup } from './host/install/host-setup.ts'
import { hostPaths } from './host/helper/paths.ts'
import { createHostReader } from './host/readings/create-host-reader.ts'
import { describeMachine, type MachineDescription } from './host/readings/describe-machine.ts'
import { createGpuLook } from './host/readings/gpu/look-at-gpus.ts'
import { createGuardReader } from './host/readings/guards/read-guards.ts'
import { loadLab } from './lab/load-lab.ts'
import { createLinkChecker } from './links/link-checker.ts'
import { createMetrics } from './metrics/create-metrics.ts'
import type { MetricExport } from './metrics/export/model.ts'
import { createMetricHistory } from './metrics/history/create-history.ts'
import { createContainerSampler } from './metrics/sampler/create-sampler.ts'
import { createServiceRecord } from './record/create-record.ts'
import { createWhoAsked } from './record/who-asked.ts'
import { resolveLab } from './run/facts/collect-facts.ts'
import { createRunManager } from './run/run-manager.ts'
import { createSchedules } from './schedule/create-schedules.ts'
import { createScheduledRuns } from './schedule/scheduled-runs.ts'
import { createSecrets } from './secrets/create-secrets.ts'
import { createShellManager } from './shell/shell-manager.ts'
import { openHistory } from './store/history.ts'
import { findStorePaths } from './store/paths.ts'
import { createStorage } from './storage/create-storage.ts'
import { createHostWatcher } from './watch/create-host-watcher.ts'
import { createEngineFeed, type EngineFeed } from './watch/engine-feed.ts'
import { followKnownLabs } from './watch/follow-known-labs.ts'
import { createLabWatcher } from './watch/create-lab-watcher.ts'
import { noticeWake } from './watch/notice-wake.ts'
import { openImageStore } from './store/image-store.ts'
import { openSettings, type SettingsStore } from './store/settings.ts'
import { createUpdates } from './updates/create-updates.ts'

export interface CoreOptions {
  /** The process environment: where the engine is, where state is kept, and what Compose files may refer to. */
  readonly variables: NodeJS.ProcessEnv
  /** The door that opens it, for the audit log of the host; default `cli`. */
  readonly door?: DoorName
  /**
   * Whether what the machine and its containers use is measured and kept from now on, and what happens to services; default:
   * only what is used, while somebody looks.
   */
  readonly records?: boolean
  /** How long a run waits for an engine that went away, in milliseconds; default 60 s. */
  readonly enginePatienceMs?: number
  /** The wall clock that schedules go by, in epoch milliseconds; default the machine's. */
  readonly now?: () => number
}

export interface Core {
  readonly router: Router
  /** The router, called within this process. */
  readonly client: RouterClient<Router>
  /** Installs the host helper. Beside the contract, because it must not be reached from afar. */
  readonly hostSetup: HostSetup
  /** The runs that go on in this process; a door asks before it ends them. */
  readonly ongoingRuns: () => readonly RunSummary[]
  /**
   * The machine has slept: what may have been missed is looked at again at once. A core that records notices it by the clocks
   * within a second; a door that is told earlier says so.
   */
  readonly woke: () => void
  /** Measures for Prometheus from now on. Beside the contract, because the pages have no use for it. */
  readonly openMetricExport: () => Promise<MetricExport>
  /** Cancels what goes on, waits for its end and closes everything. */
  dispose(): Promise<void>
}

/** Wires the rooms. Unless it records, it makes no connection and starts nothing before the first call. */
export function createCore({
  variables,
  door = 'cli',
  records = false,
  enginePatienceMs = 60_000,
  now = Date.now,
}: CoreOptions): Core {
  const paths = findStorePaths(variables)
  const history = openHistory(paths.stateDir)
  const compose = createCompose({
    variables,
    cache: createFileCache(join(paths.cacheDir, 'compose'), variables),
  })
  const engine = createEngine(variables)
  const engineFeed = createEngineFeed(engine)
  const host = createHostControl({ door, isOff: variables['SWITCHYARD_HOST'] === 'off' })
  const lookAtGpus = createGpuLook({ path: variables['PATH'] })
  const images = openImageStore(paths.stateDir)
  const updates = createUpdates({ engine, compose, variables, store: images })
  const runs = createRunManager({
    engine,
    compose,
    history,
    host,
    lookAtGpus,
    stateDir: paths.stateDir,
    variables,
    enginePatienceMs,
    onEnd: (runId, { plan, model }) => updates.noteRun(runId, plan, model),
  })
  const shells = createShellManager({ engine })
  const settings = openSettings(paths.configDir)
  const watcher = createLabWatcher({
    variables,
    engine,
    engineFeed,
    compose,
    history,
    runs,
    stateDir: paths.stateDir,
    describe: describeLab,
  })
  let machine: Promise<MachineDescription> | null = null
  const openReader = async () => createHostReader({ machine: await (machine ??= describeMachine()) })
  const hostWatcher = createHostWatcher({
    variables,
    engine,
    engineFeed,
    compose,
    control: host,
    guards: createGuardReader(),
    openReader,
    journalFile: hostPaths().journal,
  })
  const metrics = createMetrics({
    openSampler: () => createContainerSampler({ engine, feed: engineFeed }),
    openReader,
    openHistory: (limitBytes) => createMetricHistory({ stateDir: paths.stateDir, limitBytes }),
    historyLimitBytes: () => readHistoryLimit(settings),
  })
  let recordFeed: EngineFeed | null = null
  const record = createServiceRecord({
    stateDir: paths.stateDir,
    engine,
    // Everything that the engine still has of what was: how far back that reaches says what was missed.
    openFeed: () => (recordFeed = createEngineFeed(engine, () => ({ requests: true, sinceMs: 1000 }))),
    whoAsked: createWhoAsked(history, paths.stateDir),
  })
  const loadPlain = async (dir: string) =>
    resolveLab(await loadLab({ dir, environment: null, profiles: [] }, { compose, variables }), compose)
  const alerts = createAlerts({
    engine,
    stateDir: paths.stateDir,
    configDir: paths.configDir,
    sources: {
      record,
      feed: engineFeed,
      beats: (signal) => metrics.follow(signal),
      leases: () => host.leases(),
      schedules: () => schedules.outcomes(),
    },
    index: createLabIndex({ listLabs: () => history.listLabs(), loadLab: loadPlain }),
    sight: createRunSight(history, paths.stateDir),
    rules: () => settings.get().alertRules,
    isDone: (container) => history.readyAt([container]).get(container)?.isDone ?? false,
  })
  const storage = createStorage({
    engine: createEngineStorage(variables),
    address: engine.address,
    isLocal: engine.isLocal,
    stateDir: paths.stateDir,
    cacheDir: paths.cacheDir,
  })
  const schedules = createSchedules({
    stateDir: paths.stateDir,
    configDir: paths.configDir,
    runs: createScheduledRuns({
      start: (request, schedule) => startRun(rooms, runRequestSchema.parse(request), schedule),
      runs,
      history,
      stateDir: paths.stateDir,
    }),
    now,
  })
  const rooms: Rooms = {
    variables,
    paths,
    compose,
    engine,
    history,
    runs,
    shells,
    links: createLinkChecker(),
    settings,
    watcher,
    host,
    hostWatcher,
    lookAtGpus,
    metrics,
    record,
    alerts,
    schedules,
    secrets: createSecrets({ variables, stateDir: paths.stateDir }),
    storage,
    updates,
    autostart: createAutostart({ variables, ...paths }),
  }
  const woke = () => {
    engineFeed.renew()
    recordFeed?.renew()
    schedules.wake()
  }
  const sleepUnnoticed = records ? noticeWake({ onWake: woke, now }) : () => undefined
  if (records) {
    metrics.record()
    record.follow()
    alerts.follow()
    schedules.follow()
  }
  const router = createRouter(rooms)
  return {
    router,
    client: createRouterClient(router),
    hostSetup: createHostSetup(),
    ongoingRuns: () => runs.active().map(({ run }) => run),
    woke,
    async openMetricExport() {
      // Its library is for those only who ask for this.
      const { openMetricExport } = await import('./metrics/export/open-export.ts')
      const labs = followKnownLabs({
        list: () => history.listLabs(),
        watch: (...selection) => watcher.watch(...selection),
      })
      return openMetricExport({
        version: packageJson.version,
        metrics,
        feed: engineFeed,
        latestCheckOf: (project, service) => record.latestCheck({ project, service }),
        labs,
      })
    },
    async dispose() {
      sleepUnnoticed()
      watcher.dispose()
      hostWatcher.dispose()
      await alerts.dispose()
      // It may start again what it has stopped, so that runs must still be possible.
      await storage.dispose()
      engineFeed.close()
      await Promise.all([
        schedules.dispose(),
        runs.dispose(),
        shells.dispose(),
        metrics.dispose(),
        record.dispose(),
      ])
      await host.dispose()
      images.close()
      history.close()
    },
  }
}

const megabyte = 1_000_000

/** Settings that may not be read are told of by the doctor; until then the usual limit holds. */
function readHistoryLimit(settings: SettingsStore): number {
  try {
    return settings.get().historyLimitMb * megabyte
  } catch {
    return defaultSettings.historyLimitMb * megabyte
  }
}
