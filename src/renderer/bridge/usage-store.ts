import { formatServiceRef } from '../../shared/format.ts'
import type { ServiceRef } from '../../shared/lab.ts'
import type { MetricLine } from '../../shared/metrics.ts'
import type { BridgeClient } from './connection.ts'
import { createHostUsage, hostLines, type HostUsage } from './host-usage.ts'
import { keepTrying } from './keep-trying.ts'
import type { FullSelection } from './lab-store.ts'
import {
  createUsageBuckets,
  type Usage,
  type UsageBuckets,
  usageStepMs,
  usageSteps,
} from './usage-buckets.ts'

/** What the services of a lab and the host used in the last 15 minutes. Nothing is asked while nobody looks, or the page is hidden. */
export interface UsageStore {
  readonly subscribe: (service: ServiceRef, listener: () => void) => () => void
  /** Null before anything is known of it. The same object until it changes. */
  readonly get: (service: ServiceRef) => Usage | null
  readonly subscribeHost: (listener: () => void) => () => void
  /** The same, for the host. */
  readonly getHost: () => HostUsage | null
}

/** Graphs go on in steps that the eye can follow. */
const tellEveryMs = 2000
const pauses = { firstMs: 2000, longestMs: 30_000 }

/** Whether anybody can see the page. */
export interface PageVisibility {
  isHidden(): boolean
  /** Calls when that has changed; returns how to end it. */
  onChange(listener: () => void): () => void
}

const ownVisibility: PageVisibility = {
  isHidden: () => document.hidden,
  onChange(listener) {
    document.addEventListener('visibilitychange', listener)
    return () => document.removeEventListener('visibilitychange', listener)
  },
}

export function createUsageStore(
  client: Pick<BridgeClient, 'metrics'>,
  selection: FullSelection,
  visibility: PageVisibility = ownVisibility,
): UsageStore {
  const listeners = new Map<string, { readonly ref: ServiceRef; readonly own: Set<() => void> }>()
  const buckets = new Map<string, UsageBuckets>()
  const limits = new Map<string, number>()
  const told = new Map<string, Usage>()
  const unseeded = new Map<string, ServiceRef>()
  const hostListeners = new Set<() => void>()
  const host = createHostUsage()
  let isHostSeeded = false
  let toldHost: HostUsage | null = null
  let watching: AbortController | null = null
  let stopSeeing: (() => void) | null = null
  let toldAtMs = 0

  function bucketsOf(key: string): UsageBuckets {
    const own = buckets.get(key) ?? createUsageBuckets()
    buckets.set(key, own)
    return own
  }

  function tell(nowMs: number): void {
    toldAtMs = nowMs
    for (const [key, { own }] of listeners) {
      const known = buckets.get(key)
      if (!known) continue
      told.set(key, { cpu: known.read(nowMs, 0), memory: known.read(nowMs, 1) })
      for (const listener of [...own]) listener()
    }
    toldHost = host.read(nowMs)
    for (const listener of [...hostListeners]) listener()
  }

  /** What was recorded before somebody looked. */
  async function seed(signal: AbortSignal): Promise<void> {
    const services = [...unseeded.values()]
    unseeded.clear()
    isHostSeeded = true
    const toMs = Math.floor(Date.now() / usageStepMs) * usageStepMs
    const fromMs = toMs - usageSteps * usageStepMs
    const serviceLines = services.flatMap((ref): MetricLine[] => {
      const subject = { kind: 'service', ...ref } as const
      return [
        { subject, metric: 'cpu', isBrief: true },
        { subject, metric: 'memory', isBrief: true },
      ]
    })
    const lines = [...hostLines, ...serviceLines]
    const answer = await client.metrics.query(
      { ...selection, lines, fromMs, toMs, points: usageSteps + 1 },
      { signal },
    )
    // The answer may have chosen longer steps; these would stand in the wrong places.
    if (answer.stepMs !== usageStepMs) return
    host.seed(answer.fromMs, answer.lines.slice(0, hostLines.length))
    for (const [index, ref] of services.entries()) {
      const key = formatServiceRef(ref)
      const limit = limits.get(key)
      const place = hostLines.length + 2 * index
      const cpu = answer.lines[place]?.mean ?? []
      const memory = answer.lines[place + 1]?.mean ?? []
      const shares = memory.map((bytes) => (bytes === null || !limit ? null : bytes / limit))
      bucketsOf(key).seed(answer.fromMs, [cpu, shares])
    }
  }

  async function follow(signal: AbortSignal, heard: () => void): Promise<void> {
    try {
      for await (const beat of await client.metrics.watch(selection, { signal })) {
        if (signal.aborted) return
        const { atMs, services } = beat
        heard()
        host.add(beat)
        for (const { cpu, memoryBytes, memoryLimitBytes, ...ref } of services) {
          const key = formatServiceRef(ref)
          if (memoryLimitBytes) limits.set(key, memoryLimitBytes)
          const share = memoryBytes === null || !memoryLimitBytes ? null : memoryBytes / memoryLimitBytes
          bucketsOf(key).add(atMs, [cpu, share])
        }
        if (unseeded.size > 0 || !isHostSeeded) await seed(signal)
        const isDue = atMs - toldAtMs >= tellEveryMs || atMs < toldAtMs
        if (isDue) tell(atMs)
      }
    } catch {
      if (signal.aborted) return
      // What was drawn stays; the connection's own state is told elsewhere.
      for (const [key] of listeners) told.delete(key)
      toldHost = null
    }
  }

  function isWanted(): boolean {
    return listeners.size + hostListeners.size > 0
  }

  /** Follows as long as somebody looks at a page that can be seen; what was missed meanwhile is asked for. */
  function settle(): void {
    if (isWanted()) stopSeeing ??= visibility.onChange(settle)
    else {
      stopSeeing?.()
      stopSeeing = null
    }
    const isRead = isWanted() && !visibility.isHidden()
    if (isRead && !watching) {
      isHostSeeded = false
      for (const [key, { ref }] of listeners) unseeded.set(key, ref)
      watching = new AbortController()
      const { signal } = watching
      void keepTrying((heard) => follow(signal, heard), pauses, signal)
    }
    if (isRead) return
    watching?.abort()
    watching = null
  }

  return {
    get: (service) => told.get(formatServiceRef(service)) ?? null,
    subscribe(service, listener) {
      const key = formatServiceRef(service)
      const { own } = listeners.get(key) ?? { own: new Set() }
      if (!listeners.has(key) && !buckets.has(key)) unseeded.set(key, service)
      listeners.set(key, { ref: service, own: own.add(listener) })
      settle()
      return () => {
        own.delete(listener)
        if (own.size === 0) listeners.delete(key)
        settle()
      }
    },
    getHost: () => toldHost,
    subscribeHost(listener) {
      hostListeners.add(listener)
      settle()
      return () => {
        hostListeners.delete(listener)
        settle()
      }
    },
  }
}
