import type { StackEnvironment } from '../model.ts'
import { resolveEnvFiles, resolveFiles, unique, type ApplyContext } from './apply-context.ts'
import { didYouMean, listNames } from './did-you-mean.ts'
import type { Member } from './members.ts'
import type { EnvironmentStackEntry } from './schema.ts'

/** The environments of each stack by name: discovered ones, with what the file says instead or besides. */
export function mergeEnvironments(
  context: ApplyContext,
  members: readonly Member[],
): ReadonlyMap<string, readonly StackEnvironment[]> {
  complainUnknown(context, members)
  return new Map(members.map((member) => [member.name, mergeForStack(context, member)]))
}

function mergeForStack(context: ApplyContext, { name, found }: Member): readonly StackEnvironment[] {
  const discovered = found?.environments ?? []
  const written = Object.entries(context.file.content.environments ?? {}).flatMap(([environment, entry]) => {
    const stacks = entry?.stacks ?? {}
    return Object.hasOwn(stacks, name) ? [{ environment, entry: stacks[name] ?? {} }] : []
  })
  const merge = (environment: string, known: StackEnvironment | undefined) => {
    const change = written.find((candidate) => candidate.environment === environment)
    return change ? createEnvironment(context, name, environment, change.entry, known) : known
  }
  const names = unique([
    ...discovered.map((known) => known.name),
    ...written.map(({ environment }) => environment),
  ])
  return names.flatMap((environment) => {
    const merged = merge(
      environment,
      discovered.find((known) => known.name === environment),
    )
    return merged ? [merged] : []
  })
}

function createEnvironment(
  context: ApplyContext,
  stack: string,
  name: string,
  entry: EnvironmentStackEntry,
  known: StackEnvironment | undefined,
): StackEnvironment {
  const path = ['environments', name, 'stacks', stack]
  const isUsed = context.options.environment === name
  return {
    name,
    files: entry.files ? resolveFiles(context, entry.files, [...path, 'files']) : (known?.files ?? []),
    envFiles: entry.env_files
      ? resolveEnvFiles(context, entry.env_files, [...path, 'env_files'], isUsed)
      : (known?.envFiles ?? []),
    profiles: unique(entry.profiles ?? known?.profiles ?? []),
    project: entry.project ?? known?.project ?? null,
    ...(known?.leavesOut ? { leavesOut: known.leavesOut } : {}),
  }
}

function complainUnknown({ file, problems }: ApplyContext, members: readonly Member[]): void {
  const known = members.map(({ name }) => name)
  for (const [environment, entry] of Object.entries(file.content.environments ?? {})) {
    for (const stack of Object.keys(entry?.stacks ?? {}).filter((name) => !known.includes(name))) {
      problems.push({
        code: 'NAME_UNKNOWN',
        message: `The environment \`${environment}\` changes the stack \`${stack}\`, and there is no such stack.`,
        place: file.places.key(['environments', environment, 'stacks', stack]),
        hint: didYouMean(stack, known) ?? `Stacks: ${listNames(known)}.`,
      })
    }
  }
}
