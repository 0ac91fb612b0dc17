import type { Happening } from '../../../shared/record.ts'
import {
  findSetAside,
  inodeOf,
  isDiskFull,
  isUnusable,
  setAside,
  sqliteCode,
  sqliteFull,
} from '../../store/database-file.ts'
import { lockFile, openOrSetAside } from '../../store/open-or-set-aside.ts'
import { openTables, type OpenTables } from './open-tables.ts'
import { type Limits, pruneAll, pruneService, usualLimits } from './prune.ts'
import type { Tables } from './tables.ts'

/** What cannot be written waits here; a disk is full for hours at times, and not much happens in these. */
const mostWaiting = 1000
/** So many more than allowed of a service, and it is cut back. */
const pruneEvery = 50

/**
 * The record on the disk, opened when it is needed first and shared by all processes. Nothing here throws:
 * what fails is said by `notice` and tried again with the next write. A file that turns out to be broken is
 * moved away, and a new one begun.
 */
export class RecordFile {
  readonly #file: string
  readonly #limits: Limits
  #open: OpenTables | null = null
  #waiting: readonly Happening[] = []
  #failure: string | null = null
  #isPruned = false
  readonly #addedSince = new Map<string, number>()

  constructor(file: string, limits: Limits = usualLimits) {
    this.#file = file
    this.#limits = limits
  }

  get notice(): string | null {
    if (this.#failure !== null) return this.#failure
    const aside = findSetAside(this.#file).at(-1)
    return aside === undefined
      ? null
      : `The record of services could not be read and was begun anew; the old one is ${aside}.`
  }

  /** What could not be written yet, oldest first. */
  get waiting(): readonly Happening[] {
    return this.#waiting
  }

  /** Keeps it at once; in memory while the file cannot be written. */
  add(happening: Happening): void {
    this.#waiting = [...this.#waiting, happening].slice(-mostWaiting)
    this.flush()
  }

  /** Writes what waits. */
  flush(): void {
    const waiting = this.#waiting
    if (waiting.length === 0) return
    const isThere = this.attempt((tables) => {
      for (const each of waiting) tables.add(each)
      return true
    })
    if (!isThere) return
    this.#failure = null
    this.#waiting = []
    for (const each of waiting) this.#count(each)
    if (!this.#isPruned) this.prune(Date.now())
  }

  /** Drops what is too old or too much. */
  prune(nowMs: number): void {
    const isDone = this.#try(({ database }) => {
      pruneAll(database, nowMs, this.#limits)
      return true
    })
    this.#isPruned ||= isDone ?? false
  }

  /** Null when there is nothing to work on. */
  attempt<Value>(work: (tables: Tables) => Value): Value | null {
    return this.#try(({ tables }) => work(tables))
  }

  close(): void {
    this.flush()
    try {
      this.#close()
    } catch {
      // Everything that was told is in it.
    }
  }

  #count({ project, service }: Happening): void {
    const key = `${project}\0${service}`
    const count = (this.#addedSince.get(key) ?? pruneEvery - 1) + 1
    this.#addedSince.set(key, count % pruneEvery)
    if (count >= pruneEvery)
      this.#try(({ database }) => pruneService(database, { project, service }, this.#limits))
  }

  #try<Value>(work: (open: OpenTables) => Value): Value | null {
    try {
      return this.#work(work)
    } catch (error) {
      if (!this.#recover(error)) return null
    }
    try {
      return this.#work(work)
    } catch (error) {
      this.#fail(error)
      return null
    }
  }

  #work<Value>(work: (open: OpenTables) => Value): Value {
    const value = work(this.#connect())
    if (this.#waiting.length === 0) this.#failure = null
    return value
  }

  /** Whether it is worth another try, with a new file. */
  #recover(error: unknown): boolean {
    const inode = this.#open?.inode ?? null
    this.#fail(error)
    if (!isUnusable(error) || inode === null) return false
    try {
      const unlock = lockFile(this.#file)
      if (!unlock) return false
      try {
        // Another process may have been faster.
        if (inodeOf(this.#file) === inode) setAside(this.#file, Date.now())
      } finally {
        unlock()
      }
      this.#failure = null
      return true
    } catch {
      return false
    }
  }

  #connect(): OpenTables {
    if (this.#open && this.#open.inode !== inodeOf(this.#file)) this.#close()
    this.#open ??= openOrSetAside(this.#file, () => openTables(this.#file))
    return this.#open
  }

  #close(): void {
    const { database } = this.#open ?? {}
    this.#open = null
    database?.close()
  }

  #fail(error: unknown): void {
    this.#failure = describe(error, this.#file)
    // A full disk is waited for; after anything else it is opened anew.
    if (sqliteCode(error) === sqliteFull) return
    try {
      this.#close()
    } catch {
      // What failed first is what is said.
    }
  }
}

function describe(error: unknown, file: string): string {
  if (isDiskFull(error, file))
    return `The disk with ${file} is full, so what happens to services is kept in memory until there is room on it again.`
  const reason = error instanceof Error ? error.message : String(error)
  return `The record of services in ${file} cannot be written (${reason}), so it is kept in memory: make it and its folder writable for you.`
}
