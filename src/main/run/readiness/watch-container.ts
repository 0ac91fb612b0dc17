import { setTimeout as sleep } from 'node:timers/promises'
import { SwitchyardError } from '../../../shared/errors.ts'
import type { ReadinessCheck } from '../../../shared/plan.ts'
import type { Readiness, ReadyBy } from '../../../shared/readiness.ts'
import type { ContainerDetail, Engine } from '../../engine/model.ts'
import { exitReason, willRestart } from './container-exit.ts'
import type { EventHub, HubEvent } from '../execute/event-hub.ts'
import { probeHealth } from './probe-health.ts'
import { probeOutside } from './probe-outside.ts'

/** How the start of one container ended. `lost`: the engine went away and took it down; it is worth starting again. */
export type Verdict =
  | { readonly kind: 'ready'; readonly readyBy: ReadyBy }
  | {
      readonly kind: 'failed'
      readonly reason: string
      readonly exitCode: number | null
      /** What tells more than the end of the container's log; empty or absent when nothing does. */
      readonly log?: readonly string[]
    }
  | { readonly kind: 'lost' }

export interface WatchOptions {
  readonly engine: Engine
  readonly hub: EventHub
  readonly containerId: string
  readonly check: ReadinessCheck
  readonly timeoutMs: number
  /** `performance.now()` from which the time limit counts; default: now. */
  readonly sinceMs?: number
  /** Usual time from start to ready in milliseconds; null when nobody has measured it. */
  readonly expectedMs: number | null
  /** Aborted by a cancel of the run; the container stays as it is. */
  readonly signal: AbortSignal
  /** Starts the container; called once, after the watch has begun, so that no event is missed. */
  readonly start: () => Promise<void>
  readonly onChange: (readiness: Readiness, detail: string | null) => void
}

/** A container that Docker starts again after each exit is given up after so many: Docker's own pauses make it seconds. */
const exitLimit = 5

/** Starts a container and waits until it is ready, done or failed, whatever says so first. */
export async function watchContainer(options: WatchOptions): Promise<Verdict> {
  const { engine, hub, containerId, check, signal } = options
  const verdict = Promise.withResolvers<Verdict>()
  const ending = new AbortController()
  const stop = AbortSignal.any([signal, ending.signal])
  const onCancel = () => verdict.reject(signal.reason)
  signal.addEventListener('abort', onCancel, { once: true })

  let exits = 0
  let isDownAtBegin = false
  /** When the life began that is watched, by the engine's clock; null until the container was looked at. */
  let lifeBeganAtMs: number | null = null
  let early: (readonly [event: HubEvent, atMs: number | null])[] | null = []
  let lastComplaint: string | null = null
  let asking = new AbortController()
  const conclude = (result: Verdict) => {
    verdict.resolve(result)
    ending.abort()
  }
  const inspect = () => hub.persist(() => engine.inspect(containerId))
  /** After the verdict nothing may be told any more: it would stand over the verdict. */
  const tell: WatchOptions['onChange'] = (readiness, detail) => {
    if (!stop.aborted) options.onChange(readiness, detail)
  }

  /** Begins to ask whether it is ready; ends the questions about an earlier life of the container. */
  function ask(container: ContainerDetail): void {
    if (check.kind !== 'running') tell('loading', null)
    asking.abort()
    asking = new AbortController()
    const questionSignal = AbortSignal.any([stop, asking.signal])
    const onOutput = (output: string) => (lastComplaint = output.trim() || lastComplaint)
    void askUntilReady(options, container, questionSignal, onOutput)
      .then((readyBy) => readyBy && conclude({ kind: 'ready', readyBy }))
      .catch((error: unknown) => {
        if (questionSignal.aborted) return
        // A probe that the engine cuts off or refuses proves nothing; events and the time limit decide.
        if (error instanceof SwitchyardError) lastComplaint ??= error.message
        else verdict.reject(error)
      })
  }

  async function onExit(exitCode: number): Promise<void> {
    asking.abort()
    exits += 1
    const container = await inspect()
    if (check.kind === 'completed' && exitCode === 0) return conclude({ kind: 'ready', readyBy: 'exit' })
    if (!container) return conclude({ kind: 'failed', reason: 'its container was removed', exitCode })
    if (willRestart(container, exitCode) && exits < exitLimit) {
      return tell('starting', `exited with code ${exitCode}, Docker starts it again`)
    }
    if (check.kind === 'running' && exitCode === 0 && !willRestart(container, exitCode)) {
      return conclude({ kind: 'ready', readyBy: 'exit' })
    }
    conclude({ kind: 'failed', reason: exitReason(container, exitCode, exits), exitCode })
  }

  function onEvent(event: HubEvent, atMs: number | null): void {
    // The engine can be late in telling how an earlier life of the container went.
    if (atMs !== null && lifeBeganAtMs !== null && atMs < lifeBeganAtMs) return
    switch (event.kind) {
      case 'died':
        void onExit(event.exitCode).catch(verdict.reject)
        break
      case 'started':
        if (exits > 0 || isDownAtBegin)
          void inspect().then((container) => container && ask(container), verdict.reject)
        break
      case 'health':
        if (check.kind !== 'health') break
        if (event.health === 'healthy') conclude({ kind: 'ready', readyBy: 'health' })
        else if (event.health === 'unhealthy') tell('loading', 'Docker calls it unhealthy, it may still come')
        break
      case 'destroyed':
        conclude({ kind: 'failed', reason: 'its container was removed', exitCode: null })
        break
      case 'resynced':
        void resync().catch(verdict.reject)
        break
      case 'given up':
        verdict.reject(event.cause)
        break
      case 'unpaused':
        // The engine runs no command in a paused container, so the questions have ended.
        if (check.kind === 'health' && early === null)
          void inspect().then((container) => container && ask(container), verdict.reject)
        break
      case 'created':
      case 'paused':
      case 'renamed':
      case 'signalled':
      case 'stopped':
      case 'out of memory':
        break
    }
  }

  const unsubscribe = hub.subscribe(containerId, (event, atMs) => {
    const isOfALife = event.kind === 'died' || event.kind === 'started' || event.kind === 'health'
    // Of which life it tells is only known once the container was looked at.
    if (isOfALife && early !== null) early.push([event, atMs])
    else onEvent(event, atMs)
  })

  function beginLife({ startedAt }: ContainerDetail): void {
    lifeBeganAtMs = Date.parse(startedAt)
    const told = early ?? []
    early = null
    for (const [event, atMs] of told) onEvent(event, atMs)
  }

  async function resync(): Promise<void> {
    const container = await inspect()
    if (container?.state === 'running') {
      const isHealthy = check.kind === 'health' && container.health === 'healthy'
      return isHealthy ? conclude({ kind: 'ready', readyBy: 'health' }) : ask(container)
    }
    if (check.kind === 'completed' && container?.state === 'exited' && container.exitCode === 0) {
      return conclude({ kind: 'ready', readyBy: 'exit' })
    }
    conclude({ kind: 'lost' })
  }

  async function begin(): Promise<void> {
    tell('starting', null)
    await options.start()
    const container = await inspect()
    if (!container) return conclude({ kind: 'failed', reason: 'its container was removed', exitCode: null })
    beginLife(container)
    if (check.kind === 'health' && container.health === 'healthy')
      return conclude({ kind: 'ready', readyBy: 'health' })
    if (container.state === 'paused')
      return conclude({ kind: 'failed', reason: 'it is paused', exitCode: null })
    if (container.state !== 'running') {
      // Whatever has exited by now is told by its event, and so is the next start of what Docker is about to restart.
      isDownAtBegin = true
      return
    }
    // It was told meanwhile that it went down again: what it is now is told as well.
    if (exits > 0) return
    ask(container)
  }

  async function limit(): Promise<void> {
    const goneMs = options.sinceMs === undefined ? 0 : performance.now() - options.sinceMs
    await sleep(Math.max(0, options.timeoutMs - goneMs), undefined, { signal: stop })
    const container = await inspect()
    const said = lastComplaint ?? container?.healthOutput
    const seconds = Math.round(options.timeoutMs / 1000)
    conclude({
      kind: 'failed',
      reason: `not ready after ${seconds} s${said ? `; its check says: ${lastLine(said)}` : ''}`,
      exitCode: null,
    })
  }

  try {
    signal.throwIfAborted()
    void begin().catch(verdict.reject)
    void limit().catch((error: unknown) => (stop.aborted ? undefined : verdict.reject(error)))
    return await verdict.promise
  } finally {
    unsubscribe()
    signal.removeEventListener('abort', onCancel)
    ending.abort()
    asking.abort()
  }
}

/** Null when the question cannot be asked here and an event has to answer it. */
async function askUntilReady(
  { engine, check, expectedMs }: WatchOptions,
  container: ContainerDetail,
  signal: AbortSignal,
  onOutput: (output: string) => void,
): Promise<ReadyBy | null> {
  switch (check.kind) {
    case 'health':
      return (await probeHealth({ engine, container, expectedMs, signal, onOutput })) ? 'probe' : null
    case 'running': {
      const aliveMs = Math.max(0, Date.now() - Date.parse(container.startedAt))
      await sleep(Math.max(0, check.graceMs - aliveMs), undefined, { signal })
      return 'running'
    }
    case 'completed':
      return null
    case 'http':
    case 'tcp':
    case 'log':
      await probeOutside(check, {
        engine,
        containerId: container.id,
        since: container.startedAt,
        signal,
        onOutput,
      })
      return 'probe'
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? ''
}
