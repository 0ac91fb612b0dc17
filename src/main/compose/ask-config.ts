import type { Problem } from '../../shared/errors.ts'
import { hashArguments, projectArguments } from './arguments.ts'
import type { Compose } from './compose.ts'
import { explainFailure } from './explain-failure.ts'
import type { ComposeProject } from './model.ts'
import { collectProjectInputs } from './project-inputs.ts'
import { hashesUnsettled, settleConfig } from './settle-config.ts'

/** What Compose printed: the configuration as JSON, a line `service hash` each, and what it said besides. */
export interface ConfigAnswer {
  readonly config: string
  readonly hashes: string
  readonly said: string
}

/**
 * What Compose makes of a project, with the hashes that `up` would note on its containers, or why it refuses it. `containers`: the
 * ids, by service, of those in which others live; null when they are not known. The values of variables are in the answer.
 */
export async function askConfig(
  run: Compose['run'],
  project: ComposeProject,
  containers: ReadonlyMap<string, string> | null,
): Promise<ConfigAnswer | Problem> {
  const { files, texts, paths } = collectProjectInputs(project)
  const asking = run([...projectArguments(project), 'config', '--format', 'json'], { cwd: project.dir })
  const hashWritten = () => run(hashArguments(project, { isSettled: false }), { cwd: project.dir })
  const hashSettled = async () => {
    const config = await asking
    if (config.exitCode !== 0) return config
    const input = settleConfig(config.stdout, containers ?? new Map())
    const hashes = await run(hashArguments(project, { isSettled: true }), { cwd: project.dir, input })
    return hashes.exitCode === 0 ? hashes : hashWritten()
  }
  const isUnsettled = containers !== null || paths === null || hashesUnsettled(texts)
  const [config, hashes] = await Promise.all([asking, isUnsettled ? hashSettled() : hashWritten()])
  const failed = [config, hashes].find(({ exitCode }) => exitCode !== 0)
  if (failed) return explainFailure(failed.stderr, files)
  return { config: config.stdout, hashes: hashes.stdout, said: config.stderr }
}
