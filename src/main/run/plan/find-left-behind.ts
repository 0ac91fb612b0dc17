import type { ContainerSummary } from '../../engine/model.ts'
import { type LabModel, matchContainers } from '../facts/lab-model.ts'
import { findMakers, isRunning } from '../facts/running-environments.ts'
import { isWholeLab, type Targets } from './select-targets.ts'

export interface LeftBehindOptions {
  readonly targets: Targets
  readonly includeAlwaysOn: boolean
}

/** Containers of one stack that another environment or profile made, and that the one that comes has no use for. */
export interface LeftBehind {
  readonly stack: string
  /** Whose files made them; null for the files as they are. */
  readonly environment: string | null
  readonly containers: readonly ContainerSummary[]
}

/**
 * What stays when an environment takes the place of another: Compose calls it no orphan, for a service of another profile or
 * project is none. `model` is what comes, `models` every environment of the lab. Of an environment that does not run nothing is
 * meant, nor of a stack that is not, and never of one that is always-on unless it is named.
 */
export function findLeftBehind(
  model: LabModel,
  models: readonly LabModel[],
  containers: readonly ContainerSummary[],
  { targets, includeAlwaysOn }: LeftBehindOptions,
): readonly LeftBehind[] {
  const kept = new Set([
    ...idsOf(model, containers, ({ isActive }) => isActive),
    ...models.flatMap((each) =>
      idsOf(
        each,
        containers,
        ({ stack }) => stack.alwaysOn && !(includeAlwaysOn && targets.stacks.has(stack.name)),
      ),
    ),
  ])
  return model.lab.stacks
    .filter(({ name, alwaysOn }) =>
      alwaysOn
        ? includeAlwaysOn && targets.stacks.has(name)
        : isWholeLab(targets) || targets.stacks.has(name),
    )
    .filter(({ name }) => !model.broken.has(name))
    .flatMap(({ name }) =>
      findMakers(name, models, containers)
        .filter((made) => made.containers.some(isRunning))
        .map(({ environment, containers: own }) => ({
          stack: name,
          environment,
          containers: own.filter(({ id }) => !kept.has(id)),
        }))
        .filter(({ containers: left }) => left.length > 0),
    )
}

function idsOf(
  { services }: LabModel,
  containers: readonly ContainerSummary[],
  isMeant: (service: LabModel['services'][number]) => boolean,
): string[] {
  const matched = matchContainers(services, containers)
  return services.filter(isMeant).flatMap(({ key }) => (matched.get(key) ?? []).map(({ id }) => id))
}
