import type { LabView } from '../../shared/lab.ts'
import type { LabEvent } from '../../shared/watch.ts'
import type { Compose } from '../compose/compose.ts'
import type { Engine } from '../engine/model.ts'
import { type LabSelection, loadLab } from '../lab/load-lab.ts'
import { resolveLab } from '../run/facts/collect-facts.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import type { RunManager } from '../run/run-manager.ts'
import type { History } from '../store/history.ts'
import type { EngineFeed } from './engine-feed.ts'
import { createHistoryFeed } from './other-runs.ts'
import { openWatchedLab, type WatchedLab } from './watched-lab.ts'

/** The live state of labs. Nothing is connected, read or watched while nobody looks. */
export interface LabWatcher {
  /**
   * The whole state of the lab, then what changes, until the signal. However many watch the same lab in the same way, the
   * work is done once. Throws what reading the lab throws; once it was read, a lab that cannot be read any more is told.
   */
  watch(selection: LabSelection, signal?: AbortSignal): AsyncGenerator<LabEvent, void>
  /** Ends everything. */
  dispose(): void
}

export interface LabWatcherOptions {
  readonly variables: NodeJS.ProcessEnv
  readonly engine: Engine
  readonly engineFeed: EngineFeed
  readonly compose: Compose
  readonly history: History
  readonly runs: Pick<RunManager, 'active' | 'subscribe'>
  readonly stateDir: string
  /** A lab as the doors show it. */
  readonly describe: (model: LabModel) => LabView
}

interface Shared {
  readonly lab: Promise<WatchedLab>
  readers: number
}

export function createLabWatcher(options: LabWatcherOptions): LabWatcher {
  const { compose, history, stateDir } = options
  const historyFeed = createHistoryFeed(history, stateDir)
  const watched = new Map<string, Shared>()
  let isDisposed = false

  function join(selection: LabSelection): Shared {
    const key = keyOf(selection)
    const known = watched.get(key)
    if (known) {
      known.readers += 1
      return known
    }
    const load = async () => resolveLab(await loadLab(selection, options), compose)
    const lab = openWatchedLab({ ...options, load, historyFeed })
    const shared = { lab, readers: 1 }
    watched.set(key, shared)
    // The next one to ask reads the lab anew.
    lab.catch(() => forget(key, shared))
    return shared
  }

  function leave(selection: LabSelection, shared: Shared): void {
    shared.readers -= 1
    if (shared.readers > 0) return
    forget(keyOf(selection), shared)
    closeOnceOpen(shared)
  }

  function forget(key: string, shared: Shared): void {
    if (watched.get(key) === shared) watched.delete(key)
  }

  return {
    async *watch(selection, signal) {
      if (isDisposed) return
      const shared = join(selection)
      try {
        const lab = await shared.lab
        const outbox = lab.join()
        try {
          yield* outbox.events(signal)
        } finally {
          lab.leave(outbox)
        }
      } finally {
        leave(selection, shared)
      }
    },
    dispose() {
      isDisposed = true
      for (const shared of watched.values()) closeOnceOpen(shared)
      historyFeed.close()
    },
  }
}

function closeOnceOpen({ lab }: Shared): void {
  lab.then(
    (opened) => opened.close(),
    () => undefined,
  )
}

function keyOf({ dir, environment, profiles }: LabSelection): string {
  return JSON.stringify([dir, environment, [...profiles].sort()])
}
