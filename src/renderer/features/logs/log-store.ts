import type { LogBatch } from '../../../shared/contract.ts'
import { toEntry, type LogEntry } from './entry.ts'
import { judge, type Filter } from './filter.ts'
import { createTimeCounts, type Histogram } from './histogram.ts'
import { levels, type Level } from './level.ts'
import { createRing, type Ring } from './ring.ts'
import { gapHeight, heightOfText, rowHeight } from './row-height.ts'
import { createRowList, type RowList } from './row-list.ts'

/** How many lines are kept: while they pass by, and while somebody reads them. */
export const mostLines = 50_000
export const mostLinesPaused = 200_000
const mostCharacters = 96_000_000
const publishEveryMs = 100
/** Filtering goes on in pieces of this length, so that typing and scrolling come between. */
const sliceMs = 8

/** What the page draws from; the lines themselves are in `ring` and `rows`. */
export interface LogSnapshot {
  /** Another for every change. */
  readonly version: number
  /** Another when the rows were made anew, by another filter or after being cleared. */
  readonly generation: number
  readonly counts: Readonly<Record<Level, number>>
  readonly buffered: number
  /** Lines that were left out since the beginning, because the page was too slow. */
  readonly dropped: number
  readonly shown: number
  readonly matches: number
  readonly isFiltering: boolean
  readonly linesPerMinute: number
  readonly histogram: Histogram
}

/** The lines of the page, outside of React: it is told of changes at most ten times a second. */
export interface LogStore {
  readonly ring: Pick<Ring<LogEntry>, 'first' | 'end' | 'get'>
  /** The lines that the filter shows, and where they stand. */
  readonly rows: () => RowList
  /** The lines among them in which the search was found. */
  readonly matches: () => RowList
  readonly append: (batch: LogBatch) => void
  readonly clear: () => void
  readonly setFilter: (filter: Filter) => void
  /** Columns after which lines are wrapped; 0 for not. */
  readonly setColumns: (columns: number) => void
  /** How much higher a row is because it is open; 0 for closed. */
  readonly setDetailHeight: (number: number, height: number) => void
  /** Somebody reads: keep more, and do not take away what is read. */
  readonly setPaused: (isPaused: boolean) => void
  readonly subscribe: (listener: () => void) => () => void
  readonly getSnapshot: () => LogSnapshot
}

export function createLogStore(initial: Filter): LogStore {
  const ring = createRing<LogEntry>()
  const times = createTimeCounts()
  const listeners = new Set<() => void>()
  const details = new Map<number, number>()
  const counts: Record<Level, number> = { error: 0, warn: 0, info: 0, debug: 0 }
  let filter = initial
  let rows = createRowList()
  let matches = createRowList()
  let building: { rows: RowList; matches: RowList; next: number } | null = null
  let columns = 0
  let isPaused = false
  let characters = 0
  let dropped = 0
  /** Lines left out before the next one. */
  let gap = 0
  let generation = 0
  let publishedAtMs = -Infinity
  let timer: ReturnType<typeof setTimeout> | null = null
  let snapshot = takeSnapshot(0)

  function takeSnapshot(version: number): LogSnapshot {
    return {
      version,
      generation,
      counts: { ...counts },
      buffered: ring.end - ring.first,
      dropped,
      shown: rows.count,
      matches: matches.count,
      isFiltering: building !== null,
      linesPerMinute: times.countSince(Date.now() - 60_000),
      histogram: times.histogram(90),
    }
  }

  function publish(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    publishedAtMs = performance.now()
    snapshot = takeSnapshot(snapshot.version + 1)
    for (const listener of [...listeners]) listener()
  }

  function publishSoon(): void {
    timer ??= setTimeout(publish, Math.max(0, publishedAtMs + publishEveryMs - performance.now()))
  }

  function heightOf(number: number): number {
    const entry = ring.get(number)
    if (!entry) return rowHeight
    const gap = entry.dropped > 0 ? gapHeight : 0
    return gap + heightOfText(entry.text, columns) + (details.get(number) ?? 0)
  }

  function show(to: { rows: RowList; matches: RowList }, number: number, entry: LogEntry): void {
    const verdict = judge(entry, filter)
    if (verdict === 'hidden') return
    to.rows.append(number, heightOf(number))
    if (verdict === 'match') to.matches.append(number, 1)
  }

  function build(): void {
    if (!building) return
    const untilMs = performance.now() + sliceMs
    building.next = Math.max(building.next, ring.first)
    while (building.next < ring.end) {
      const entry = ring.get(building.next)
      if (entry) show(building, building.next, entry)
      building.next += 1
      if (building.next % 64 === 0 && performance.now() > untilMs) {
        const current = building
        setTimeout(() => building === current && build(), 0)
        return publishSoon()
      }
    }
    ;({ rows, matches } = building)
    building = null
    generation += 1
    publish()
  }

  function rebuild(): void {
    building = { rows: createRowList(), matches: createRowList(), next: ring.first }
    build()
  }

  function onDrop(entry: LogEntry, number: number): void {
    counts[entry.level] -= 1
    characters -= entry.raw.length
    if (entry.atMs !== null) times.remove(entry.atMs, entry.level)
    details.delete(number)
  }

  function trim(): void {
    ring.trim(isPaused ? mostLinesPaused : mostLines, onDrop)
    while (characters > mostCharacters) ring.trim(Math.max(0, ring.end - ring.first - 500), onDrop)
    for (const list of [rows, matches, building?.rows, building?.matches]) list?.dropBefore(ring.first)
  }

  return {
    ring,
    rows: () => rows,
    matches: () => matches,
    append(batch) {
      gap += batch.dropped
      dropped += batch.dropped
      for (const line of batch.lines) {
        const entry = toEntry(line, gap)
        gap = 0
        const number = ring.end
        ring.push(entry)
        counts[entry.level] += 1
        characters += entry.raw.length
        if (entry.atMs !== null) times.add(entry.atMs, entry.level)
        if (!building) show({ rows, matches }, number, entry)
      }
      trim()
      publishSoon()
    },
    clear() {
      ring.clear()
      times.clear()
      details.clear()
      for (const level of levels) counts[level] = 0
      characters = 0
      dropped = 0
      gap = 0
      rebuild()
    },
    setFilter(next) {
      if (next === filter) return
      filter = next
      rebuild()
    },
    setColumns(next) {
      if (next === columns) return
      columns = next
      rows.remeasure(heightOf)
      building?.rows.remeasure(heightOf)
      publish()
    },
    setDetailHeight(number, height) {
      if ((details.get(number) ?? 0) === height) return
      if (height === 0) details.delete(number)
      else details.set(number, height)
      rows.remeasure(heightOf)
      publish()
    },
    setPaused(next) {
      isPaused = next
      trim()
      publishSoon()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    getSnapshot: () => snapshot,
  }
}
