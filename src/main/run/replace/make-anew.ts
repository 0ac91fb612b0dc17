import { formatServiceRef } from '../../../shared/format.ts'
import type { StepOf } from '../../../shared/plan.ts'
import { type Execution, uncut } from '../execute/execution.ts'
import { findServiceContainers } from '../execute/find-service-containers.ts'
import { runCompose } from '../execute/run-compose.ts'

/** Lets Compose make the containers anew, and hands on that of a service that has one the moment it has its name. */
export async function makeAnew(
  execution: Execution,
  step: StepOf<'replace'>,
  command: readonly string[],
): Promise<readonly string[]> {
  const { hub, model, lingering } = execution
  const known = model.services.find(({ key }) => key === formatServiceRef(step.service))
  const isPlain = known?.service.scale === 1 && !known.service.startsByCompose
  const early = Promise.withResolvers<readonly string[]>()
  const stopListening = hub.onRenamed(({ id, project, service }) => {
    if (isPlain && project === step.project && service === step.service.service) early.resolve([id])
  })
  const whole = runCompose(uncut(execution), command, step.service).then(async () =>
    (await findServiceContainers(uncut(execution), step)).map(({ id }) => id),
  )
  lingering.push(
    whole.then(
      () => undefined,
      () => undefined,
    ),
  )
  try {
    return await Promise.race([early.promise, whole])
  } finally {
    stopListening()
  }
}
