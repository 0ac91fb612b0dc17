import { dirname, join, resolve } from 'node:path'
import type { ComposeProject } from '../../compose/model.ts'
import { resolveEnvFiles, resolvePath, unique, uniqueFromLast, type ApplyContext } from './apply-context.ts'
import type { Member } from './members.ts'
import { namedEnvFiles } from './read-secrets.ts'
import { complainUndivided } from './services-of.ts'

/** One Compose project for each stack by name; stacks with the same project get the same object. */
export function shareProjects(
  context: ApplyContext,
  members: readonly Member[],
): ReadonlyMap<string, ComposeProject> {
  const ofLab = resolveEnvFiles(context, context.file.content.env_files ?? [], ['env_files'])
  const projects = new Map<string, ComposeProject>()
  for (const [key, group] of Map.groupBy(members, keysOf(members))) {
    complainUndivided(context, group)
    const project = uniteProject(context, key, group, ofLab)
    for (const { name } of group) projects.set(name, project)
  }
  return projects
}

/**
 * A stack that keeps its project name keeps its project; one that takes the name of another project joins that;
 * one that takes a new name takes its project along, unless others stay in it.
 */
function keysOf(members: readonly Member[]): (member: Member) => string {
  const keys = new Map<string, string>()
  const keyByName = new Map<string, string>()
  const assign = (member: Member, key: string) => {
    keys.set(member.name, key)
    if (!keyByName.has(member.projectName)) keyByName.set(member.projectName, key)
  }
  const isKept = ({ found, projectName }: Member) => found?.project.name === projectName
  for (const member of members) if (member.found && isKept(member)) assign(member, member.found.project.key)
  const taken = new Set(keys.values())
  for (const member of members.filter((candidate) => !isKept(candidate))) {
    const joined = keyByName.get(member.projectName)
    const own = member.found && !taken.has(member.found.project.key) ? member.found.project.key : null
    const key = joined ?? own ?? freshKey(member.projectName, taken)
    taken.add(key)
    assign(member, key)
  }
  return ({ name }) => keys.get(name) ?? name
}

function freshKey(name: string, taken: ReadonlySet<string>): string {
  return taken.has(name) ? freshKey(`${name}+`, taken) : name
}

function uniteProject(
  context: ApplyContext,
  key: string,
  group: readonly Member[],
  ofLab: readonly string[],
): ComposeProject {
  const base = group.find(({ found }) => found?.project.key === key)?.found?.project ?? null
  const first = group[0]
  const brought = unique(group.flatMap(({ files }) => files))
  const inBase = base?.files.filter((file) => brought.includes(file)) ?? []
  const files = group.length === 1 ? brought : unique([...inBase, ...brought])
  const dir =
    chooseDirectory(context, group) ??
    base?.dir ??
    first?.found?.project.dir ??
    dirname(files[0] ?? context.lab.dir)
  return {
    key,
    name: first?.projectName ?? key,
    dir,
    files,
    envFiles: uniteEnvFiles(context, group, dir, ofLab),
    profiles: chooseProfiles(group, context.options.profiles),
  }
}

/** What the operator asks for takes the place of what the file says, for the stacks that know it. */
function chooseProfiles(group: readonly Member[], asked: readonly string[]): readonly string[] {
  const discovered = group.flatMap(({ found }) => found?.project.profiles ?? [])
  const isAnswered = discovered.some((profile) => asked.includes(profile))
  if (isAnswered) return unique(discovered)
  const isUnknown = group.every(({ found }) => found === null)
  return unique([
    ...discovered,
    ...group.flatMap(({ entry }) => entry?.profiles ?? []),
    ...(isUnknown ? asked : []),
  ])
}

function chooseDirectory(context: ApplyContext, group: readonly Member[]): string | null {
  const given = group.flatMap(({ name, entry }) =>
    entry?.project_directory ? [{ name, dir: resolvePath(context, entry.project_directory) }] : [],
  )
  const [first, ...others] = given
  for (const other of others.filter(({ dir }) => dir !== first?.dir)) {
    context.problems.push({
      code: 'LAB_FILE_INVALID',
      message: `The stacks \`${first?.name}\` and \`${other.name}\` share one Compose project, which has one directory.`,
      place: context.file.places.value(['stacks', other.name, 'project_directory']),
      hint: 'Give both the same `project_directory`.',
    })
  }
  return first?.dir ?? null
}

/** The lab's env files, then the stacks' own: those of the file where it gives any, else those that discovery found. */
function uniteEnvFiles(
  context: ApplyContext,
  group: readonly Member[],
  dir: string,
  ofLab: readonly string[],
): readonly string[] {
  const given = group.flatMap(({ name, entry }) =>
    entry?.env_files ? [resolveEnvFiles(context, entry.env_files, ['stacks', name, 'env_files'])] : [],
  )
  const found = group.find((member) => member.found)?.found?.project.envFiles ?? []
  const named = namedByLab(context.file)
  const own = given.length > 0 ? given.flat() : found.filter((file) => !named.has(file))
  const isOnDefault = given.length === 0 && found.length === 0 && ofLab.length > 0
  return uniqueFromLast([...ofLab, ...own, ...(isOnDefault ? defaultEnvFile(context, group, dir) : [])])
}

/**
 * Compose reads `.env` only when no env file is named, so the lab's would silently take it away. Where the environment
 * brings env files of its own, `.env` stays out, as it does with Compose.
 */
function defaultEnvFile(
  { file, options }: ApplyContext,
  group: readonly Member[],
  dir: string,
): readonly string[] {
  const { environment } = options
  const changes = environment === null ? {} : (file.content.environments?.[environment]?.stacks ?? {})
  const isReplaced = group.some(({ name, found }) => {
    const discovered = found?.environments.find((candidate) => candidate.name === environment)
    return (changes[name]?.env_files ?? discovered?.envFiles ?? []).length > 0
  })
  const path = join(dir, '.env')
  return !isReplaced && !namedByLab(file).has(path) && options.fileExists(path) ? [path] : []
}

/**
 * What the lab's own list names has its place there. Also what stands in a list of which another file was taken: read after
 * that one, it would take its place after all.
 */
function namedByLab({ path, content }: ApplyContext['file']): ReadonlySet<string> {
  return new Set(namedEnvFiles(content.env_files ?? []).map((name) => resolve(dirname(path), name)))
}
