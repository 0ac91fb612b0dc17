import { applyLabEvent } from '../../shared/lab-state.ts'
import type { LabSelection } from '../../shared/selection.ts'
import { nothingInTray, type TrayView } from '../../shared/tray/model.ts'
import { runningEnvironment } from '../../shared/tray/running-environment.ts'
import { isLoading } from '../../shared/tray/words.ts'
import type { LabEvent, LabSnapshot } from '../../shared/watch.ts'
import type { DesktopClient } from './desktop-core.ts'
import { hearRun } from './hear-run.ts'
import { readEnvironments, readLastRun, readLeases, readRunningLinks } from './read-tray-parts.ts'

export interface WatchTrayOptions {
  readonly settleMs: number
  readonly signal: AbortSignal
  readonly onView: (view: TrayView) => void
  readonly onRunEnd: (runId: string) => void
  /** Another environment runs than the one that is looked through; null for the files as they are. */
  readonly onEnvironment: (environment: string | null) => void
}

/** Nobody tells what is changed by hand elsewhere: looked for seldom, and often while something is held. */
const leasesEveryMs = { none: 60_000, held: 5000 } as const
/** While nothing grows, only the day changes: a moment of yesterday has other words. */
const calmEveryMs = 60_000

/** Watches one lab and all that its menu tells, from what was known on; ends with the signal, or when it cannot be watched. */
export async function watchTrayLab(
  client: DesktopClient,
  selection: LabSelection,
  known: TrayView,
  { settleMs, signal, onView, onRunEnd, onEnvironment }: WatchTrayOptions,
): Promise<void> {
  let view = known
  let toldAtMs = -Infinity
  const timers: { links?: NodeJS.Timeout | undefined; leases?: NodeJS.Timeout } = {}
  let hearing: { readonly runId: string; readonly end: AbortController } | null = null

  function change(next: Partial<TrayView>): void {
    if (signal.aborted) return
    view = { ...view, ...next }
    toldAtMs = performance.now()
    onView(view)
  }

  async function readLinks(): Promise<void> {
    timers.links = undefined
    change({ links: await readRunningLinks(client, selection, () => view.state?.status ?? null) })
  }

  async function readHeld(): Promise<void> {
    clearTimeout(timers.leases)
    const leases = await readLeases(client)
    if (signal.aborted) return
    clearTimeout(timers.leases)
    const everyMs = leases.length === 0 ? leasesEveryMs.none : leasesEveryMs.held
    timers.leases = setTimeout(() => void readHeld(), everyMs).unref()
    change({ leases })
  }

  async function readRunning({ lab }: Pick<LabSnapshot, 'lab'>): Promise<void> {
    const environments = await readEnvironments(client, lab)
    change({ environments })
    const running = runningEnvironment(environments)
    if (running !== undefined && running !== lab.environment && !signal.aborted) onEnvironment(running)
  }

  function hear(runId: string | undefined): void {
    if (hearing?.runId === runId) return
    hearing?.end.abort()
    hearing = runId === undefined ? null : { runId, end: new AbortController() }
    if (!hearing) return
    const end = AbortSignal.any([signal, hearing.end.signal])
    hearRun(
      client,
      hearing.runId,
      (run, { type }) => {
        if (end.aborted) return
        change({ run })
        if (type === 'host-changed') void readHeld()
      },
      end,
    ).catch(() => undefined)
  }

  function take(event: LabEvent): void {
    if (event.type === 'alive') {
      if (hasGrowingTimes(view) || performance.now() - toldAtMs >= calmEveryMs) change({})
      return
    }
    const state = applyLabEvent(view.state, event)
    const going = state?.runs.at(-1)?.id
    hear(going)
    change({ state, problem: null, ...(view.run?.id === going ? {} : { run: null }) })
    if (event.type === 'snapshot') void readRunning(event)
    if (event.type !== 'run') {
      timers.links ??= setTimeout(() => void readLinks(), settleMs).unref()
    } else if (event.run.finishedAt !== null) {
      onRunEnd(event.run.id)
      void readLastRun(client, selection.dir).then((lastRun) => change({ lastRun }))
      void readHeld()
      if (event.run.kind === 'switch' && state) void readRunning(state)
    }
  }

  change({})
  void readHeld()
  void readLastRun(client, selection.dir).then((lastRun) => change({ lastRun }))
  try {
    for await (const event of await client.labs.watch(selection, { signal })) take(event)
  } catch (error) {
    // The page says all of it; here one sentence has to do.
    change({
      ...nothingInTray,
      lab: view.lab,
      problem: error instanceof Error ? error.message : String(error),
    })
  } finally {
    hear(undefined)
    clearTimeout(timers.links)
    clearTimeout(timers.leases)
  }
}

/** Whether its menu says for how long something goes on, or for how long it will. */
function hasGrowingTimes({ state, leases }: TrayView): boolean {
  if (leases.length > 0 || (state?.runs.length ?? 0) > 0) return true
  return (state?.status?.stacks ?? []).some(({ services }) => services.some(isLoading))
}
