import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { Cause, Happening } from '../../shared/record.ts'
import type { Engine } from '../engine/model.ts'
import { RecordFile } from './file/record-file.ts'
import type { Limits } from './file/prune.ts'
import { followEngine } from './follow-engine.ts'
import type { EventFeed, ServiceRecord } from './model.ts'
import { mergeSpans } from './spans.ts'

export interface ServiceRecordOptions {
  /** The file is made in it, with the folder itself where there is none. */
  readonly stateDir: string
  readonly engine: Pick<Engine, 'address' | 'inspect' | 'describeContainer' | 'snapshot'>
  readonly openFeed: () => EventFeed
  /** Who of those who can ask was it, except for auto-heal. */
  readonly whoAsked: (project: string, atMs: number) => Cause
  readonly limits?: Limits
}

/** Longer than a stop is waited for. */
const healsWithinMs = 600_000
const hourMs = 3_600_000

export function createServiceRecord(options: ServiceRecordOptions): ServiceRecord {
  const { engine, openFeed, whoAsked } = options
  const file = new RecordFile(fileOf(options.stateDir, engine.address), options.limits)
  const listeners = new Set<(happening: Happening) => void>()
  let following: { dispose(): Promise<void> } | null = null
  let isDisposed = false

  function tell(happening: Happening): void {
    for (const listener of [...listeners]) listener(happening)
  }

  /** Whether auto-heal said that it restarts the container, and nothing has started it since. */
  function isHealing(containerId: string, atMs: number): boolean {
    const waiting = file.waiting.filter((each) => each.containerId === containerId && each.atMs <= atMs)
    const latest = (kind: 'healed' | 'started'): number => {
      const kept = file.attempt((tables) => tables.latestTime(containerId, kind, atMs)) ?? -Infinity
      return Math.max(kept, ...waiting.filter(({ what }) => what.kind === kind).map((each) => each.atMs))
    }
    const healedAtMs = latest('healed')
    return atMs - healedAtMs < healsWithinMs && latest('started') < healedAtMs
  }

  return {
    follow() {
      if (following || isDisposed) return
      const feed = openFeed()
      const follower = followEngine({
        engine,
        feed,
        file,
        whoAsked: ({ id, project }, atMs) => (isHealing(id, atMs) ? 'heal' : whoAsked(project, atMs)),
        onHappening: tell,
      })
      const pruning = setInterval(() => file.prune(Date.now()), hourMs)
      pruning.unref()
      following = {
        async dispose() {
          clearInterval(pruning)
          await follower.dispose()
          feed.close()
        },
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    add(happening) {
      file.add(happening)
      tell(happening)
    },
    list({ projects, service = null, fromMs, toMs, limit = mostAnswered }) {
      const kept = projects.flatMap(
        (project) => file.attempt((tables) => tables.list(project, service, { fromMs, toMs }, limit)) ?? [],
      )
      const waiting = file.waiting.filter(
        (each) =>
          projects.includes(each.project) &&
          (service === null || each.service === service) &&
          each.atMs >= fromMs &&
          each.atMs < toMs,
      )
      return [...kept, ...waiting].sort((a, b) => a.atMs - b.atMs).slice(-limit)
    },
    checks: (service) => file.attempt((tables) => tables.checks(service)) ?? [],
    latestCheck: (service) => file.attempt((tables) => tables.latestCheck(service)) ?? null,
    watched({ fromMs, toMs }, service) {
      const range = { fromMs, toMs }
      const spans = file.attempt((tables) => tables.spans(range)) ?? []
      const cutMs = service ? file.attempt((tables) => tables.cutMs(service)) : null
      return mergeSpans(spans, { fromMs: Math.max(fromMs, cutMs ?? -Infinity), toMs })
    },
    notice: () => file.notice,
    async dispose() {
      isDisposed = true
      await following?.dispose()
      listeners.clear()
      file.close()
    },
  }
}

const mostAnswered = 50_000

/** One for each engine: what is watched of one says nothing of another. */
function fileOf(stateDir: string, address: string): string {
  const mark = createHash('sha256').update(address).digest('hex').slice(0, 8)
  return join(stateDir, `record-${mark}.db`)
}
