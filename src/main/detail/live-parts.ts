import { SwitchyardError } from '../../shared/errors.ts'
import type { ContainerDescription, ImageDescription } from '../engine/description.ts'
import type { ContainerSummary, Engine } from '../engine/model.ts'
import { type LabModel, type LabService, matchContainers } from '../run/facts/lab-model.ts'

/** What the engine knows of a service; null for what it does not have, or when nobody answers. */
export interface LiveParts {
  readonly summary: ContainerSummary | null
  readonly container: ContainerDescription | null
  /** Of the container, or else what its next one would be made from. */
  readonly image: ImageDescription | null
}

/** Looks at the container that runs, or else at the first one there is. */
export async function readLive(
  engine: Engine,
  model: LabModel,
  service: LabService,
  reference: string,
): Promise<LiveParts> {
  try {
    const containers = await engine.listContainers([service.stack.project.name])
    const own = matchContainers(model.services, containers).get(service.key) ?? []
    const summary = own.find(({ state }) => state === 'running') ?? own[0] ?? null
    const container = summary && (await engine.describeContainer(summary.id))
    const image = await engine.describeImage(container?.imageId ?? reference)
    return { summary, container, image }
  } catch (error) {
    if (error instanceof SwitchyardError && error.code.startsWith('ENGINE_')) return nothing
    throw error
  }
}

const nothing: LiveParts = { summary: null, container: null, image: null }
