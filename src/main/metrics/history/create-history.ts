import { join } from 'node:path'
import { findSetAside, sizeOnDisk } from '../../store/database-file.ts'
import { answerQuery } from './answer-query.ts'
import { Disk } from './disk.ts'
import { listSubjects } from './list-subjects.ts'
import { Live, type LiveFrame } from './live.ts'
import type { MetricHistory } from './model.ts'
import { tiers } from './tiers.ts'

export interface MetricHistoryOptions {
  /** The file `metrics.db` is made in it, with the folder itself where there is none. */
  readonly stateDir: string
  /** The most that the file may take; default 200 MB. */
  readonly limitBytes?: number
}

const defaultLimitBytes = 200_000_000

/** As long as the ring, so that a disk that is full for a while, or a writer that dies, leaves no gap. */
const mostWaitingFrames = 90

/** Folding and pruning go on with every beat, a little at a time, so that no beat is late for them. */
const tidyingMs = 4

/**
 * Opens the history. The first process that adds to it writes; others read what it writes, add what they measured
 * themselves in the last 15 minutes, and one of them goes on writing when the first has ended.
 */
export function createMetricHistory({ stateDir, limitBytes }: MetricHistoryOptions): MetricHistory {
  const file = join(stateDir, 'metrics.db')
  const live = new Live()
  const disk = new Disk(file, limitBytes ?? defaultLimitBytes)
  let waiting: LiveFrame[] = []
  const write = (frame: LiveFrame) => {
    waiting = [...waiting, frame].slice(-mostWaitingFrames)
    if (disk.write(waiting)) waiting = []
  }
  const flush = () => {
    const frame = live.take()
    if (frame) write(frame)
    else if (waiting.length > 0 && disk.write(waiting)) waiting = []
  }

  return {
    add(atMs, samples, seconds = 1) {
      if (!Number.isFinite(atMs)) return
      const ended = live.add(atMs, samples, seconds)
      if (ended) write(ended)
      disk.tidy(tidyingMs)
    },
    query(request) {
      return disk.read((tables) => answerQuery(request, live, tables)) ?? answerQuery(request, live, null)
    },
    subjects(fromMs, toMs) {
      const range = { fromMs, toMs }
      return disk.read((tables) => listSubjects(range, live, tables)) ?? listSubjects(range, live, null)
    },
    setLimitBytes(bytes) {
      disk.limitBytes = bytes
    },
    flush,
    stats() {
      const oldest = disk.read((tables) => tiers.map((tier) => tables.firstMs(tier))) ?? []
      const known = [...oldest, live.ring.oldestMs].filter((each) => each !== null)
      return {
        bytes: sizeOnDisk(file),
        oldestMs: known.length === 0 ? null : Math.min(...known),
        droppedBecause: disk.droppedBecause,
        isWriter: disk.isWriter,
        setAside: findSetAside(file).at(-1) ?? null,
      }
    },
    dispose() {
      flush()
      disk.close()
    },
  }
}
