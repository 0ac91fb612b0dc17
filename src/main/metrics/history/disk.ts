import {
  inodeOf,
  isDiskFull,
  isUnusable,
  setAside,
  sqliteCode,
  sqliteFull,
} from '../../store/database-file.ts'
import { lockFile } from '../../store/open-or-set-aside.ts'
import { inTransaction } from '../../store/transaction.ts'
import { connect, type Connection, type WriterLock } from './connection.ts'
import { foldOldFrames } from './fold.ts'
import type { LiveFrame } from './live.ts'
import { prune } from './prune.ts'
import type { Tables } from './tables.ts'
import { finest } from './tiers.ts'
import { Writer } from './writer.ts'

/**
 * The history on the disk, opened when it is needed first. Nothing here throws: what fails is said by `droppedBecause`, and tried again with the next
 * write. A file that turns out to be broken is moved away, and a new one begun.
 */
export class Disk {
  readonly #file: string
  #limitBytes: number
  droppedBecause: string | null = null
  #connection: Connection | null = null
  #lock: WriterLock | null = null
  #writer: Writer | null = null
  /** What is left to do of folding and pruning. */
  #upkeep: Generator<void> | null = null
  #wroteMs = -Infinity
  /** Another process wrote meanwhile what this one has as well. */
  #wasOnlyReader = false

  constructor(file: string, limitBytes: number) {
    this.#file = file
    this.#limitBytes = limitBytes
  }

  /** What is more than that goes with the next rounds of `tidy`. */
  set limitBytes(bytes: number) {
    if (bytes === this.#limitBytes) return
    this.#limitBytes = bytes
    if (this.#writer && Number.isFinite(this.#wroteMs)) this.#upkeep = this.#keepUp(this.#wroteMs)
  }

  get isWriter(): boolean {
    return this.#lock !== null
  }

  /** False when the frames did not get there; they may be given again with later ones. */
  write(frames: readonly LiveFrame[]): boolean {
    const isThere = this.#attempt(() => {
      this.#lockFile()
      const { database, tables } = this.#connection ?? {}
      const writer = this.#writer
      if (!database || !tables || !writer) return false
      const missing = this.#wasOnlyReader
        ? frames.filter(({ atMs }) => !tables.findFrame(finest, atMs))
        : frames
      inTransaction(database, () => writer.write(missing))
      this.#wasOnlyReader = false
      this.droppedBecause = null
      this.#planUpkeep(frames)
      return true
    })
    return isThere ?? false
  }

  /** Goes on with what keeps the file small, about so long. */
  tidy(budgetMs: number): void {
    if (!this.#upkeep) return
    this.#attempt(() => {
      const untilMs = performance.now() + budgetMs
      do {
        if (this.#upkeep?.next().done) this.#upkeep = null
      } while (this.#upkeep && performance.now() < untilMs)
    })
  }

  /** Null when there is nothing to read from. */
  read<Value>(work: (tables: Tables) => Value): Value | null {
    return this.#attempt(() => {
      return work(this.#connect().tables)
    })
  }

  close(): void {
    this.#attempt(() => this.#closeAll())
  }

  #connect(): Connection {
    if (this.#connection && this.#connection.inode !== inodeOf(this.#file)) this.#closeAll()
    this.#connection ??= connect(this.#file, this.#limitBytes, this.#lock)
    return this.#connection
  }

  /** Takes the right to write when nobody has it. */
  #lockFile(): void {
    const { tables } = this.#connect()
    this.#lock ??= lockFile(this.#file)
    if (this.#lock) this.#writer ??= new Writer(tables)
    else this.#wasOnlyReader = true
  }

  #closeAll(): void {
    this.#upkeep = null
    this.#writer = null
    const { database } = this.#connection ?? {}
    this.#connection = null
    const release = this.#lock
    this.#lock = null
    try {
      database?.close()
    } finally {
      release?.()
    }
  }

  #planUpkeep(frames: readonly LiveFrame[]): void {
    const firstMs = frames[0]?.atMs ?? Infinity
    const lastMs = frames.at(-1)?.atMs
    if (lastMs === undefined) return
    // The clock went back: a span that is being folded may have got something new.
    if (firstMs < this.#wroteMs) this.#upkeep = null
    this.#wroteMs = lastMs
    this.#upkeep ??= this.#keepUp(lastMs)
  }

  *#keepUp(nowMs: number): Generator<void> {
    const { database, tables } = this.#connection ?? {}
    if (!database || !tables) return
    yield* foldOldFrames(database, tables, nowMs)
    const onSeriesDropped = () => this.#writer?.forgetNumbers()
    yield* prune({ database, tables, nowMs, limitBytes: this.#limitBytes, onSeriesDropped })
  }

  #attempt<Value>(work: () => Value): Value | null {
    try {
      return work()
    } catch (error) {
      this.#fail(error)
      return null
    }
  }

  #fail(error: unknown): void {
    this.#upkeep = null
    this.#writer?.forget()
    const isWriter = this.isWriter
    try {
      // A full disk is waited for; after anything else it is opened anew.
      if (sqliteCode(error) !== sqliteFull) this.#closeAll()
      if (isWriter && isUnusable(error)) {
        setAside(this.#file, Date.now())
        this.#lockFile()
        return
      }
    } catch {
      // What failed first is what is said.
    }
    this.droppedBecause = describe(error, this.#file)
  }
}

function describe(error: unknown, file: string): string {
  if (isDiskFull(error, file))
    return `The disk with ${file} is full, so only the last 15 minutes are kept until there is room on it again.`
  const reason = error instanceof Error ? error.message : String(error)
  return `The history in ${file} cannot be written (${reason}), so only the last 15 minutes are kept: make it and its folder writable for you.`
}
