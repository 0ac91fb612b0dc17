import type { ComposeProject } from './model.ts'

/** The arguments of `docker compose` that name a project; verbs and their options follow. */
export function projectArguments(project: ComposeProject): string[] {
  return [
    '--project-name',
    project.name,
    '--project-directory',
    project.dir,
    ...project.files.flatMap((file) => ['--file', file]),
    ...project.envFiles.flatMap((file) => ['--env-file', file]),
    ...project.profiles.flatMap((profile) => ['--profile', profile]),
  ]
}

/**
 * Creates networks, volumes and containers, and replaces containers whose configuration changed; starts nothing.
 * No services: the whole project. With dependencies, Compose notes them on the containers as it always does; without,
 * what the services depend on is left alone.
 */
export function createArguments(
  project: ComposeProject,
  services: readonly string[],
  { withDependencies }: { readonly withDependencies: boolean },
): string[] {
  const only = services.length > 0 && !withDependencies ? ['--no-deps'] : []
  return [
    ...projectArguments(project),
    'up',
    '--no-start',
    '--no-build',
    ...only,
    ...serviceArguments(services),
  ]
}

/** Starts one service that exists already, with its hooks, secrets and configs, and without what it depends on. */
export function startArguments(project: ComposeProject, service: string): string[] {
  return [
    ...projectArguments(project),
    'up',
    '--detach',
    '--no-deps',
    '--no-recreate',
    '--no-build',
    ...serviceArguments([service]),
  ]
}

/**
 * Makes the containers of one service anew from what the engine has, and starts nothing. `override`: a file that is laid over the
 * project's own; with `always` also when Compose sees no reason to.
 */
export function replaceArguments(
  project: ComposeProject,
  service: string,
  { override = null, always = false }: { readonly override?: string | null; readonly always?: boolean } = {},
): string[] {
  return [
    ...projectArguments(override === null ? project : { ...project, files: [...project.files, override] }),
    'up',
    '--no-start',
    '--no-build',
    '--no-deps',
    ...['--pull', 'never'],
    ...(always ? ['--force-recreate'] : []),
    ...serviceArguments([service]),
  ]
}

export function stopArguments(project: ComposeProject, services: readonly string[]): string[] {
  return [...projectArguments(project), 'stop', ...serviceArguments(services)]
}

export function pullArguments(project: ComposeProject, services: readonly string[]): string[] {
  return [...projectArguments(project), 'pull', ...serviceArguments(services)]
}

export function buildArguments(
  project: ComposeProject,
  services: readonly string[],
  { noCache = false, pullBase = false }: { readonly noCache?: boolean; readonly pullBase?: boolean } = {},
): string[] {
  const how = [...(noCache ? ['--no-cache'] : []), ...(pullBase ? ['--pull'] : [])]
  return [...projectArguments(project), 'build', ...how, ...serviceArguments(services)]
}

/** Starts services in the background and makes what they lack; no services: the whole project. */
export function upArguments(
  project: ComposeProject,
  services: readonly string[],
  { withDependencies }: { readonly withDependencies: boolean },
): string[] {
  const only = withDependencies ? [] : ['--no-deps']
  return [...projectArguments(project), 'up', '--detach', ...only, ...serviceArguments(services)]
}

/** Removes containers, and the project's networks with the last of them; volumes stay. No services: the whole project. */
export function downArguments(project: ComposeProject, services: readonly string[]): string[] {
  return [...projectArguments(project), 'down', ...serviceArguments(services)]
}

/** The project as Compose resolves it, with the values of variables. */
export function configArguments(project: ComposeProject, services: readonly string[]): string[] {
  return [...projectArguments(project), 'config', ...serviceArguments(services)]
}

/** The configuration hashes of all services; `isSettled`: of the project's configuration, which Compose reads from its input. */
export function hashArguments(
  project: ComposeProject,
  { isSettled }: { readonly isSettled: boolean },
): string[] {
  // Containers that stand for services are no services that Compose would find.
  return isSettled
    ? [...projectArguments({ ...project, files: ['-'] }), 'config', '--no-consistency', '--hash', '*']
    : [...projectArguments(project), 'config', '--hash', '*']
}

export function logsArguments(project: ComposeProject, services: readonly string[]): string[] {
  return [...projectArguments(project), 'logs', '--follow', ...serviceArguments(services)]
}

export function execArguments(
  project: ComposeProject,
  service: string,
  command: readonly string[],
): string[] {
  return [...projectArguments(project), 'exec', ...serviceArguments([service]), ...command]
}

/** A command in a container of its own, without what the service depends on; no command: the service's own. */
export function oneOffArguments(
  project: ComposeProject,
  service: string,
  options: readonly string[],
  command: readonly string[],
): string[] {
  return [
    ...projectArguments(project),
    'run',
    '--no-deps',
    ...options,
    ...serviceArguments([service]),
    ...command,
  ]
}

/** Compose allows service names like `-d`; after `--` they are names and nothing else. */
export function serviceArguments(services: readonly string[]): string[] {
  return services.some((name) => name.startsWith('-')) ? ['--', ...services] : [...services]
}
