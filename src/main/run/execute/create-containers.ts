import { formatServiceRef } from '../../../shared/format.ts'
import type { StepOf } from '../../../shared/plan.ts'
import { serviceArguments } from '../../compose/arguments.ts'
import type { Execution } from './execution.ts'
import { matchContainers } from '../facts/lab-model.ts'
import { ComposeCallError, runCompose } from './run-compose.ts'

/** Called for each service as soon as its containers exist, and at the latest when the step ends. */
export type OnContainers = (key: string, containers: readonly string[]) => void

/**
 * Lets Compose create the containers of a step. A service that is new and has one container is handed on the moment its
 * container exists, while Compose still makes the others. When Compose fails, each service is tried alone, so that one
 * broken service does not keep the others down; the names of those that failed come back with the reason.
 */
export async function createContainers(
  execution: Execution,
  step: StepOf<'create'>,
  onContainers: OnContainers,
): Promise<ReadonlyMap<string, ComposeCallError>> {
  const early = earlyServices(execution, step)
  const stopListening = execution.hub.onCreated(({ id, project, service }) => {
    const key = project === step.project ? early.get(service) : undefined
    if (key !== undefined) onContainers(key, [id])
  })
  const failed = new Map<string, ComposeCallError>()
  try {
    await createAll(execution, step, failed)
  } finally {
    stopListening()
  }
  const { engine, hub, model } = execution
  const containers = matchContainers(
    model.services,
    await hub.persist(() => engine.listContainers([step.project])),
  )
  for (const ref of step.services) {
    const key = formatServiceRef(ref)
    const own = containers.get(key) ?? []
    if (own.length > 0 && !failed.has(key))
      onContainers(
        key,
        own.map(({ id }) => id),
      )
  }
  return failed
}

async function createAll(
  execution: Execution,
  step: StepOf<'create'>,
  failed: Map<string, ComposeCallError>,
): Promise<void> {
  const first = step.services[0]
  if (!first) return
  try {
    await runCompose(execution, step.command, first)
  } catch (error) {
    if (!(error instanceof ComposeCallError)) throw error
    if (step.services.length === 1) {
      failed.set(formatServiceRef(first), error)
      return
    }
    await createOneByOne(execution, step, failed)
  }
}

async function createOneByOne(
  execution: Execution,
  step: StepOf<'create'>,
  failed: Map<string, ComposeCallError>,
): Promise<void> {
  const upTo = step.command.indexOf('--no-build') + 1
  for (const service of step.services) {
    try {
      await runCompose(
        execution,
        [...step.command.slice(0, upTo), '--no-deps', ...serviceArguments([service.service])],
        service,
      )
    } catch (error) {
      if (!(error instanceof ComposeCallError)) throw error
      failed.set(formatServiceRef(service), error)
    }
  }
}

/** By service name within the project. Replaced containers change their name at the end, so they are not handed on early. */
function earlyServices({ model }: Execution, step: StepOf<'create'>): ReadonlyMap<string, string> {
  const recreated = new Set(step.recreates.map(formatServiceRef))
  const keys = new Set(step.services.map(formatServiceRef))
  return new Map(
    model.services
      .filter(
        ({ key, service }) =>
          keys.has(key) && !recreated.has(key) && service.scale === 1 && !service.startsByCompose,
      )
      .map(({ key, service }) => [service.name, key]),
  )
}
