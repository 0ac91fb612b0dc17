import { setTimeout as sleep } from 'node:timers/promises'
import { SwitchyardError } from '../../shared/errors.ts'
import type { ReadinessCheck } from '../../shared/plan.ts'
import type { Readiness, ReadyBy } from '../../shared/readiness.ts'
import type { ContainerDetail, Engine } from '../engine/model.ts'
import type { EventHub } from './event-hub.ts'
import { probeHealth } from './probe-health.ts'
import { probeOutside } from './probe-outside.ts'

/** How the start of one container ended. `lost`: the engine went away and took it down; it is worth starting again. */
export type Verdict =
  | { readonly kind: 'ready'; readonly readyBy: ReadyBy }
  | { readonly kind: 'failed'; readonly reason: string; readonly exitCode: number | null }
  | { readonly kind: 'lost' }

export interface WatchOptions {
  readonly engine: Engine
  readonly hub: EventHub
  readonly containerId: string
  readonly check: ReadinessCheck
  readonly timeoutMs: number
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
  let lastComplaint: string | null = null
  let asking = new AbortController()
  const conclude = (result: Verdict) => verdict.resolve(result)
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

  const unsubscribe = hub.subscribe(containerId, (event) => {
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
      case 'created':
      case 'paused':
      case 'unpaused':
      case 'renamed':
        break
    }
  })

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
    if (check.kind === 'health' && container.health === 'healthy')
      return conclude({ kind: 'ready', readyBy: 'health' })
    if (container.state === 'paused')
      return conclude({ kind: 'failed', reason: 'it is paused', exitCode: null })
    if (container.state !== 'running') {
      // Whatever has exited by now is told by its event, and so is the next start of what Docker is about to restart.
      isDownAtBegin = true
      return
    }
    ask(container)
  }

  async function limit(): Promise<void> {
    await sleep(options.timeoutMs, undefined, { signal: stop })
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

/** Whether Docker's restart policy starts it again. Source: moby, restartmanager. */
function willRestart(
  { restartPolicy, maximumRetryCount, restartCount }: ContainerDetail,
  exitCode: number,
): boolean {
  switch (restartPolicy) {
    case 'always':
    case 'unless-stopped':
      return true
    case 'on-failure':
      return exitCode !== 0 && (maximumRetryCount === 0 || restartCount < maximumRetryCount)
    default:
      return false
  }
}

function exitReason(container: ContainerDetail, exitCode: number, exits: number): string {
  if (container.oomKilled) return 'killed because it ran out of memory'
  const times = exits > 1 ? `, ${exits} times` : ''
  return `exited with code ${exitCode}${times}${container.error ? ` (${container.error})` : ''}`
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? ''
}
