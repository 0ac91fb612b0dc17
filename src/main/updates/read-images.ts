import type { ContainerDetail } from '../engine/model.ts'
import type { EngineImage } from '../engine/images.ts'
import { inspectContainers } from '../run/facts/collect-facts.ts'
import { type LabModel, type LabService, matchOwnContainers } from '../run/facts/lab-model.ts'
import type { Engine } from '../engine/model.ts'
import type { LocalImage } from './judge-image.ts'

/** A service with the containers that are its own, and what they were made from. */
export interface ServiceContainers {
  readonly service: LabService
  readonly local: LocalImage
  readonly containers: readonly ContainerDetail[]
}

export interface LabImages {
  readonly images: readonly EngineImage[]
  readonly services: readonly ServiceContainers[]
}

/** Which images the services of a lab were made from, and which ones the engine has. */
export async function readLabImages(model: LabModel, engine: Engine): Promise<LabImages> {
  const projects = [...new Set(model.lab.stacks.map(({ project }) => project.name))]
  const [images, details] = await Promise.all([engine.listImages(), inspectContainers(projects, engine)])
  const summaries = [...details.values()].flatMap(({ summary }) => summary ?? [])
  const owned = matchOwnContainers(model.services, summaries)
  const services = model.services
    .filter(({ service }) => service.image !== null || service.hasBuild)
    .map((service): ServiceContainers => {
      const containers = (owned.get(service.key) ?? []).flatMap(({ id }) => details.get(id) ?? [])
      return { service, containers, local: describeLocal(service, containers) }
    })
  return { images, services }
}

/** What the files say of a service's image, and what its first container was made from. Pure. */
export function describeLocal(
  { stack, service }: LabService,
  containers: readonly ContainerDetail[],
): LocalImage {
  // One that runs says more than one that is left over.
  const made = containers.find(({ state }) => state === 'running') ?? containers[0]
  return {
    reference: service.image ?? `${stack.project.name}-${service.name}`,
    isBuilt: service.hasBuild,
    runs: made?.summary ? { reference: made.summary.image, imageId: made.imageId } : null,
  }
}
