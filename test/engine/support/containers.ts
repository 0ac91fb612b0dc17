import type { LabFixture } from './lab-fixture.ts'

/** A container as the engine itself describes it. Times are epoch milliseconds; null: never. */
export interface Container {
  readonly id: string
  readonly name: string
  readonly project: string
  readonly state: string
  /** Docker's own health; null without a health check. */
  readonly health: string | null
  readonly exitCode: number
  readonly startedAtMs: number | null
  readonly finishedAtMs: number | null
  readonly restartCount: number
  readonly image: string
  readonly variables: Readonly<Record<string, string>>
}

interface Inspected {
  readonly Id: string
  readonly Name: string
  readonly RestartCount: number
  readonly State: {
    readonly Status: string
    readonly ExitCode: number
    readonly StartedAt: string
    readonly FinishedAt: string
    readonly Health?: { readonly Status: string }
  }
  readonly Config: {
    readonly Image: string
    readonly Labels: Readonly<Record<string, string>>
    readonly Env: readonly string[]
  }
}

type Docker = Pick<LabFixture, 'docker'>

/** The containers of some Compose projects, by service name; the names must differ between the projects. */
export async function readContainers(
  { docker }: Docker,
  projects: readonly string[],
): Promise<Readonly<Record<string, Container>>> {
  const own = await inspectAll({ docker }, projects)
  const pairs = own.map(
    (container) => [container.Config.Labels[`${label}.service`] ?? '', describe(container)] as const,
  )
  return Object.fromEntries(pairs.sort(([a], [b]) => a.localeCompare(b)))
}

/** Names of everything that the engine has, as docker lists it. */
export async function listEverything({ docker }: Docker): Promise<{
  readonly containers: readonly string[]
  readonly networks: readonly string[]
  readonly volumes: readonly string[]
}> {
  const list = async (args: readonly string[]) =>
    (await docker(args))
      .split('\n')
      .filter((line) => line !== '')
      .sort()
  return {
    containers: await list(['ps', '--all', '--format', '{{.Names}}']),
    networks: await list(['network', 'ls', '--format', '{{.Name}}']),
    volumes: await list(['volume', 'ls', '--format', '{{.Name}}']),
  }
}

/** One property of each container, by service. */
export function pick<Key extends keyof Container>(
  containers: Readonly<Record<string, Container>>,
  key: Key,
): Record<string, Container[Key]> {
  return Object.fromEntries(
    Object.entries(containers).map(([service, container]) => [service, container[key]]),
  )
}

const label = 'com.docker.compose'

/** Only those, for others may come and go meanwhile. */
async function inspectAll({ docker }: Docker, projects: readonly string[]): Promise<readonly Inspected[]> {
  const format = `{{.ID}} {{.Label "${label}.project"}}`
  const list = await docker(['ps', '--all', '--filter', `label=${label}.project`, '--format', format])
  const ids = list.split('\n').flatMap((line) => {
    const [id = '', project = ''] = line.split(' ')
    return projects.includes(project) ? [id] : []
  })
  if (ids.length === 0) return []
  return JSON.parse(await docker(['inspect', ...ids])) as readonly Inspected[]
}

function describe({ Id, Name, RestartCount, State, Config }: Inspected): Container {
  return {
    id: Id,
    name: Name.slice(1),
    project: Config.Labels[`${label}.project`] ?? '',
    state: State.Status,
    health: State.Health?.Status ?? null,
    exitCode: State.ExitCode,
    startedAtMs: toMs(State.StartedAt),
    finishedAtMs: toMs(State.FinishedAt),
    restartCount: RestartCount,
    image: Config.Image,
    variables: Object.fromEntries(
      Config.Env.map((entry) => [entry.split('=', 1)[0], entry.slice(entry.indexOf('=') + 1)]),
    ),
  }
}

/** The engine writes year 1 for what has not happened. */
function toMs(time: string): number | null {
  return time.startsWith('0001-') ? null : Date.parse(time)
}
