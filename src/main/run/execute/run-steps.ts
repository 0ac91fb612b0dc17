import PQueue from 'p-queue'
import { formatServiceRef } from '../../../shared/format.ts'
import type { Step } from '../../../shared/plan.ts'
import { createContainers } from './create-containers.ts'
import { findUrgency } from '../plan/critical-path.ts'
import type { Execution } from './execution.ts'
import { explainFullDisk, findUnpulled } from './explain-full-disk.ts'
import { createGpuDesk } from './gpu-desk.ts'
import { ComposeCallError, runCompose } from './run-compose.ts'
import { replaceContainers } from '../replace/replace-containers.ts'
import { runHookStep } from './run-hook-step.ts'
import { runSecretsStep } from './run-secrets-step.ts'
import { runStartStep } from './run-start-step.ts'
import { describeFailure } from './step-failure.ts'
import { stopServiceByScript } from './stop-by-script.ts'
import { beginStep, type StepEnd, type StepTools } from './step-tools.ts'

/** Starts are mostly waiting, but each costs the engine some 0.1 s of processor; more at once only slow each other down. */
const startsAtOnce = 4
const composeCallsAtOnce = 2

/** Lets all steps loose at once; each waits for what it needs. Ends when all have ended. */
export async function runSteps(execution: Execution): Promise<void> {
  const { plan, progress } = execution
  const nodes = [...progress].map(
    ([
      key,
      {
        step: { expectedMs, gates },
      },
    ]) => ({ key, expectedMs, gates }),
  )
  const ends = new Map(plan.steps.map((step) => [step.id, Promise.withResolvers<StepEnd>()]))
  const tools: StepTools = {
    startQueue: new PQueue({ concurrency: startsAtOnce }),
    composeQueue: new PQueue({ concurrency: composeCallsAtOnce }),
    urgency: findUrgency(nodes),
    end: (id, end) => ends.get(id)?.resolve(end),
    endOf: (id) => ends.get(id)?.promise ?? Promise.resolve<StepEnd>('succeeded'),
    available: new Map([...progress.keys()].map((key) => [key, Promise.withResolvers<boolean>()])),
    gpuDesk: createGpuDesk(plan),
  }
  await Promise.all(
    plan.steps.map(async (step) => {
      // The start of the service carries these out.
      if (
        step.kind === 'lease' ||
        step.kind === 'release' ||
        step.kind === 'gpu' ||
        isPartOfStart(step, progress)
      ) {
        await tools.endOf(step.id)
        return
      }
      if (tools.gpuDesk.isHeldBack(step.id) && !(await tools.gpuDesk.needed(step.id))) {
        tools.end(step.id, beginStep(execution, step.id)('skipped', 'it was not in the way in the end'))
        return
      }
      ends.get(step.id)?.resolve(await runAny(execution, step, tools))
    }),
  )
}

function isPartOfStart(step: Step, progress: Execution['progress']): boolean {
  return step.kind === 'replace' && progress.has(formatServiceRef(step.service))
}

type PlainStep = Exclude<Step, { kind: 'start' | 'lease' | 'release' | 'gpu' | 'hook' | 'secrets' }>

function runAny(
  execution: Execution,
  step: Exclude<Step, { kind: 'lease' | 'release' | 'gpu' }>,
  tools: StepTools,
): Promise<StepEnd> {
  if (step.kind === 'start') return runStartStep(execution, step, tools)
  if (step.kind === 'hook') return runHookStep(execution, step, tools)
  if (step.kind === 'secrets') return Promise.resolve(runSecretsStep(execution, step))
  return runStep(execution, step, tools)
}

async function runStep(execution: Execution, step: PlainStep, tools: StepTools): Promise<StepEnd> {
  const { signal, failures } = execution
  const earlier = await Promise.all(step.after.map(tools.endOf))
  const isBlocked = isBlockedBy(step, earlier)
  if (isBlocked && step.kind === 'stop' && !execution.progress.has(formatServiceRef(step.service)))
    execution.notStarted.push(step.service)
  if (isBlocked || signal.aborted) {
    giveUpCreation(step, tools)
    return isBlocked ? 'skipped' : 'cancelled'
  }
  const finish = beginStep(execution, step.id)
  try {
    await doStep(execution, step, tools)
    return finish('succeeded')
  } catch (error) {
    giveUpCreation(step, tools)
    if (signal.aborted) return finish('cancelled')
    const failure = await explainFullDisk(
      execution.engine,
      describeFailure('service' in step ? step.service : null, step.id, error),
      findWanted(execution, step, error),
    )
    if (step.kind === 'stop' && step.isOptional) {
      const message = `${formatServiceRef(step.service)} could not be stopped (${failure.reason}); it is removed anyway.`
      execution.emit({ type: 'notice', level: 'warning', message })
      return finish('succeeded', failure.reason)
    }
    failures.push(failure)
    return finish('failed', failure.reason)
  }
}

/** Whose images a step was to bring when it failed. */
function findWanted({ model }: Execution, step: PlainStep, error: unknown) {
  if (step.kind !== 'pull' && step.kind !== 'build') return { services: [], images: [] }
  const said = error instanceof ComposeCallError ? error.output : ''
  const services = step.kind === 'pull' ? findUnpulled(step.services, said) : step.services
  const keys = new Set(services.map(formatServiceRef))
  const known = model.services.filter(({ key }) => keys.has(key))
  return {
    services,
    images: [...new Set(known.map(({ key, service }) => service.image ?? `the image of ${key}`))],
  }
}

/**
 * Start steps before a create only order it; anything else that failed makes it pointless. A stop yields to hooks only, and to the
 * images of what comes in its place.
 */
function isBlockedBy(step: Step, earlier: readonly StepEnd[]): boolean {
  return earlier.some((end, index) => {
    const id = step.after[index] ?? ''
    return (
      end !== 'succeeded' &&
      (step.kind === 'stop' ? /^(hook|pull|build):/.test(id) : !id.startsWith('start:'))
    )
  })
}

function giveUpCreation(step: Step, { available }: StepTools): void {
  if (step.kind !== 'create') return
  for (const service of step.services) available.get(formatServiceRef(service))?.resolve(false)
}

async function doStep(
  execution: Execution,
  step: PlainStep,
  { composeQueue, startQueue, available }: StepTools,
): Promise<void> {
  const { engine, hub } = execution
  switch (step.kind) {
    case 'network':
      return hub.persist(() => engine.createNetwork(step.network))
    case 'pull':
    case 'build': {
      const service = step.services[0]
      if (service) await composeQueue.add(() => runCompose(execution, step.command, service))
      return
    }
    case 'create': {
      const failed = await composeQueue.add(() =>
        createContainers(execution, step, (key, containers) => {
          const progress = execution.progress.get(key)
          if (progress) progress.containers = containers
          available.get(key)?.resolve(true)
        }),
      )
      for (const service of step.services) {
        const error = failed.get(formatServiceRef(service))
        if (error) execution.failures.push(describeFailure(service, step.id, error))
        available.get(formatServiceRef(service))?.resolve(false)
      }
      return
    }
    case 'replace':
      await replaceContainers(execution, step, composeQueue)
      return
    case 'stop':
      if (step.script) await stopServiceByScript(execution, step, step.script)
      else if (step.via === 'compose')
        await composeQueue.add(() => runCompose(execution, step.command, step.service))
      else await Promise.all(step.containers.map((id) => hub.persist(() => engine.stop(id))))
      execution.emit({
        type: 'service-changed',
        service: step.service,
        readiness: 'stopped',
        readyBy: null,
        detail: null,
        container: null,
        elapsedMs: null,
      })
      return
    case 'remove':
      await startQueue.add(() =>
        Promise.all(step.containers.map((id) => hub.persist(() => engine.remove(id, step)))),
      )
      return
    case 'remove-networks':
      await hub.persist(() => engine.removeProjectNetworks(step.project))
  }
}
