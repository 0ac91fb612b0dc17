import { formatServiceRef } from '../../../shared/format.ts'
import type { StepOf } from '../../../shared/plan.ts'
import type { ContainerDetail } from '../../engine/model.ts'
import type { Execution } from './execution.ts'
import { matchContainers } from '../facts/lab-model.ts'
import { containerName } from '../facts/service-scripts.ts'

/** The containers that a service has now, whoever made them: by the labels of Compose, or else by the name it would have. */
export async function findServiceContainers(
  { engine, hub, model, signal }: Execution,
  { project, service: ref }: Pick<StepOf<'start'>, 'project' | 'service'>,
): Promise<readonly ContainerDetail[]> {
  const key = formatServiceRef(ref)
  const inspect = (id: string) => hub.persist(() => engine.inspect(id), signal)
  const listed = await hub.persist(() => engine.listContainers([project]), signal)
  const own = matchContainers(model.services, listed).get(key) ?? []
  const known = model.services.find((service) => service.key === key)
  const names =
    own.length > 0 || !known ? own.map(({ id }) => id) : [containerName(known.stack, known.service)]
  const found = await Promise.all(names.map(inspect))
  return found.flatMap((container) => container ?? [])
}
