import { errorFromProblems } from '../../shared/errors.ts'
import { configArguments } from './arguments.ts'
import type { Compose } from './compose.ts'
import { explainFailure } from './explain-failure.ts'
import type { ComposeProject } from './model.ts'
import { collectProjectInputs } from './project-inputs.ts'

/**
 * What `docker compose config` says of a project, or of one service and what it depends on: YAML, each `$` doubled. The
 * values of variables are in it, so it is never kept. Throws COMPOSE_FILE_INVALID with Compose's reason and the place.
 */
export async function readConfig(
  compose: Compose,
  project: ComposeProject,
  service: { readonly name: string; readonly profiles: readonly string[] } | null = null,
): Promise<string> {
  const ask = (profiles: readonly string[]) =>
    compose.run(configArguments({ ...project, profiles }, service ? [service.name] : []), {
      cwd: project.dir,
    })
  const first = await ask(project.profiles)
  if (first.exitCode === 0) return first.stdout
  // A service of a profile that is not active may need others of it.
  for (const profiles of service ? [[...project.profiles, ...service.profiles], ['*']] : []) {
    const next = await ask(profiles)
    if (next.exitCode === 0) return next.stdout
  }
  throw errorFromProblems([explainFailure(first.stderr, collectProjectInputs(project).files)])
}
