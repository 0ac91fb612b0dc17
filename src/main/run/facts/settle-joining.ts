import type { Compose } from '../../compose/compose.ts'
import type { ResolvedService } from '../../compose/model.ts'
import type { ContainerSummary } from '../../engine/model.ts'
import type { LabModel } from './lab-model.ts'

/**
 * The model with the hashes that Compose would note today on services that live in another one's container: it hashes that container's
 * id. Asks Compose only for projects in which such a service has a container, so that there is something to compare.
 */
export async function settleJoining(
  model: LabModel,
  containers: readonly ContainerSummary[],
  compose: Pick<Compose, 'hashJoining'>,
): Promise<LabModel> {
  const asked = [...model.projects].flatMap(([key, { project, resolved }]) => {
    const own = containers.filter((container) => container.project === project.name && !container.isOneOff)
    const joined = joinedContainers(resolved.services, own)
    return joined.size === 0 ? [] : [{ key, project, joined }]
  })
  if (asked.length === 0) return model
  const answers = new Map(
    await Promise.all(
      asked.map(
        async ({ key, project, joined }) => [key, await compose.hashJoining(project, joined)] as const,
      ),
    ),
  )
  return {
    ...model,
    services: model.services.map((each) => {
      const { service, stack } = each
      const configHash = service.joins.length > 0 && answers.get(stack.project.key)?.get(service.name)
      return configHash ? { ...each, service: { ...service, configHash } } : each
    }),
  }
}

/** By service, the id of the container that Compose takes: of several, the one whose name comes first. */
function joinedContainers(
  services: readonly ResolvedService[],
  containers: readonly ContainerSummary[],
): ReadonlyMap<string, string> {
  const joining = services.filter(({ name }) => containers.some(({ service }) => service === name))
  const joined = new Set(joining.flatMap(({ joins }) => joins))
  const lastFirst = containers.toSorted((a, b) => (a.name < b.name ? 1 : -1))
  return new Map(
    lastFirst.flatMap(({ service, id }) => (joined.has(service) ? [[service, id] as const] : [])),
  )
}
