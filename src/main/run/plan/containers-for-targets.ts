import type { ContainerSummary, Engine } from '../../engine/model.ts'
import type { LabModel } from '../facts/lab-model.ts'
import { isPlainTarget } from './select-targets.ts'

/** The containers among which targets are looked for: none where all are names in full, which need no engine. */
export async function containersForTargets(
  model: LabModel,
  targets: readonly string[],
  engine: Pick<Engine, 'listContainers'>,
): Promise<readonly ContainerSummary[]> {
  if (targets.every((target) => isPlainTarget(model, target))) return []
  return engine.listContainers([...new Set(model.lab.stacks.map(({ project }) => project.name))])
}
