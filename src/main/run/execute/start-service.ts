import { formatServiceRef } from '../../../shared/format.ts'
import type { Gate } from '../../../shared/plan.ts'
import { SwitchyardError } from '../../../shared/errors.ts'
import { type Execution, type ServiceProgress, reportService } from './execution.ts'
import { ComposeCallError, runCompose } from './run-compose.ts'
import { startServiceByScript } from './start-by-script.ts'
import { type Verdict, watchContainer } from '../readiness/watch-container.ts'

/** Null when every gate holds; otherwise why the service is not started. */
export async function waitForGates(execution: Execution, progress: ServiceProgress): Promise<string | null> {
  const pending = new Map(progress.step.gates.map((gate) => [formatServiceRef(gate.on), gate] as const))
  const refusals: string[] = []
  let named: string | null = null
  const announce = () => {
    const first = [...pending.values()].sort((a, b) => Number(b.required) - Number(a.required))[0]
    const name = first ? formatServiceRef(first.on) : null
    if (name === named || name === null || execution.plan.kind === 'update') return
    named = name
    const others = pending.size > 1 ? ` and ${pending.size - 1} more` : ''
    reportService(execution, progress, progress.readiness, { detail: `waits for ${name}${others}` })
  }
  const waits = [...pending].map(async ([key, gate]) => {
    const holds = await gateHolds(execution, gate)
    pending.delete(key)
    if (!holds && gate.required) refusals.push(`${key} did not come up`)
    announce()
  })
  // A gate on a service that is up already opens at once and need not be announced.
  await Promise.resolve()
  announce()
  await Promise.all(waits)
  return refusals[0] ?? null
}

async function gateHolds({ progress }: Execution, gate: Gate): Promise<boolean> {
  const other = progress.get(formatServiceRef(gate.on))
  // What the plan does not start is up already.
  if (!other) return true
  return gate.condition === 'started' ? other.started.promise : other.settled.promise
}

/**
 * Starts a service and waits for its verdict; starts it again as often as its settings and a lost engine ask for. `leastMs`: it is
 * given so much time, whatever the plan says.
 */
export async function startService(
  execution: Execution,
  progress: ServiceProgress,
  { leastMs = 0 }: { readonly leastMs?: number } = {},
): Promise<Verdict> {
  let retriesLeft = progress.step.retries
  let lossesLeft = 5
  for (;;) {
    const verdict = await startOnce(execution, progress, leastMs)
    const name = formatServiceRef(progress.step.service)
    if (verdict.kind === 'lost' && lossesLeft > 0) {
      lossesLeft -= 1
      execution.emit({
        type: 'notice',
        level: 'warning',
        message: `${name} went down with the engine and is started again.`,
      })
    } else if (verdict.kind === 'failed' && retriesLeft > 0) {
      retriesLeft -= 1
      execution.emit({
        type: 'notice',
        level: 'warning',
        message: `${name} ${verdict.reason}; it is started again.`,
      })
      await Promise.all(
        progress.containers
          // What ran before this run is left as it is.
          .filter((id) => execution.startedContainers.includes(id))
          .map((id) => execution.hub.persist(() => execution.engine.stop(id))),
      )
      progress.isUp = false
    } else if (verdict.kind === 'lost') {
      return { kind: 'failed', reason: 'went down with the engine too often', exitCode: null }
    } else return verdict
  }
}

async function startOnce(execution: Execution, progress: ServiceProgress, leastMs: number): Promise<Verdict> {
  const { step } = progress
  progress.startedAtMs = performance.now()
  if (step.script) return startServiceByScript(execution, progress, step.script)
  let composeStart: Promise<void> | null = null
  const { engine, hub, signal } = execution
  const isRunning = async (id: string) =>
    (await hub.persist(() => engine.inspect(id), signal))?.state === 'running'
  const begin = async (id: string) => {
    if (step.via === 'compose') {
      const wasRunning = await isRunning(id)
      try {
        // One call of Compose starts all containers of the service.
        await (composeStart ??= runCompose(execution, step.command, step.service))
        if (!wasRunning) noteStarted(execution, progress, id)
      } catch (error) {
        // A call that fails or is cut off can have started some of them.
        if (!wasRunning && (await isRunning(id).catch(() => false))) noteStarted(execution, progress, id)
        throw error
      }
    } else if (await hub.persist(() => engine.start(id), signal)) noteStarted(execution, progress, id)
    progress.isUp = true
    progress.started.resolve(true)
  }
  const begun: Promise<void>[] = []
  // When one container cannot be started at all, nobody waits for the others of the service any more.
  const ending = new AbortController()
  const stop = AbortSignal.any([signal, ending.signal])
  const start = (id: string) => {
    const work = begin(id)
    begun.push(work)
    return work
  }
  try {
    const verdicts = await Promise.all(
      progress.containers.map((containerId) =>
        watchContainer({
          engine,
          hub,
          containerId,
          check: step.check,
          timeoutMs: Math.max(step.timeoutMs, leastMs),
          expectedMs: step.expectedMs,
          signal: stop,
          start: () => start(containerId),
          onChange: (readiness, detail) => reportService(execution, progress, readiness, { detail }),
        }),
      ),
    )
    const worst = verdicts.find(({ kind }) => kind !== 'ready') ?? verdicts[0]
    return worst ?? { kind: 'failed', reason: 'Compose made no container for it', exitCode: null }
  } catch (error) {
    if (error instanceof ComposeCallError)
      return { kind: 'failed', reason: error.message, exitCode: error.exitCode }
    if (error instanceof SwitchyardError && error.code === 'ENGINE_REFUSED') {
      return { kind: 'failed', reason: error.message, exitCode: null }
    }
    throw error
  } finally {
    ending.abort()
    // The engine ends a start that a cancel overtakes: only then it is known what this run has started.
    if (signal.aborted) await Promise.allSettled(begun)
  }
}

function noteStarted({ startedContainers }: Execution, progress: ServiceProgress, id: string): void {
  startedContainers.push(id)
  progress.isUp = true
}
