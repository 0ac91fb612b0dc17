import { setTimeout as sleep } from 'node:timers/promises'
import type { LabStatus } from '../../shared/status.ts'
import type { ContainerSummary, Engine } from '../engine/model.ts'
import { stillReady } from '../run/facts/collect-facts.ts'
import type { ContainerLife } from '../run/facts/explain-container.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import { readStatus } from '../run/facts/read-status.ts'
import type { History } from '../store/history.ts'
import { foreseeLife } from './foresee-life.ts'

/** The containers of a lab as they were seen last, and what the history knows of them. */
export interface ContainerTable {
  /** Looks at all containers of these projects. Throws what the engine throws, and then keeps what it had. */
  readAll(projects: readonly string[]): Promise<void>
  /** Looks at these containers only. The same holds. */
  read(projects: readonly string[], ids: readonly string[]): Promise<void>
  /** Reads anew what runs have learned: who was seen ready, and how long it usually takes. */
  readHistory(labDir: string): void
  /** The status by what was read; null before the first look at all. */
  status(model: LabModel): LabStatus | null
}

/**
 * The engine's list answers at once, but says little. What it tells of one container alone says all, but has to wait while
 * the engine works on that very container, which a start does for half a second. So the list counts first, and the rest is
 * waited for only so long; `onLate` is called when it comes after that.
 */
const patienceMs = { some: 5, all: 300 } as const

interface Seen {
  readonly summary: ContainerSummary
  readonly life: ContainerLife
}

export function createContainerTable(engine: Engine, history: History, onLate: () => void): ContainerTable {
  const inspections = new Map<string, { isStale: boolean; done: Promise<void> }>()
  let seen: Map<string, Seen> | null = null
  let usualMs: ReadonlyMap<string, number> = new Map()
  let readyAt: ReturnType<History['readyAt']> = new Map()

  async function inspect(id: string, inspection: { isStale: boolean }): Promise<void> {
    try {
      let detail
      do {
        inspection.isStale = false
        detail = await engine.inspect(id)
        // Something has happened to it since the question.
      } while (inspection.isStale)
      if (detail?.summary) seen?.set(id, { summary: detail.summary, life: detail })
      else seen?.delete(id)
    } finally {
      inspections.delete(id)
    }
  }

  function begin(id: string): Promise<void> {
    const going = inspections.get(id)
    if (going) {
      going.isStale = true
      return going.done
    }
    const inspection = { isStale: false, done: Promise.resolve() }
    inspections.set(id, inspection)
    inspection.done = inspect(id, inspection)
    return inspection.done
  }

  async function inspectAll(ids: Iterable<string>, waitMs: number): Promise<void> {
    const all = Promise.all([...ids].map(begin)).then(() => true)
    const isInTime = await Promise.race([all, sleep(waitMs, false)])
    // An engine that went away meanwhile is told by its event stream.
    if (!isInTime) all.then(onLate, () => undefined)
  }

  return {
    async readAll(projects) {
      const listed = await engine.listContainers(projects)
      seen = new Map(listed.map((summary) => [summary.id, foresee(summary, seen?.get(summary.id))]))
      await inspectAll(seen.keys(), patienceMs.all)
    },
    async read(projects, ids) {
      const listed = await engine.listContainers(projects, ids)
      for (const summary of listed) seen?.set(summary.id, foresee(summary, seen.get(summary.id)))
      const there = new Set(listed.map(({ id }) => id))
      for (const id of ids) if (!there.has(id)) seen?.delete(id)
      await inspectAll(
        ids.filter((id) => there.has(id) || inspections.has(id)),
        patienceMs.some,
      )
    },
    readHistory(labDir) {
      try {
        usualMs = history.usualMs(labDir)
        readyAt = history.readyAt([...(seen?.keys() ?? [])])
      } catch {
        // A history that cannot be read is told of where runs are; here it only knows less.
        return
      }
    },
    status(model) {
      if (!seen) return null
      const all = [...seen.values()].sort((a, b) => (a.summary.name < b.summary.name ? -1 : 1))
      const containers = all.map(({ summary }) => summary)
      const details = new Map(all.map(({ summary, life }) => [summary.id, life]))
      const startedAt = new Map(
        all
          .filter(({ life }) => life.state === 'running')
          .map(({ summary, life }) => [summary.id, life.startedAt]),
      )
      const knownReady = stillReady(containers, startedAt, readyAt)
      return readStatus({ model, containers, details, knownReady, usualMs })
    },
  }
}

function foresee(summary: ContainerSummary, before: Seen | undefined): Seen {
  return { summary, life: foreseeLife(summary, before?.life, new Date().toISOString()) }
}
