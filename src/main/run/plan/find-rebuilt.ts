import type { LabModel, LabService } from '../facts/lab-model.ts'
import { imageOf } from '../facts/service-outline.ts'

/**
 * Services, by `stack/service`, whose image has a name under which another environment or stack builds another image: what is there
 * may be that one. `environments` is the lab in each of its environments. Pure.
 */
export function findRebuilt(model: LabModel, environments: readonly LabModel[]): ReadonlySet<string> {
  const built = environments.flatMap(({ services }) => services).filter(({ service }) => service.hasBuild)
  const marks = Map.groupBy(built, ({ service, stack }) => imageOf(service, stack.project.name))
  const isShared = ({ service, stack }: LabService) =>
    (marks.get(imageOf(service, stack.project.name)) ?? []).some(
      (other) => other.service.outline.settings['build'] !== service.outline.settings['build'],
    )
  return new Set(
    model.services.filter((each) => each.service.hasBuild && isShared(each)).map(({ key }) => key),
  )
}
