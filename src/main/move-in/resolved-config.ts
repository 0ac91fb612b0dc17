import { SwitchyardError } from '../../shared/errors.ts'
import { projectArguments } from '../compose/arguments.ts'
import type { Compose } from '../compose/compose.ts'
import { extractReason } from '../compose/explain-failure.ts'
import type { ComposeProject } from '../compose/model.ts'

type Part = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** A project as Compose resolves it, with the values of variables: compared in memory, never shown or kept. */
export interface ResolvedConfig {
  readonly name: string
  readonly services: Part
  readonly networks: Part
  readonly volumes: Part
  readonly secrets: Part
  readonly configs: Part
}

/** With the services of all profiles. Throws COMPOSE_FILE_INVALID with Compose's reason. */
export async function readResolved(
  compose: Pick<Compose, 'run'>,
  project: ComposeProject,
  cwd: string,
): Promise<ResolvedConfig> {
  const ask = async (profiles: readonly string[], args: readonly string[]) =>
    compose.run([...projectArguments({ ...project, profiles }), 'config', ...args], { cwd })
  const whole = await ask(['*'], ['--format', 'json'])
  if (whole.exitCode === 0) return parse(whole.stdout)
  // Variants of one service may share a container name over several profiles.
  const listed = await ask([], ['--profiles'])
  const names = listed.stdout.split('\n').filter((name) => name !== '')
  const answers = await Promise.all(
    [[], ...names.map((name) => [name])].map((profiles) => ask(profiles, ['--format', 'json'])),
  )
  const refused = answers.find(({ exitCode }) => exitCode !== 0)
  if (refused) {
    throw new SwitchyardError('COMPOSE_FILE_INVALID', `Compose says: ${extractReason(whole.stderr)}.`, {
      ...(project.files.length === 1 && project.files[0] !== undefined
        ? { place: { file: project.files[0] } }
        : {}),
    })
  }
  return unite(answers.map(({ stdout }) => parse(stdout)))
}

/** Several projects, or several views of one, as one: later ones add what is not there yet. */
export function unite(configs: readonly ResolvedConfig[]): ResolvedConfig {
  const merge = (part: (config: ResolvedConfig) => Part): Part =>
    Object.assign({}, ...configs.toReversed().map(part)) as Part
  return {
    name: configs[0]?.name ?? '',
    services: merge(({ services }) => services),
    networks: merge(({ networks }) => networks),
    volumes: merge(({ volumes }) => volumes),
    secrets: merge(({ secrets }) => secrets),
    configs: merge((config) => config.configs),
  }
}

function parse(text: string): ResolvedConfig {
  const read = JSON.parse(text) as Partial<ResolvedConfig>
  return {
    name: read.name ?? '',
    services: read.services ?? {},
    networks: read.networks ?? {},
    volumes: read.volumes ?? {},
    secrets: read.secrets ?? {},
    configs: read.configs ?? {},
  }
}
