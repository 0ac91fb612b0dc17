import type { EnvironmentPart, ServiceChange } from './environments.ts'
import { formatList } from './format.ts'

/** What the files as they are, without an environment, are called. */
export const plainEnvironment = 'default'

export function environmentName(environment: string | null): string {
  return environment ?? plainEnvironment
}

export const partWords: Readonly<Record<EnvironmentPart, string>> = {
  image: 'Image',
  target: 'Build stage',
  ports: 'Ports',
  mounts: 'Mounts',
  networks: 'Networks',
  limits: 'Limits',
  settings: 'Settings',
}

/** Settings by their keys in the Compose file, where a person says it otherwise. */
const settingWords: Readonly<Record<string, string>> = {
  environment: 'variables',
  container_name: 'container name',
  healthcheck: 'health check',
  depends_on: 'dependencies',
  restart: 'restart policy',
}

const changeWords: Readonly<Record<ServiceChange['change'], string>> = {
  create: 'is created',
  recreate: 'is replaced',
  start: 'is started',
  keep: 'is not touched',
  remove: 'is stopped and removed',
}

/** What runs now, as `dev (project app), default (projects data and web)`; null when nothing of it does. */
export function describeRunning(
  from: readonly { readonly environment: string | null; readonly project: string }[],
): string | null {
  if (from.length === 0) return null
  const environments = [...Map.groupBy(from, ({ environment }) => environment)]
  return formatList(
    environments.map(([environment, stacks]) => {
      const projects = [...new Set(stacks.map(({ project }) => project))]
      return `${environmentName(environment)} (${projects.length === 1 ? 'project' : 'projects'} ${formatList(projects, 4)})`
    }),
  )
}

/** Paths below the lab's folder as they are read from there. */
export function shortenPaths(text: string, dir: string): string {
  return text.replaceAll(`${dir}/`, './').replaceAll(`${dir} →`, '. →')
}

/** What becomes of a service, to stand beside its name. */
export function describeChange({ change, project }: ServiceChange): string {
  const where = change === 'remove' && project.before !== null ? ` (project ${project.before})` : ''
  return `${changeWords[change]}${where}`
}

/** What differs of one service, a line each: `Ports: 8000→80/tcp becomes 8001→80/tcp`. Paths are told from `dir`. */
export function describeDifferences(
  { change, differences, project }: ServiceChange,
  dir: string,
): readonly string[] {
  const moved =
    project.before !== null && project.after !== null && project.before !== project.after
      ? [`Project: ${project.before} becomes ${project.after}`]
      : []
  // Of what was not there before only what others may notice.
  const told = differences.filter(({ part }) => change !== 'create' || part === 'ports' || part === 'mounts')
  const parts = told.map(({ part, before, after }) => {
    const name = partWords[part]
    if (part === 'settings') return `${name}: ${formatList(after.map((key) => settingWords[key] ?? key))}`
    const gone = before.filter((word) => !after.includes(word))
    const added = after.filter((word) => !before.includes(word))
    if (gone.length === 0) return `${name}: ${added.join(', ')}`
    if (added.length === 0) return `${name}: no more ${gone.join(', ')}`
    return `${name}: ${gone.join(', ')} becomes ${added.join(', ')}`
  })
  return [...moved, ...parts].map((words) => shortenPaths(words, dir))
}
