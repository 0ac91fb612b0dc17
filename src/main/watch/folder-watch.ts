import { type FSWatcher, statSync, watch } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Watches a changing set of folders, also ones that are not there (yet). */
export interface FolderWatch {
  /**
   * Takes these folders instead of the ones before. Of a folder that is missing, the nearest one above it is watched, so
   * that its coming is told. True when a folder is watched that was not watched before.
   */
  watchFolders(folders: readonly string[]): boolean
  close(): void
}

/** `hasAppeared`: the path came or went, otherwise it was written to. */
export type OnFolderChange = (path: string, hasAppeared: boolean) => void

interface Watched {
  readonly watcher: FSWatcher
  /** A folder that was removed and made again is another one. */
  readonly identity: string
}

export function createFolderWatch(onChange: OnFolderChange): FolderWatch {
  const watched = new Map<string, Watched>()

  function drop(folder: string): void {
    watched.get(folder)?.watcher.close()
    watched.delete(folder)
  }

  function add(folder: string, identity: string): void {
    try {
      const watcher = watch(folder, (kind, name) => {
        // The removal of the folder itself is told by its own name.
        if (kind === 'rename' && (name === null || name === basename(folder))) {
          drop(folder)
          onChange(folder, true)
        }
        if (name !== null) onChange(join(folder, name), kind === 'rename')
      })
      watcher.on('error', () => drop(folder))
      watched.set(folder, { watcher, identity })
    } catch {
      // The machine's limit of watches is reached, or the folder is gone again: what can be watched is watched.
      return
    }
  }

  return {
    watchFolders(folders) {
      const wanted = new Map(folders.map(nearestFolder))
      for (const [folder, { identity }] of [...watched]) if (wanted.get(folder) !== identity) drop(folder)
      const added = [...wanted].filter(([folder]) => !watched.has(folder))
      for (const [folder, identity] of added) add(folder, identity)
      return added.some(([folder]) => watched.has(folder))
    },
    close() {
      for (const folder of [...watched.keys()]) drop(folder)
    },
  }
}

function nearestFolder(folder: string): readonly [path: string, identity: string] {
  for (let path = folder; ; path = dirname(path)) {
    const identity = identityOf(path)
    if (identity !== null || path === dirname(path)) return [path, identity ?? '']
  }
}

/** Null when there is no such folder. Numbers of removed folders are given out again at once. */
function identityOf(path: string): string | null {
  try {
    const found = statSync(path, { bigint: true })
    return found.isDirectory() ? `${found.ino}:${found.birthtimeNs}` : null
  } catch {
    // It is not there, may not be looked at, or is a link that leads to itself.
    return null
  }
}
