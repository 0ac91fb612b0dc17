import { type FSWatcher, watch } from 'node:fs'
import { basename, dirname } from 'node:path'

/** The helper writes a new journal beside the old one and renames it: some events for one change. */
const gatherMs = 30

/** Calls when the helper's journal changes. Its folder may not be there yet; `look` tries again. */
export function watchJournal(file: string, onChange: () => void): { look(): void; close(): void } {
  let watcher: FSWatcher | null = null
  let timer: NodeJS.Timeout | null = null

  function stop(): void {
    watcher?.close()
    watcher = null
  }

  function look(): void {
    if (watcher !== null) return
    try {
      watcher = watch(dirname(file), { persistent: false }, (_event, name) => {
        // Unknown, or ours: the lock beside it is touched with every question.
        if (name !== null && name !== basename(file)) return
        timer ??= setTimeout(() => {
          timer = null
          onChange()
        }, gatherMs)
      })
      watcher.once('error', stop)
    } catch {
      // No helper has ever changed anything here.
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
