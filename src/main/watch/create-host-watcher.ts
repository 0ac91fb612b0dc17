import type { HostReadings, HostState } from '../../shared/host.ts'
import type { Compose } from '../compose/compose.ts'
import type { Engine } from '../engine/model.ts'
import type { HostControl } from '../host/control-model.ts'
import { readHostState } from '../host/read-state.ts'
import type { GuardReader } from '../host/readings/guards/read-guards.ts'
import type { HostReader } from '../host/readings/model.ts'
import { type LabSelection, loadLab } from '../lab/load-lab.ts'
import { resolveLab } from '../run/facts/collect-facts.ts'
import type { EngineFeed } from './engine-feed.ts'
import { followLabContainers, type LabContainers } from './lab-containers.ts'
import { watchJournal } from './watch-journal.ts'

/** The host as it is now. Nothing is read, watched or started while nobody looks. */
export interface HostWatcher {
  /** At once, then once a second and after each change of the state, until the signal. A slow reader misses some. */
  watch(
    selection: LabSelection | null,
    signal?: AbortSignal,
  ): AsyncGenerator<{ readings: HostReadings; state: HostState }, void>
  state(): Promise<HostState>
  dispose(): void
}

export interface HostWatcherOptions {
  readonly variables: NodeJS.ProcessEnv
  readonly engine: Engine
  readonly engineFeed: EngineFeed
  readonly compose: Compose
  readonly control: Pick<HostControl, 'state'>
  readonly guards: GuardReader
  readonly openReader: () => Promise<HostReader>
  /** The helper's journal; its folder is watched. */
  readonly journalFile: string
}

/** What is the same for everybody who looks. */
interface Sight {
  readonly reader: HostReader
  state: HostState
  /** Resolves at the next moment at which there is something new. */
  next: PromiseWithResolvers<void>
  wake(): void
  close(): void
}

const readEveryMs = 1000
const stateEveryMs = 10_000

export function createHostWatcher(options: HostWatcherOptions): HostWatcher {
  const { engine, engineFeed, compose, control, guards, openReader, journalFile } = options
  const labs = new Map<string, { readonly containers: LabContainers; lookers: number }>()
  let sight: Promise<Sight> | null = null
  let lookers = 0
  let isDisposed = false

  const readState = () => readHostState(control, guards)

  async function openSight(): Promise<Sight> {
    const [reader, state] = await Promise.all([openReader(), readState()])
    const opened: Sight = { reader, state, next: Promise.withResolvers(), wake, close }
    function wake(): void {
      const { resolve } = opened.next
      opened.next = Promise.withResolvers()
      resolve()
    }
    const refresh = async () => {
      try {
        opened.state = await readState()
        wake()
      } catch {
        // The state before is the best there is; it is read again in a moment.
      }
    }
    const journal = watchJournal(journalFile, () => void refresh())
    const ticks = setInterval(wake, readEveryMs)
    const refreshes = setInterval(() => {
      journal.look()
      void refresh()
    }, stateEveryMs)
    function close(): void {
      clearInterval(ticks)
      clearInterval(refreshes)
      journal.close()
      reader.close()
      wake()
    }
    return opened
  }

  function leave(): void {
    lookers -= 1
    if (lookers === 0) closeSight()
  }

  function closeSight(): void {
    sight?.then(
      (opened) => opened.close(),
      () => undefined,
    )
    sight = null
  }

  function joinLab(selection: LabSelection): { readonly containers: LabContainers; leave(): void } {
    const key = JSON.stringify([selection.dir, selection.environment, [...selection.profiles].sort()])
    const load = async () => resolveLab(await loadLab(selection, options), compose)
    const onChange = () =>
      void sight?.then(
        (opened) => opened.wake(),
        () => undefined,
      )
    const lab = labs.get(key) ?? {
      containers: followLabContainers({ engine, engineFeed, load, onChange }),
      lookers: 0,
    }
    labs.set(key, lab)
    lab.lookers += 1
    return {
      containers: lab.containers,
      leave() {
        lab.lookers -= 1
        if (lab.lookers > 0) return
        lab.containers.close()
        labs.delete(key)
      },
    }
  }

  return {
    state: readState,
    async *watch(selection, signal) {
      if (isDisposed) return
      lookers += 1
      const lab = selection && joinLab(selection)
      try {
        const opened = await (sight ??= openSight())
        while (!signal?.aborted && !isDisposed) {
          const { promise: next } = opened.next
          const { state } = opened
          const containers = lab?.containers.current() ?? []
          const swapDirs = state.helper.swapPlaces.map(({ dir }) => dir)
          yield { readings: opened.reader.read({ containers, swapDirs }), state }
          await untilEither(next, signal)
        }
      } finally {
        lab?.leave()
        leave()
      }
    },
    dispose() {
      isDisposed = true
      closeSight()
    },
  }
}

function untilEither(next: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (!signal) return next
  const ended = Promise.withResolvers<void>()
  const onAbort = () => ended.resolve()
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) ended.resolve()
  return Promise.race([next, ended.promise]).finally(() => signal.removeEventListener('abort', onAbort))
}
