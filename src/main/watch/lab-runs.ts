import type { RunEvent, RunSummary } from '../../shared/run.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import type { RunManager } from '../run/run-manager.ts'
import type { History } from '../store/history.ts'
import { realDir } from '../store/real-dir.ts'
import { findOtherRun, type HistoryFeed } from './other-runs.ts'
import { createRunJournal, type RunWords } from './run-words.ts'

/** The runs of a lab that go on, in this process and in others. */
export interface LabRuns {
  active(): readonly RunSummary[]
  words(model: LabModel): RunWords
  /** See RunJournal. */
  noteExit(project: string, service: string): boolean
  /** Runs that have ended and whose words still stand, until Docker has been looked at after their end. */
  finished(): readonly string[]
  forget(runIds: readonly string[]): void
  close(): void
}

export interface LabRunsOptions {
  readonly labDir: string
  readonly stateDir: string
  readonly runs: Pick<RunManager, 'active' | 'subscribe'>
  readonly history: History
  readonly feed: HistoryFeed
  readonly listener: {
    onRun(run: RunSummary): void
    /** A run says something else of its services. */
    onWords(): void
    /** A run of another process broke off: it will never be told as finished. */
    onBroken(): void
  }
}

/** A process that dies writes nothing, so whoever holds the lab is looked at again and again while it has a run. */
const holderEveryMs = 2000

export function followRuns(options: LabRunsOptions): LabRuns {
  const { labDir, stateDir, runs, history, feed, listener } = options
  const journal = createRunJournal()
  const active = new Map<string, RunSummary>()
  const finished = new Set<string>()
  let other: { readonly run: RunSummary; seen: number } | null = null
  let holderTimer: NodeJS.Timeout | null = null

  /** A lab can be reached by several links. */
  function isOwn({ lab }: RunSummary): boolean {
    return lab.dir === labDir || realDir(lab.dir) === realDir(labDir)
  }

  function note(run: RunSummary, event: RunEvent): void {
    if (!isOwn(run)) return
    const saysMore = journal.note(run.id, event)
    if (event.type === 'run-started' || event.type === 'run-finished') show(run)
    else if (saysMore) listener.onWords()
  }

  function show(run: RunSummary): void {
    if (run.finishedAt === null) active.set(run.id, run)
    else {
      active.delete(run.id)
      finished.add(run.id)
    }
    listener.onRun(run)
  }

  function lookForOther(): void {
    try {
      readOther()
    } catch {
      // A history that cannot be read tells of no runs; what Docker says of their containers is shown all the same.
      return
    }
  }

  function readOther(): void {
    const found = findOtherRun(history, stateDir, labDir)
    if (other && found?.id !== other.run.id) endOther(other.run)
    if (found && !other) {
      other = { run: found, seen: 0 }
      show(found)
      holderTimer = setInterval(lookForOther, holderEveryMs)
    }
    if (!other) return
    const { id } = other.run
    const events = history.readEvents(id, other.seen)
    other.seen += events.length
    const saysMore = events.map((event) => journal.note(id, event))
    if (saysMore.includes(true)) listener.onWords()
  }

  function endOther(run: RunSummary): void {
    other = null
    if (holderTimer) clearInterval(holderTimer)
    const end = history.listRuns(labDir, 10).find(({ id }) => id === run.id)
    if (end && end.finishedAt !== null) return show(end)
    active.delete(run.id)
    finished.add(run.id)
    listener.onBroken()
  }

  for (const { run, events } of runs.active()) {
    if (!isOwn(run)) continue
    active.set(run.id, run)
    for (const event of events) journal.note(run.id, event)
  }
  const ends = [runs.subscribe(note), feed.subscribe(lookForOther)]
  lookForOther()

  return {
    active: () => [...active.values()],
    words: (model) => journal.wordsFor(model),
    noteExit: (project, service) => journal.noteExit(project, service),
    finished: () => [...finished],
    forget(runIds) {
      for (const id of runIds) {
        journal.close(id)
        finished.delete(id)
      }
    },
    close() {
      for (const end of ends) end()
      if (holderTimer) clearInterval(holderTimer)
    },
  }
}
