import type { ContainerProcess, Engine, EngineEvent } from '../../engine/model.ts'
import type { ContainerFeed } from './model.ts'

export interface ContainerTracker {
  /** Asks again for what the engine did not answer. */
  retry(): void
  dispose(): void
}

export interface TrackedContainers {
  /** It runs; told again for a new process or a new name. */
  readonly onRunning: (process: ContainerProcess) => void
  readonly onGone: (id: string) => void
}

/** So many at a time are asked for, when all have to be. */
const asksAtOnce = 8

/** Which containers run: from the engine's events, and from its list whenever events may have been missed. */
export function trackContainers(
  engine: Pick<Engine, 'listRunning' | 'findProcess'>,
  feed: ContainerFeed,
  { onRunning, onGone }: TrackedContainers,
): ContainerTracker {
  /** What is known to run or is asked for, with the latest question: an answer to an older one does not count. */
  const latest = new Map<string, symbol>()
  const unanswered = new Set<string>()
  let isDisposed = false
  let syncing = false
  let syncAgain = false
  let isListed = false

  async function look(id: string): Promise<void> {
    const question = Symbol(id)
    latest.set(id, question)
    try {
      const process = await engine.findProcess(id)
      if (isDisposed || latest.get(id) !== question) return
      if (process) onRunning(process)
      else forget(id)
    } catch {
      // It may run all the same. The next connection, or the next sample, asks again.
      if (latest.get(id) === question) unanswered.add(id)
    }
  }

  function forget(id: string): void {
    latest.delete(id)
    unanswered.delete(id)
    onGone(id)
  }

  async function lookAtAll(ids: readonly string[]): Promise<void> {
    const left = [...ids]
    const take = async () => {
      for (let id = left.pop(); id !== undefined; id = left.pop()) await look(id)
    }
    await Promise.all(Array.from({ length: asksAtOnce }, take))
  }

  async function syncOnce(): Promise<void> {
    const before = new Map(latest)
    const listed = new Set(await engine.listRunning())
    if (isDisposed) return
    for (const [id, question] of before) if (!listed.has(id) && latest.get(id) === question) forget(id)
    // What an event has told of meanwhile is newer than the list.
    await lookAtAll([...listed].filter((id) => latest.get(id) === before.get(id)))
  }

  async function sync(): Promise<void> {
    syncAgain = syncing
    if (syncing) return
    syncing = true
    try {
      do {
        syncAgain = false
        isListed = false
        await syncOnce()
        isListed = true
      } while (syncAgain)
    } catch {
      // The engine went away, and the feed tells when it is back; or the next sample asks again.
    } finally {
      syncing = false
    }
  }

  function onEvent({ containerId: id, event }: EngineEvent): void {
    if (event.kind === 'started') void look(id)
    if (event.kind === 'renamed' && latest.has(id)) void look(id)
    if (event.kind === 'died' || event.kind === 'destroyed') forget(id)
  }

  const unsubscribe = feed.subscribe({
    onEvent,
    onState: ({ connected }) => void (connected && sync()),
  })
  if (feed.state().connected) void sync()

  return {
    retry() {
      if (!feed.state().connected) return
      if (!isListed && !syncing) void sync()
      const ids = [...unanswered]
      unanswered.clear()
      if (ids.length > 0) void lookAtAll(ids)
    },
    dispose() {
      isDisposed = true
      unsubscribe()
    },
  }
}
