import { SwitchyardError } from '../../shared/errors.ts'
import type { ComposeProject } from '../compose/model.ts'
import type { Lab, Stack, StackEnvironment } from './model.ts'
import { didYouMean, listNames } from './switchyard-file/did-you-mean.ts'

/**
 * Lays an environment over the stacks that have it: files and env files go after the stack's own, profiles are added,
 * the project takes the environment's name. Stacks without it stay as they are. Throws NAME_UNKNOWN.
 */
export function selectEnvironment(lab: Lab, name: string): Lab {
  if (lab.environment === name) return lab
  const known = environmentNames(lab)
  if (!known.includes(name)) {
    throw new SwitchyardError('NAME_UNKNOWN', `No stack of this lab has an environment \`${name}\`.`, {
      hint: didYouMean(name, known) ?? `Environments of this lab: ${listNames(known)}.`,
    })
  }
  const projects = layOverProjects(lab.stacks, name)
  const stacks = lab.stacks.map((stack) => ({ ...stack, project: projects.get(stack.name) ?? stack.project }))
  return { ...lab, environment: name, plain: lab.plain ?? lab, stacks }
}

/** The lab as its files are, then with each of its environments, by name. */
export function inEveryEnvironment(lab: Lab): readonly Lab[] {
  const plain = lab.plain ?? lab
  return [plain, ...environmentNames(plain).map((name) => selectEnvironment(plain, name))]
}

function environmentNames({ stacks }: Lab): readonly string[] {
  const names = stacks.flatMap(({ environments }) => environments.map(({ name }) => name))
  return [...new Set(names)]
}

/**
 * Stacks of one project that end with the same name still share one project: what is laid over one of them is laid over
 * the project that both stand on. A stack whose environment has a project of its own leaves the others behind.
 */
function layOverProjects(stacks: readonly Stack[], name: string): ReadonlyMap<string, ComposeProject> {
  const projects = new Map<string, ComposeProject>()
  for (const [key, group] of Map.groupBy(stacks, ({ project }) => project.key)) {
    const byName = Map.groupBy(group, (stack) => environmentOf(stack, name)?.project ?? stack.project.name)
    for (const [projectName, members] of byName) {
      const base = members[0]?.project
      if (!base) continue
      const keepsKey = byName.size === 1 || projectName === base.name
      const laid = layOver(
        { ...base, name: projectName, key: keepsKey ? key : `${key}@${projectName}` },
        members,
        name,
      )
      for (const member of members) projects.set(member.name, laid)
    }
  }
  return projects
}

function layOver(project: ComposeProject, members: readonly Stack[], name: string): ComposeProject {
  const environments = members.flatMap((stack) => environmentOf(stack, name) ?? [])
  const leftOut = new Set(environments.flatMap(({ leavesOut }) => leavesOut ?? []))
  const kept = project.files.filter((file) => !leftOut.has(file))
  return {
    ...project,
    files: [...new Set([...kept, ...environments.flatMap(({ files }) => files)])],
    envFiles: uniqueFromLast([...project.envFiles, ...environments.flatMap(({ envFiles }) => envFiles)]),
    profiles: [...new Set([...project.profiles, ...environments.flatMap(({ profiles }) => profiles)])],
  }
}

/** Of env files that are named twice the last one counts, for later ones win. */
function uniqueFromLast(files: readonly string[]): readonly string[] {
  return [...new Set(files.toReversed())].toReversed()
}

function environmentOf(stack: Stack, name: string): StackEnvironment | undefined {
  return stack.environments.find((environment) => environment.name === name)
}
