import { watch } from 'node:fs'
import type { RunSummary } from '../../shared/run.ts'
import { findOpenRun } from '../store/find-open-run.ts'
import type { History } from '../store/history.ts'
import { createGatherer } from './gather.ts'

/** Tells when another process has written to the run history. It looks while somebody listens. */
export interface HistoryFeed {
  /** Returns the end of the subscription. */
  subscribe(listener: () => void): () => void
  close(): void
}

const gatherMs = 50

/**
 * Watches the files of the history instead of asking it again and again: nothing happens while nobody writes, and a change
 * is seen within milliseconds. The database itself says whether somebody else wrote.
 */
export function createHistoryFeed(history: History, stateDir: string): HistoryFeed {
  const listeners = new Set<() => void>()
  let stop: (() => void) | null = null

  function begin(): () => void {
    let version = versionOf(history)
    const gatherer = createGatherer<string>(gatherMs, () => {
      const now = versionOf(history)
      if (now !== version) for (const listener of [...listeners]) listener()
      version = now
      return Promise.resolve()
    })
    try {
      const watcher = watch(stateDir, (_, name) => {
        if (name === null || name.startsWith('history.db')) gatherer.add('changed')
      })
      watcher.on('error', () => watcher.close())
      return () => {
        gatherer.close()
        watcher.close()
      }
    } catch {
      // Runs of other processes are then told by what Docker says of their containers.
      return () => gatherer.close()
    }
  }

  function close(): void {
    stop?.()
    stop = null
  }

  return {
    subscribe(listener) {
      listeners.add(listener)
      stop ??= begin()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) close()
      }
    },
    close() {
      listeners.clear()
      close()
    },
  }
}

/** A history that cannot be read has no versions, and tells of no runs. */
function versionOf(history: History): number {
  try {
    return history.version()
  } catch {
    return 0
  }
}

/** The run of a lab that goes on in another process; null when there is none. */
export function findOtherRun(history: History, stateDir: string, labDir: string): RunSummary | null {
  const open = findOpenRun(history, stateDir, labDir)
  return open && open.pid !== process.pid ? open.run : null
}
