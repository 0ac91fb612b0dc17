import { setTimeout as sleep } from 'node:timers/promises'
import type { LogBatch } from '../../shared/contract.ts'
import type { ContainerState, ContainerSummary, Engine, EngineEvent } from '../engine/model.ts'
import {
  type LabModel,
  type LabService,
  matchContainers,
  matchOwnContainers,
} from '../run/facts/lab-model.ts'
import { containersForTargets } from '../run/plan/containers-for-targets.ts'
import { isTargeted, isWholeLab, parseTargets } from '../run/plan/select-targets.ts'
import { type ContainerLog, createContainerLog } from './container-log.ts'
import { dropWhenSlow } from './drop-when-slow.ts'
import { createLogMerge } from './merge-logs.ts'
import { projectNames } from './rooms.ts'

export interface LogRequest {
  readonly targets: readonly string[]
  readonly follow: boolean
  readonly untilStopped: boolean
  readonly tail: number | null
  readonly since: string | null
  readonly dropWhenSlow: boolean
}

/** What runs, or will again by itself. */
const alive: readonly ContainerState[] = ['running', 'paused', 'restarting']
const lookEveryMs = 250

/** A log that has nothing more for so long is taken for read up to now. */
const catchUpMs = 100

/**
 * The logs of many services as one stream, in the order of their times. With `follow` each line comes as it is written, after
 * what is there, and containers are added when they are started; with `untilStopped` it ends when none of them runs. A
 * reader that is slow makes the logs wait, unless `dropWhenSlow`. Throws ENGINE_UNREACHABLE when the engine goes away.
 */
export async function* readLogs(
  { engine, model }: { readonly engine: Engine; readonly model: LabModel },
  request: LogRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<LogBatch, void> {
  const wanted = wantedServices(
    model,
    request.targets,
    await containersForTargets(model, request.targets, engine),
  )
  const abort = new AbortController()
  const stop = signal ? AbortSignal.any([signal, abort.signal]) : abort.signal
  const merge = createLogMerge({
    patienceMs: request.follow ? catchUpMs : Infinity,
    isEndless: request.follow,
  })
  const logs = new Map<string, ContainerLog>()
  const projects = projectNames(model)
  let openLogs = 0

  function addLog(container: ContainerSummary, options: Pick<LogRequest, 'tail' | 'since'>): void {
    const [service] = findServices(model, container).filter((each) => wanted.has(each))
    // Stacks that define a service alike use the same container.
    if (!service || logs.has(container.id)) return
    const { tail, since } = options
    const { follow } = request
    const log = createContainerLog(engine, container.id, { tail, since, follow, signal: stop })
    logs.set(container.id, log)
    merge.add(service.ref, readCounted(log))
  }

  async function* readCounted(log: ContainerLog) {
    openLogs += 1
    try {
      yield* log.read()
    } finally {
      openLogs -= 1
      endWhenStopped()
    }
  }

  /** A container that Docker is about to start again has no log for a while, and no event tells that it stays down. */
  async function waitForStop(): Promise<void> {
    while (openLogs === 0 && !stop.aborted) {
      const containers = await engine.listContainers(projects)
      const isOver = containers
        .filter((container) => findServices(model, container).some((service) => wanted.has(service)))
        .every(({ state }) => !alive.includes(state))
      if (isOver && openLogs === 0) return merge.finish()
      await sleep(lookEveryMs, undefined, { signal: stop })
    }
  }

  function endWhenStopped(): void {
    if (!request.follow || !request.untilStopped || openLogs > 0) return
    waitForStop().catch((error: unknown) => {
      if (!stop.aborted) merge.fail(error)
    })
  }

  async function onStart(id: string): Promise<void> {
    const detail = await engine.inspect(id)
    if (!detail?.summary || stop.aborted) return
    const log = logs.get(id)
    if (!log) return addLog(detail.summary, { tail: null, since: null })
    const [service] = findServices(model, detail.summary).filter((each) => wanted.has(each))
    if (log.noteStart(detail.startedAt) && service) merge.add(service.ref, readCounted(log))
  }

  try {
    if (request.follow) await listen(engine, projects, stop, onStart, (error) => merge.fail(error))
    for (const container of await engine.listContainers(projects)) addLog(container, request)
    endWhenStopped()
    const batches = merge.batches(stop)
    yield* request.dropWhenSlow ? dropWhenSlow(batches) : batches
  } finally {
    abort.abort()
  }
}

function wantedServices(
  model: LabModel,
  targets: readonly string[],
  containers: readonly ContainerSummary[],
): ReadonlySet<LabService> {
  const parsed = parseTargets(model, targets, containers)
  return new Set(model.services.filter((service) => isWholeLab(parsed) || isTargeted(parsed, service)))
}

/** Those that use the container, first the one whose stack made it. */
function findServices({ services }: LabModel, container: ContainerSummary): readonly LabService[] {
  const having = (matched: ReturnType<typeof matchContainers>) =>
    services.filter(({ key }) => (matched.get(key)?.length ?? 0) > 0)
  const own = having(matchOwnContainers(services, [container]))
  return [...new Set([...own, ...having(matchContainers(services, [container]))])]
}

/** Resolves when the engine is listening, so that no start is missed between the list and the events. */
function listen(
  engine: Engine,
  projects: readonly string[],
  signal: AbortSignal,
  onStart: (id: string) => Promise<void>,
  onFailure: (error: unknown) => void,
): Promise<void> {
  const opened = Promise.withResolvers<void>()
  const onEvent = ({ event, project, containerId }: EngineEvent) => {
    if (event.kind === 'started' && project !== null && projects.includes(project))
      onStart(containerId).catch(onFailure)
  }
  engine.events(signal, onEvent, opened.resolve).then(opened.resolve, (error: unknown) => {
    opened.reject(error)
    onFailure(error)
  })
  return opened.promise
}
