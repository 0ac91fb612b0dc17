import type { LabView } from '../../shared/lab.ts'
import type { LabStatus } from '../../shared/status.ts'
import type { LabEvent } from '../../shared/watch.ts'
import type { Engine } from '../engine/model.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import type { RunManager } from '../run/run-manager.ts'
import type { History } from '../store/history.ts'
import { createContainerTable } from './container-table.ts'
import type { EngineFeed } from './engine-feed.ts'
import { createGatherer } from './gather.ts'
import { problemsOf, watchLabFiles } from './lab-files.ts'
import { followRuns } from './lab-runs.ts'
import { findChanges, layWordsOver } from './live-status.ts'
import type { HistoryFeed } from './other-runs.ts'
import { createOutbox, type Outbox } from './outbox.ts'

/** One lab that is watched, whoever looks at it. */
export interface WatchedLab {
  /** A new subscriber; to be given back with `leave`. */
  join(): Outbox
  leave(outbox: Outbox): void
  /** Ends the events of every subscriber. */
  close(): void
}

export interface WatchedLabOptions {
  readonly load: () => Promise<LabModel>
  readonly describe: (model: LabModel) => LabView
  readonly engine: Engine
  readonly engineFeed: EngineFeed
  readonly history: History
  readonly historyFeed: HistoryFeed
  readonly runs: Pick<RunManager, 'active' | 'subscribe'>
  readonly stateDir: string
}

/** Short enough that a person sees no delay, long enough that a restart of a service is one look at it. */
const gatherMs = 5
const retryMs = 1000
const everything = Symbol('every container')
/** Nothing to ask: answers that were waited for have come. */
const answers = Symbol('answers that came late')

/** Resolves when there is a first snapshot. Throws what reading the lab throws. */
export async function openWatchedLab(options: WatchedLabOptions): Promise<WatchedLab> {
  const { load, describe, engine, engineFeed, history } = options
  let model = await load()
  let problems = problemsOf(model)
  let projects = projectsOf(model)
  /** By Docker alone, and with what runs say. */
  let seen: LabStatus | null = null
  let status: LabStatus | null = null
  let isSnapshotDue = false
  let isClosed = false
  const opened = Promise.withResolvers<void>()
  const outboxes = new Set<Outbox>()
  const table = createContainerTable(engine, history, () => look.add(answers))

  const takeSnapshot = (): LabEvent => ({
    type: 'snapshot',
    at: now(),
    lab: describe(model),
    status,
    engine: engineFeed.state(),
    runs: [...runs.active()],
    problems: [...problems],
  })
  const tell = (event: LabEvent) => {
    for (const outbox of outboxes) outbox.push(event)
  }
  const tellAll = () => {
    for (const outbox of outboxes) outbox.pushSnapshot()
  }

  /** Tells what is other than before, with as little as possible. */
  function update(): void {
    const before = status
    status = seen && layWordsOver(seen, runs.words(model))
    const changes = before && status && !isSnapshotDue ? findChanges(before, status) : null
    isSnapshotDue = false
    if (!changes) return tellAll()
    const at = now()
    for (const change of changes) tell({ type: 'service', at, ...change })
  }

  const look = createGatherer<string | symbol>(gatherMs, async (keys) => {
    const isWhole = keys.has(everything) || seen === null
    const ids = [...keys].filter((key) => typeof key === 'string')
    const finished = runs.finished()
    try {
      if (isWhole) await table.readAll([...projects])
      else if (ids.length > 0) await table.read([...projects], ids)
      if (isClosed) return
      if (isWhole) {
        table.readHistory(model.lab.dir)
        runs.forget(finished)
      }
    } catch {
      // When the engine is gone, its coming back is told. Otherwise one answer was lost, and a look at all makes up for it.
      if (engineFeed.state().connected && !isClosed) setTimeout(() => look.add(everything), retryMs)
    }
    seen = table.status(model)
    update()
    opened.resolve()
  })

  const runs = followRuns({
    labDir: model.lab.dir,
    stateDir: options.stateDir,
    runs: options.runs,
    history,
    feed: options.historyFeed,
    listener: {
      onRun(run) {
        tell({ type: 'run', at: now(), run })
        if (run.finishedAt !== null) look.add(everything)
      },
      onWords() {
        // What is to be told whole waits for the look that goes on.
        if (seen && !isSnapshotDue) update()
      },
      onBroken() {
        isSnapshotDue = true
        look.add(everything)
      },
    },
  })

  const leaveEngine = engineFeed.subscribe({
    onEvent({ containerId, project, service, event }) {
      if (project === null || !projects.has(project)) return
      if (event.kind === 'died' && service !== null) runs.noteExit(project, service)
      look.add(containerId)
    },
    onState(engineState) {
      if (!engineState.connected) return tell({ type: 'engine', at: now(), engine: engineState })
      isSnapshotDue = true
      look.add(everything)
    },
  })

  await engineFeed.settled()
  if (engineFeed.state().connected) {
    look.add(everything)
    await opened.promise
  }

  const leaveFiles = watchLabFiles({
    model,
    load,
    onModel(changed, changedProblems) {
      model = changed
      problems = changedProblems
      projects = projectsOf(model)
      isSnapshotDue = true
      if (engineFeed.state().connected) return look.add(everything)
      seen = table.status(model)
      update()
    },
    onProblems(found) {
      problems = found
      tell({ type: 'problems', at: now(), problems: [...problems] })
    },
  })

  return {
    join() {
      const outbox = createOutbox(takeSnapshot)
      outboxes.add(outbox)
      return outbox
    },
    leave: (outbox) => void outboxes.delete(outbox),
    close() {
      isClosed = true
      leaveFiles()
      leaveEngine()
      runs.close()
      look.close()
      for (const outbox of outboxes) outbox.close()
      outboxes.clear()
    },
  }
}

function projectsOf({ lab }: LabModel): ReadonlySet<string> {
  return new Set(lab.stacks.map(({ project }) => project.name))
}

function now(): string {
  return new Date().toISOString()
}
