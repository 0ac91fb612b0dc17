import { formatServiceRef } from '../../src/shared/format.ts'
import type { RunEvent } from '../../src/shared/run.ts'
import { median } from './figures.ts'
import type { TimedRun } from './open-bench.ts'

/** Where the time of one run went. Milliseconds. */
export interface Timeline {
  /** From the start of the process to the start of the run: loading, reading files, asking Compose, planning. */
  readonly planMs: number
  /** From the start of the run to the first container that is started. */
  readonly untilFirstStartMs: number
  readonly services: readonly ServiceTimeline[]
  /** From the last service ready to the end of the process. */
  readonly endMs: number
}

/** Times since the start of the process; null for what did not happen. */
export interface ServiceTimeline {
  readonly key: string
  /** Its gates hold, its container exists and its turn has come. */
  readonly begunMs: number
  /** The engine has started it. */
  readonly startedMs: number | null
  readonly readyMs: number | null
}

export function readTimeline({ startedAtMs, elapsedMs, events }: TimedRun): Timeline {
  const since = (event: RunEvent) => ('at' in event ? Date.parse(event.at) - startedAtMs : 0)
  const planMs = since(events[0] as RunEvent)
  const services = new Map<
    string,
    { key: string; begunMs: number; startedMs: number | null; readyMs: number | null }
  >()
  for (const event of events) {
    if (event.type === 'step-started' && event.step.startsWith('start:')) {
      const key = event.step.slice('start:'.length)
      services.set(key, { key, begunMs: since(event), startedMs: null, readyMs: null })
    }
    if (event.type !== 'service-changed') continue
    const service = services.get(formatServiceRef(event.service))
    if (service && event.readiness === 'loading') service.startedMs ??= since(event)
    if (service && ['ready', 'done'].includes(event.readiness)) service.readyMs = since(event)
  }
  const list = [...services.values()]
  const firstMs = Math.min(...list.map(({ begunMs }) => begunMs))
  const lastMs = Math.max(...list.map(({ readyMs }) => readyMs ?? 0))
  return { planMs, untilFirstStartMs: firstMs - planMs, services: list, endMs: elapsedMs - lastMs }
}

/** One sentence. */
export function describeTimeline({ planMs, untilFirstStartMs, services, endMs }: Timeline): string[] {
  const startMs = median(
    services.flatMap(({ begunMs, startedMs }) => (startedMs === null ? [] : [startedMs - begunMs])),
  )
  const first = Math.min(...services.map(({ begunMs }) => begunMs))
  const last = Math.max(...services.map(({ readyMs }) => readyMs ?? 0))
  const parts = [
    `until the plan ${Math.round(planMs)} ms`,
    `to the first start ${Math.round(untilFirstStartMs)} ms`,
    `first start to last ready ${Math.round(last - first)} ms`,
    `(one start call ${Math.round(startMs)} ms)`,
    `end ${Math.round(endMs)} ms`,
  ]
  return [`where our time went in the last run: ${parts.join(', ')}`]
}
