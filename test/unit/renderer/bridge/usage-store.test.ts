import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, vi } from 'vitest'
import { usageStepMs, usageSteps } from '../../../../src/renderer/bridge/usage-buckets.ts'
import { createUsageStore } from '../../../../src/renderer/bridge/usage-store.ts'
import type { MetricBeat } from '../../../../src/shared/metrics.ts'
import { sampleHost as host } from '../../shared/sample-host.ts'

type Client = Parameters<typeof createUsageStore>[0]

const web = { stack: 'app', service: 'web' }
const nowMs = 1_000_000 * usageStepMs

function openStore() {
  let open = 0
  let isHidden = false
  const seers = new Set<() => void>()
  let beat = Promise.withResolvers<MetricBeat>()
  const metrics = {
    async *watch(_selection: unknown, { signal }: { readonly signal: AbortSignal }) {
      open += 1
      const ended = new Promise<null>((resolve) => signal.addEventListener('abort', () => resolve(null)))
      try {
        for (;;) {
          const next = await Promise.race([beat.promise, ended])
          if (next === null) return
          beat = Promise.withResolvers()
          yield next
        }
      } finally {
        open -= 1
      }
    },
    query: (input: { readonly fromMs: number }) =>
      Promise.resolve({
        fromMs: input.fromMs,
        stepMs: usageStepMs,
        notice: null,
        rests: [],
        // Four of the host, then two of the service.
        lines: [1, 40, 0, 0, 1, 50].map((value) => {
          const column = Array<number>(usageSteps).fill(value)
          return { min: column, mean: column, max: column }
        }),
      }),
  }
  const client = { metrics } as unknown as Client
  const visibility = {
    isHidden: () => isHidden,
    onChange(listener: () => void) {
      seers.add(listener)
      return () => void seers.delete(listener)
    },
  }
  const store = createUsageStore(client, { dir: '/lab', environment: null, profiles: [] }, visibility)
  const hide = async (hidden: boolean) => {
    isHidden = hidden
    for (const listener of [...seers]) listener()
    await sleep(5)
  }
  const send = async (second: number, cpu: number) => {
    const service = { ...web, cpu, memoryBytes: 50, memoryLimitBytes: 100, vramBytes: null }
    beat.resolve({ atMs: nowMs + second * 1000, services: [service], host })
    await sleep(5)
  }
  return { store, send, hide, watches: () => open, seers }
}

describe('what services used lately', () => {
  it('is asked for while somebody looks, and begins with what was recorded before', async () => {
    vi.spyOn(Date, 'now').mockReturnValue(nowMs)
    const { store, send, watches } = openStore()
    const told = vi.fn()
    expect(watches()).toBe(0)
    const stop = store.subscribe(web, told)
    await send(0, 3)
    expect(watches()).toBe(1)
    expect(told).toHaveBeenCalledTimes(1)
    const usage = store.get(web)
    expect([usage?.cpu.slice(-2), usage?.memory.slice(-2)]).toEqual([
      [1, 3],
      [0.5, 0.5],
    ])
    stop()
    await sleep(5)
    expect(watches()).toBe(0)
    vi.restoreAllMocks()
  })

  it('is of the host as well, for who looks at nothing else, as shares of what there is', async () => {
    vi.spyOn(Date, 'now').mockReturnValue(nowMs)
    const { store, send, watches } = openStore()
    expect(store.getHost()).toBeNull()
    const stop = store.subscribeHost(() => undefined)
    await send(0, 3)
    const usage = store.getHost()
    expect(usage?.now).toEqual(host)
    expect([usage?.cpu.slice(-2), usage?.memory.slice(-2), usage?.swap.at(-1), usage?.vram.at(-1)]).toEqual([
      [0.25, 0.5],
      [0.5, 0.75],
      null,
      null,
    ])
    stop()
    await sleep(5)
    expect(watches()).toBe(0)
    vi.restoreAllMocks()
  })

  it('goes on in steps of two seconds, and keeps its object in between', async () => {
    const { store, send } = openStore()
    const told = vi.fn()
    const stop = store.subscribe(web, told)
    await send(0, 1)
    const before = store.get(web)
    await send(1, 2)
    expect([told.mock.calls.length, store.get(web) === before]).toEqual([1, true])
    await send(2, 3)
    expect([told.mock.calls.length, store.get(web)?.cpu.at(-1)]).toEqual([2, 2])
    stop()
  })

  it('is not asked for by a hidden page, which asks for what it missed when it is seen again', async () => {
    vi.spyOn(Date, 'now').mockReturnValue(nowMs)
    const { store, send, hide, watches, seers } = openStore()
    const told = vi.fn()
    const stop = store.subscribe(web, told)
    const stopHost = store.subscribeHost(told)
    await send(0, 3)
    const before = store.get(web)
    await hide(true)
    expect([watches(), told.mock.calls.length, store.get(web) === before]).toEqual([0, 2, true])
    await hide(false)
    expect(watches()).toBe(1)
    vi.mocked(Date.now).mockReturnValue(nowMs + 2 * usageStepMs)
    await send((2 * usageStepMs) / 1000, 5)
    expect([told.mock.calls.length, store.get(web)?.cpu.slice(-3)]).toEqual([4, [3, 1, 5]])
    stop()
    stopHost()
    await sleep(5)
    expect([watches(), seers.size]).toEqual([0, 0])
    vi.restoreAllMocks()
  })
})
