import { existsSync, type FSWatcher, watch } from 'node:fs'
import { basename, dirname } from 'node:path'

/** The helper writes a new journal beside the old one and renames it: some events for one change. */
const gatherMs = 30

/**
 * Calls when the helper's journal changes. While its folder is not there, the nearest one above that is there is watched, so
 * that the very first lease is seen at once as well.
 */
export function watchJournal(file: string, onChange: () => void): { look(): void; close(): void } {
  const dir = dirname(file)
  let watched: { readonly dir: string; readonly watcher: FSWatcher } | null = null
  let timer: NodeJS.Timeout | null = null

  function stop(): void {
    watched?.watcher.close()
    watched = null
  }

  function note(name: string | null): void {
    const isThere = watched?.dir === dir
    // The lock beside the journal is touched with every question.
    if (isThere && name !== null && name !== basename(file)) return
    timer ??= setTimeout(() => {
      timer = null
      look()
      onChange()
    }, gatherMs)
  }

  /** Watches what there is by now. */
  function look(): void {
    const nearest = findNearest(dir)
    if (watched?.dir === nearest) return
    stop()
    try {
      const watcher = watch(nearest, { persistent: false }, (_event, name) => note(name))
      watcher.once('error', stop)
      watched = { dir: nearest, watcher }
    } catch {
      // It may be gone again, or the machine has no watches left; the next look tries again.
    }
  }

  look()
  return {
    look,
    close() {
      stop()
      if (timer !== null) clearTimeout(timer)
    },
  }
}

function findNearest(dir: string): string {
  const parent = dirname(dir)
  return existsSync(dir) || parent === dir ? dir : findNearest(parent)
}
