import { setTimeout as sleep } from 'node:timers/promises'
import type { ContainerDetail } from '../../engine/model.ts'
import { type Execution, type ServiceProgress, reportService } from './execution.ts'
import { findServiceContainers } from './find-service-containers.ts'
import { type Verdict, watchContainer } from '../readiness/watch-container.ts'

export interface ScriptedWatch {
  /** Rejects when the run is cancelled or the engine stays away. */
  readonly verdict: Promise<Verdict>
  /** The script has ended well: from now on a container that goes down has failed. */
  noteScriptEnd(): void
  /** Ends the watch; the verdict may stay open. */
  stop(): void
}

/** What Compose did not make is not told when it is made. */
const lookEveryMs = 1000

/**
 * Watches a service that a script starts: its containers may be there, be started, be replaced or go down and come again as
 * long as the script runs. Resolves when the watch has begun, so that the script can.
 */
export async function watchScriptedStart(
  execution: Execution,
  progress: ServiceProgress,
): Promise<ScriptedWatch> {
  const { engine, hub, signal, startedContainers } = execution
  const { step } = progress
  const beganAtMs = performance.now()
  const ending = new AbortController()
  const stop = AbortSignal.any([signal, ending.signal])
  const subscriptions = new Map<string, () => void>()
  let changed = Promise.withResolvers<undefined>()
  let interrupt = () => {}
  let isScriptOver = false

  const wake = () => {
    changed.resolve(undefined)
    changed = Promise.withResolvers<undefined>()
  }
  const listenTo = (id: string) => {
    if (!stop.aborted && !subscriptions.has(id)) subscriptions.set(id, hub.subscribe(id, wake))
  }
  const stopListening = hub.onCreated(({ id, project, service }) => {
    if (project !== step.project || service !== step.service.service) return
    listenTo(id)
    interrupt()
    wake()
  })
  const find = async () => {
    const found = await findServiceContainers(execution, step)
    for (const { id } of found) listenTo(id)
    return found
  }
  const leftMs = () => step.timeoutMs - (performance.now() - beganAtMs)

  /** Null when another container was made meanwhile. */
  async function watchAll(running: readonly ContainerDetail[]): Promise<Verdict | null> {
    const attempt = new AbortController()
    interrupt = () => attempt.abort()
    try {
      const verdicts = await Promise.all(
        running.map(({ id: containerId }) =>
          watchContainer({
            engine,
            hub,
            containerId,
            check: step.check,
            timeoutMs: step.timeoutMs,
            sinceMs: beganAtMs,
            expectedMs: step.expectedMs,
            signal: AbortSignal.any([stop, attempt.signal]),
            start: () => Promise.resolve(),
            onChange: (readiness, detail) => reportService(execution, progress, readiness, { detail }),
          }),
        ),
      )
      return verdicts.find(({ kind }) => kind !== 'ready') ?? verdicts[0] ?? null
    } catch (error) {
      if (attempt.signal.aborted && !stop.aborted) return null
      throw error
    } finally {
      attempt.abort()
    }
  }

  function adopt(running: readonly ContainerDetail[]): void {
    const ids = running.map(({ id }) => id)
    progress.containers = ids
    startedContainers.push(...ids.filter((id) => !startedContainers.includes(id)))
    progress.isUp = true
    progress.started.resolve(true)
  }

  /** `before`: when each container was last started before the script. */
  async function watch(before: ReadonlyMap<string, string>): Promise<Verdict> {
    const hasRun = ({ id, startedAt }: ContainerDetail) =>
      !startedAt.startsWith('0001-') && before.get(id) !== startedAt
    for (;;) {
      stop.throwIfAborted()
      const next = changed.promise
      const found = await find()
      const running = found.filter(({ state }) => state === 'running')
      if (running.length > 0) {
        adopt(running)
        const verdict = await watchAll(running)
        if (verdict === null) continue
        if (verdict.kind !== 'failed' || leftMs() <= 0) return verdict
        if (isScriptOver && !(await hasOther(running))) return verdict
        reportService(execution, progress, 'starting', {
          detail: `${verdict.reason}; its start script goes on`,
        })
      } else {
        const down = found.filter((container) => container.state !== 'restarting' && hasRun(container))
        const failed = down.find(({ exitCode }) => exitCode !== 0)
        const isDone = down.length > 0 && down.length === found.length && !failed
        if (isDone && (step.check.kind === 'completed' || (step.check.kind === 'running' && isScriptOver))) {
          adopt(down)
          return { kind: 'ready', readyBy: 'exit' }
        }
        const fallen = failed ?? down[0]
        if (isScriptOver && fallen)
          return { kind: 'failed', reason: `exited with code ${fallen.exitCode}`, exitCode: fallen.exitCode }
      }
      if (leftMs() <= 0) {
        const reason = `not running after ${Math.round(step.timeoutMs / 1000)} s`
        return { kind: 'failed', reason, exitCode: null }
      }
      await wait(next, found.length === 0 ? Math.min(lookEveryMs, leftMs()) : leftMs())
    }
  }

  async function hasOther(watched: readonly ContainerDetail[]): Promise<boolean> {
    const found = await find()
    return found.some(({ id, state }) => state === 'running' && !watched.some((known) => known.id === id))
  }

  async function wait(next: Promise<undefined>, limitMs: number): Promise<void> {
    const patience = new AbortController()
    const ends = AbortSignal.any([stop, patience.signal])
    await Promise.race([next, sleep(limitMs, undefined, { signal: ends }).catch(() => undefined)])
    patience.abort()
  }

  function close(): void {
    ending.abort()
    stopListening()
    for (const unsubscribe of subscriptions.values()) unsubscribe()
    subscriptions.clear()
  }

  try {
    const before = new Map((await find()).map(({ id, startedAt }) => [id, startedAt]))
    const verdict = watch(before)
    // Whoever has stopped watching does not hear of it any more.
    verdict.catch(() => undefined)
    return {
      verdict,
      noteScriptEnd() {
        isScriptOver = true
        wake()
      },
      stop: close,
    }
  } catch (error) {
    close()
    throw error
  }
}
