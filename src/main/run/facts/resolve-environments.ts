import type { SwitchyardError } from '../../../shared/errors.ts'
import { projectArguments } from '../../compose/arguments.ts'
import type { Compose } from '../../compose/compose.ts'
import type { ResolvedProject } from '../../compose/model.ts'
import type { ContainerSummary } from '../../engine/model.ts'
import type { Lab } from '../../lab/model.ts'
import { inEveryEnvironment } from '../../lab/select-environment.ts'
import { tryResolve } from './collect-facts.ts'
import { buildLabModel, type LabModel } from './lab-model.ts'
import { settleJoining } from './settle-joining.ts'

/**
 * A lab in each of its environments, the files as they are first, to be compared with these containers. What several have alike is
 * asked of Compose once.
 */
export async function resolveEnvironments(
  lab: Lab,
  containers: readonly ContainerSummary[],
  compose: Compose,
): Promise<readonly LabModel[]> {
  const labs = inEveryEnvironment(lab)
  const answers = new Map<string, Promise<ResolvedProject | SwitchyardError>>()
  const answerFor = (project: Lab['stacks'][number]['project']) => {
    const question = JSON.stringify(projectArguments(project))
    const answer = answers.get(question) ?? tryResolve(project, compose)
    answers.set(question, answer)
    return answer
  }
  return Promise.all(
    labs.map(async (each) => {
      const projects = new Map(each.stacks.map(({ project }) => [project.key, project]))
      const resolved = await Promise.all(
        [...projects].map(async ([key, project]) => [key, await answerFor(project)] as const),
      )
      return settleJoining(buildLabModel(each, new Map(resolved)), containers, compose)
    }),
  )
}
