import { formatServiceRef } from '../../shared/format.ts'
import type { ServiceRef } from '../../shared/lab.ts'
import type { MetricLine } from '../../shared/metrics.ts'
import type { BridgeClient } from './connection.ts'
import type { FullSelection } from './lab-store.ts'
import {
  createUsageBuckets,
  type Usage,
  type UsageBuckets,
  usageStepMs,
  usageSteps,
} from './usage-buckets.ts'

/** What the services of a lab used in the last 15 minutes. Nothing is asked while nobody looks, nothing told to a hidden page. */
export interface UsageStore {
  readonly subscribe: (service: ServiceRef, listener: () => void) => () => void
  /** Null before anything is known of it. The same object until it changes. */
  readonly get: (service: ServiceRef) => Usage | null
}

/** Graphs go on in steps that the eye can follow. */
const tellEveryMs = 2000
const firstPauseMs = 2000

export function createUsageStore(
  client: Pick<BridgeClient, 'metrics'>,
  selection: FullSelection,
  isHidden: () => boolean = () => document.hidden,
): UsageStore {
  const listeners = new Map<string, Set<() => void>>()
  const buckets = new Map<string, UsageBuckets>()
  const limits = new Map<string, number>()
  const told = new Map<string, Usage>()
  const unseeded = new Map<string, ServiceRef>()
  let watching: AbortController | null = null
  let toldAtMs = 0

  function bucketsOf(key: string): UsageBuckets {
    const own = buckets.get(key) ?? createUsageBuckets()
    buckets.set(key, own)
    return own
  }

  function tell(nowMs: number): void {
    toldAtMs = nowMs
    for (const [key, own] of listeners) {
      const known = buckets.get(key)
      if (!known) continue
      told.set(key, known.read(nowMs))
      for (const listener of [...own]) listener()
    }
  }

  /** What was recorded before somebody looked. */
  async function seed(signal: AbortSignal): Promise<void> {
    const services = [...unseeded.values()]
    unseeded.clear()
    if (services.length === 0) return
    const toMs = Math.floor(Date.now() / usageStepMs) * usageStepMs
    const fromMs = toMs - usageSteps * usageStepMs
    const lines = services.flatMap((ref): MetricLine[] => {
      const subject = { kind: 'service', ...ref } as const
      return [
        { subject, metric: 'cpu' },
        { subject, metric: 'memory' },
      ]
    })
    const answer = await client.metrics.query(
      { ...selection, lines, fromMs, toMs, points: usageSteps + 1 },
      { signal },
    )
    for (const [index, ref] of services.entries()) {
      const key = formatServiceRef(ref)
      const limit = limits.get(key)
      const cpu = answer.lines[2 * index]?.mean ?? []
      const memory = answer.lines[2 * index + 1]?.mean ?? []
      const shares = memory.map((bytes) => (bytes === null || !limit ? null : bytes / limit))
      // The answer may have chosen longer steps; these would stand in the wrong places.
      if (answer.stepMs === usageStepMs) bucketsOf(key).seed(answer.fromMs, cpu, shares)
    }
  }

  async function follow(signal: AbortSignal): Promise<void> {
    let pauseMs = firstPauseMs
    while (!signal.aborted) {
      try {
        for await (const { atMs, services } of await client.metrics.watch(selection, { signal })) {
          if (signal.aborted) return
          pauseMs = firstPauseMs
          for (const { cpu, memoryBytes, memoryLimitBytes, ...ref } of services) {
            const key = formatServiceRef(ref)
            if (memoryLimitBytes) limits.set(key, memoryLimitBytes)
            const share = memoryBytes === null || !memoryLimitBytes ? null : memoryBytes / memoryLimitBytes
            bucketsOf(key).add(atMs, cpu, share)
          }
          if (unseeded.size > 0) await seed(signal)
          const isDue = atMs - toldAtMs >= tellEveryMs || atMs < toldAtMs
          if (isDue && !isHidden()) tell(atMs)
        }
      } catch {
        // What was drawn stays; the connection's own state is told elsewhere.
        for (const [key] of listeners) told.delete(key)
      }
      await pause(pauseMs, signal)
      pauseMs = Math.min(pauseMs * 2, 30_000)
    }
  }

  return {
    get: (service) => told.get(formatServiceRef(service)) ?? null,
    subscribe(service, listener) {
      const key = formatServiceRef(service)
      const own = listeners.get(key) ?? new Set()
      if (!listeners.has(key) && !buckets.has(key)) unseeded.set(key, service)
      listeners.set(key, own.add(listener))
      if (!watching) {
        watching = new AbortController()
        void follow(watching.signal)
      }
      return () => {
        own.delete(listener)
        if (own.size === 0) listeners.delete(key)
        if (listeners.size > 0) return
        watching?.abort()
        watching = null
      }
    },
  }
}

function pause(lengthMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, lengthMs)
    signal.addEventListener('abort', finish)
    if (signal.aborted) finish()
  })
}
