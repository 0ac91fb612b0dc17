import { setTimeout as sleep } from 'node:timers/promises'
import type { AlertRules } from '../../shared/alert-words.ts'
import type { HostState } from '../../shared/host.ts'
import type { Happening } from '../../shared/record.ts'
import type { ScheduleOutcome } from '../../shared/schedule.ts'
import type { Engine } from '../engine/model.ts'
import type { Beat } from '../metrics/create-recorder.ts'
import type { ContainerReading } from '../metrics/sampler/model.ts'
import type { AlertStore } from './alert-store.ts'
import { createHealer } from './create-healer.ts'
import { checkGpu } from './gpu-check.ts'
import { createAlertKeeper } from './keep-alerts.ts'
import type { LabIndex } from './lab-index.ts'
import type { Notice } from './notices.ts'
import { createRules } from './rules/create-rules.ts'
import type { MemoryUse, RuleInput, ServiceContainer } from './rules/model.ts'
import type { RunSight } from './run-sight.ts'

export interface AlertSources {
  /** What happens to services, as it comes; and what auto-heal does. */
  readonly record: {
    subscribe(listener: (happening: Happening) => void): () => void
    add(happening: Happening): void
  }
  /** Each second, until the signal. */
  readonly beats: (signal: AbortSignal) => AsyncIterable<Beat>
  readonly leases: () => Promise<HostState['leases']>
  readonly schedules: () => readonly ScheduleOutcome[]
  /** Whether the engine answers. */
  readonly feed: {
    state(): { readonly connected: boolean }
    subscribe(listener: {
      onEvent(): void
      onState(state: { readonly connected: boolean }): void
    }): () => void
  }
}

export interface AlertWatchOptions extends AlertSources {
  readonly engine: Pick<Engine, 'exec' | 'inspect' | 'listContainers' | 'restart' | 'stop' | 'tailLog'>
  readonly index: LabIndex
  readonly sight: RunSight
  readonly store: AlertStore
  readonly stateDir: string
  readonly rules: () => AlertRules
  readonly isDone: (containerId: string) => boolean
  readonly onChange: () => void
  readonly onNotice: (notice: Notice) => void
  readonly onFailure: (text: string | null) => void
}

const tickMs = 1000
const leasesEveryMs = 10_000
const schedulesEveryMs = 2000
const gpusEveryMs = 5 * 60_000
/** The program in it may come to its GPU only after its start. */
const gpuAfterStartMs = 10_000

/** Watches for alerts, and heals, until it is ended. Only one process at a time may do so. */
export function watchAlerts(options: AlertWatchOptions): { dispose(): Promise<void> } {
  const { record, beats, leases, schedules, feed, engine, index, sight, store, rules } = options
  const abort = new AbortController()
  const keeper = createAlertKeeper({
    ...options,
    onGone: (container) => tell({ type: 'seen', atMs: Date.now(), container, state: null }),
    onBreak: (container) => tell({ type: 'broken', atMs: Date.now(), container }),
  })
  const machine = createRules(
    rules,
    store.listOpen().map(({ condition }) => condition),
  )
  const tell = (input: RuleInput) => keeper.take(machine.take(input))
  const healer = createHealer({
    ...options,
    note: (happening) => record.add(happening),
    onGivenUp: (container, text) => machine.gaveUp(container, text, Date.now()),
  })

  const isBusy = (project: string, service: string) => {
    const place = index.peek(project, service)
    return place !== null && sight.worksOn(place.dir, place)
  }

  function tick(): void {
    const atMs = Date.now()
    tell({ type: 'tick', atMs, isBusy })
    try {
      if (feed.state().connected) healer.tick(atMs)
      keeper.tick(atMs)
    } catch (error) {
      options.onFailure(`Alerts cannot be kept: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  async function readBeats(): Promise<void> {
    for await (const { atMs, containers, host } of beats(abort.signal)) {
      tell({ type: 'readings', atMs, containers: containers.flatMap(memoryOf), host })
    }
  }

  async function readLeases(): Promise<void> {
    const held = await leases()
    if (!abort.signal.aborted) tell({ type: 'leases', atMs: Date.now(), leases: held })
  }

  /** What cannot be read is told where schedules are shown. */
  function readSchedules(): void {
    try {
      tell({ type: 'schedules', atMs: Date.now(), schedules: schedules() })
    } catch {
      return
    }
  }

  async function lookAtGpu(container: ServiceContainer): Promise<void> {
    const state = await checkGpu(engine, container.containerId, abort.signal)
    if (state === 'unknown' || abort.signal.aborted) return
    tell({ type: 'gpu', atMs: Date.now(), container, isLost: state === 'lost' })
  }

  /** Everything as it is now, because events may have been missed. */
  async function lookAtAll(): Promise<void> {
    const listed = await engine.listContainers(await index.projects())
    const own = new Set(listed.map(({ id }) => id))
    const open = store
      .listOpen()
      .flatMap(({ condition: { subject } }) => (subject.kind === 'service' ? subject : []))
    if (abort.signal.aborted) return
    const atMs = Date.now()
    for (const container of open.filter(({ containerId }) => !own.has(containerId)))
      tell({ type: 'seen', atMs, container, state: null })
    for (const { isOneOff, state, health, ...each } of listed) {
      if (isOneOff) continue
      const container = { ...nameOf(each), containerId: each.id }
      const now = { isRunning: state === 'running', isUnhealthy: health === 'unhealthy' }
      tell({ type: 'seen', atMs, container, state: now })
      healer.seen(container, now.isRunning && now.isUnhealthy, atMs)
    }
  }

  async function lookAtGpus(): Promise<void> {
    for (const { id, isOneOff, state, ...each } of await engine.listContainers(await index.projects())) {
      if (isOneOff || state !== 'running' || abort.signal.aborted) continue
      if ((await engine.inspect(id))?.hasNvidiaGpu) await lookAtGpu({ ...nameOf(each), containerId: id })
    }
  }

  async function lookAtGpuOfNew(container: ServiceContainer): Promise<void> {
    await sleep(gpuAfterStartMs, undefined, { signal: abort.signal, ref: false })
    const place = await index.find(container.project, container.service)
    if (place && (await engine.inspect(container.containerId))?.hasNvidiaGpu) await lookAtGpu(container)
  }

  /** An engine that does not answer is told by the feed; everything is asked again later. */
  const inBackground = (work: Promise<unknown>) => void work.catch(() => undefined)

  const ends = [
    record.subscribe((happening) => {
      tell({ type: 'happening', happening })
      healer.happened(happening)
      if (happening.what.kind === 'started') inBackground(lookAtGpuOfNew(happening))
    }),
    feed.subscribe({
      onEvent: () => undefined,
      onState({ connected }) {
        tell({ type: 'engine', atMs: Date.now(), isConnected: connected })
        if (connected) inBackground(lookAtAll())
      },
    }),
  ]
  const timers = [
    setInterval(tick, tickMs),
    setInterval(() => inBackground(readLeases()), leasesEveryMs),
    setInterval(() => inBackground(lookAtGpus()), gpusEveryMs),
    setInterval(readSchedules, schedulesEveryMs),
  ]
  for (const timer of timers) timer.unref()
  if (feed.state().connected) inBackground(lookAtAll())
  inBackground(readBeats())
  inBackground(readLeases())
  readSchedules()

  return {
    async dispose() {
      abort.abort()
      for (const timer of timers) clearInterval(timer)
      for (const end of ends) end()
      await healer.dispose()
      await keeper.settled()
    },
  }
}

function memoryOf({
  id,
  name,
  project,
  service,
  memoryBytes,
  memoryLimitBytes,
}: ContainerReading): MemoryUse[] {
  if (project === null || service === null) return []
  return [{ project, service, containerId: id, container: name, memoryBytes, memoryLimitBytes }]
}

function nameOf({
  project,
  service,
  name,
}: {
  readonly project: string
  readonly service: string
  readonly name: string
}) {
  return { project, service, container: name }
}
