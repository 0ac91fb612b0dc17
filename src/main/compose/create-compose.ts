import { execa } from 'execa'
import { type Problem, SwitchyardError, errorFromProblems } from '../../shared/errors.ts'
import { formatSteps } from '../../shared/next-steps.ts'
import type { ComposeProject } from './model.ts'
import { projectArguments } from './arguments.ts'
import { askConfig } from './ask-config.ts'
import { composeSteps } from './check-version.ts'
import type { Compose, ComposeCall, ComposeResult } from './compose.ts'
import { extractReason } from './explain-failure.ts'
import type { CacheQuestion, FileCache } from './file-cache.ts'
import { type ComposeProgram, findCompose } from './find-compose.ts'
import type { ResolvedProject } from './model.ts'
import { parseHashes, parseProject } from './parse-project.ts'
import { collectProjectInputs } from './project-inputs.ts'
import { locateUnsetVariables } from './unset-variables.ts'

/** Compose, called as a program. `variables` is the whole environment of every call. */
export function createCompose(options: {
  readonly variables: NodeJS.ProcessEnv
  readonly cache: FileCache
  /** Where the system keeps plugins of the docker client; default: the client's own list. */
  readonly systemPluginFolders?: readonly string[]
}): Compose {
  const { cache } = options
  // Compose draws for a terminal unless told otherwise; the progress lines are for reading, not for looking at.
  const variables = {
    ...options.variables,
    COMPOSE_PROGRESS: 'plain',
    COMPOSE_ANSI: 'never',
    COMPOSE_MENU: 'false',
  }
  let found: Promise<ComposeProgram> | undefined

  async function run(
    args: readonly string[],
    call: { readonly cwd: string } & ComposeCall,
  ): Promise<ComposeResult> {
    const program = await (found ??= findCompose(variables, options.systemPluginFolders))
    const child = execa(program.file, [...program.prefix, ...args], {
      cwd: call.cwd,
      env: variables,
      extendEnv: false,
      ...(call.input === undefined ? { stdin: 'ignore' } : { input: call.input }),
      reject: false,
      stripFinalNewline: false,
      maxBuffer: 64 * 1024 * 1024,
      // Compose answers SIGINT by stopping containers in some verbs; SIGTERM just ends the call.
      ...(call.signal ? { cancelSignal: call.signal } : {}),
      forceKillAfterDelay: 5000,
    })
    const result = await child
    if (result.exitCode === undefined && !result.isCanceled && !result.isTerminated) {
      if (result.code === 'ENOENT' && program.prefix.length > 0) {
        throw missing(
          'Docker Compose is not installed: there is neither its plugin nor a docker command.',
          result,
        )
      }
      throw missing(`Docker Compose cannot be run: ${result.shortMessage ?? program.file}.`, result)
    }
    const stderr = result.stderr
    if (program.prefix.length > 0 && saysNoCompose(stderr)) {
      throw missing(`Docker Compose is not installed: ${program.file} does not know the command compose.`)
    }
    return { exitCode: result.exitCode ?? 1, stdout: result.stdout, stderr }
  }

  /** The project with these profiles, or why Compose refuses it. */
  async function ask(
    project: ComposeProject,
    profiles: readonly string[],
  ): Promise<ResolvedProject | Problem> {
    const { files } = collectProjectInputs(project)
    const answer = await askConfig(run, { ...project, profiles }, null)
    if (isProblem(answer)) return answer
    const unset = locateUnsetVariables(answer.said, files)
    return parseProject(
      answer.config,
      answer.hashes,
      unset,
      files.map(({ text }) => text),
    )
  }

  async function resolveFresh(project: ComposeProject): Promise<ResolvedProject> {
    const whole = await ask(project, ['*'])
    if (!isProblem(whole)) return whole
    // Variants of one service often share a container name over several profiles, and only one of them is ever active.
    const active = await ask(project, project.profiles)
    if (isProblem(active)) throw errorFromProblems([active])
    const others = await Promise.all((await profilesOf(project)).map((profile) => ask(project, [profile])))
    return mergeProjects(
      active,
      others.flatMap((other) => (isProblem(other) ? [] : [other])),
    )
  }

  async function profilesOf(project: ComposeProject): Promise<string[]> {
    const args = [...projectArguments(project), 'config', '--profiles']
    const { stdout } = await run(args, { cwd: project.dir })
    const all = stdout.split('\n').filter((profile) => profile !== '')
    return all.filter((profile) => !project.profiles.includes(profile))
  }

  /** What an answer about the project is made from: the files, Compose itself, and the variables that the files mention. */
  async function askAbout(project: ComposeProject): Promise<Pick<CacheQuestion, 'inputs' | 'texts'>> {
    const program = await (found ??= findCompose(variables, options.systemPluginFolders))
    const { paths, texts } = collectProjectInputs(project)
    return { inputs: paths && [...paths, program.file], texts }
  }

  return {
    run,
    async version() {
      // Whoever asks may just have installed another one.
      found = findCompose(variables, options.systemPluginFolders)
      const { file, prefix } = await found
      // Which plugin the docker client takes, its own file does not tell.
      const inputs = prefix.length === 0 ? [file] : null
      return cache.remember({ key: ['version', file], inputs, texts: [] }, async () => {
        const { stdout, stderr, exitCode } = await run(['version', '--short'], { cwd: '/' })
        if (exitCode !== 0) throw missing(`Docker Compose does not answer: ${extractReason(stderr)}.`)
        return stdout.trim().replace(/^v/, '').replace(/-.*$/, '')
      })
    },
    async resolve(project) {
      const question = await askAbout(project)
      return cache.remember({ key: ['resolve', ...projectArguments(project)], ...question }, () =>
        resolveFresh(project),
      )
    },
    async hashJoining(project, containers) {
      const question = await askAbout(project)
      const key = ['hash-joining', ...projectArguments(project)]
      const state = [...containers].sort().flat()
      const hashes = await cache.remember({ key, state, ...question }, async () => {
        for (const profiles of [['*'], project.profiles]) {
          const answer = await askConfig(run, { ...project, profiles }, containers)
          if (!isProblem(answer)) return [...parseHashes(answer.hashes)]
        }
        return []
      })
      return new Map(hashes)
    },
    async validate(project) {
      const question = await askAbout(project)
      const refusal = async (profiles: readonly string[]) => {
        const args = [...projectArguments({ ...project, profiles }), 'config', '--quiet']
        const { exitCode, stderr } = await run(args, { cwd: project.dir })
        return exitCode === 0 ? null : extractReason(stderr)
      }
      return cache.remember({ key: ['validate', ...projectArguments(project)], ...question }, async () => {
        const reason = await refusal(['*'])
        // Variants of one service that share a container name are never active together.
        return reason !== null && /container name .* already in use/.test(reason) ? refusal([]) : reason
      })
    },
  }
}

function missing(message: string, cause?: unknown): SwitchyardError {
  return new SwitchyardError('COMPOSE_MISSING', message, {
    hint: formatSteps(composeSteps),
    cause,
  })
}

/**
 * How the docker client words it: that it does not know the command, or, because it then takes the options for its own, that
 * it does not know the first option. Compose itself speaks of `docker compose --help`.
 */
function saysNoCompose(stderr: string): boolean {
  return /is not a docker command|unknown (docker )?command|(Run|See) 'docker --help'/.test(stderr)
}

function isProblem(answer: object): answer is Problem {
  return 'message' in answer
}

/** The first one's services, and those of the others that it does not have. */
function mergeProjects(first: ResolvedProject, others: readonly ResolvedProject[]): ResolvedProject {
  const byName = <Item extends { readonly name: string }>(lists: readonly (readonly Item[])[]): Item[] => [
    ...new Map(
      lists
        .flat()
        .toReversed()
        .map((item) => [item.name, item]),
    ).values(),
  ]
  const all = [first, ...others]
  return {
    name: first.name,
    services: byName(all.map(({ services }) => services)).sort((a, b) => a.name.localeCompare(b.name)),
    networks: byName(all.map(({ networks }) => networks)),
    volumes: byName(all.map(({ volumes }) => volumes)),
    unsetVariables: first.unsetVariables,
  }
}
