import { errorFromProblems } from '../../../shared/errors.ts'
import type { ComposeProject } from '../../compose/model.ts'
import type { Lab, Stack } from '../model.ts'
import type { Hook } from '../scripts/model.ts'
import type { ApplyContext, ApplyOptions } from './apply-context.ts'
import { resolveEnvFiles, resolvePath, unique } from './apply-context.ts'
import { didYouMean, listNames } from './did-you-mean.ts'
import { mergeEnvironments } from './environments.ts'
import { inFileOrder } from './in-file-order.ts'
import { collectMembers, type Member } from './members.ts'
import type { SwitchyardFile } from './parse.ts'
import { mergeGpu } from './read-gpu.ts'
import { mergeScripts, readHooks } from './read-scripts.ts'
import { mergeSettings } from './settings.ts'
import { servicesOf } from './services-of.ts'
import { shareProjects } from './share-projects.ts'

export type { ApplyOptions } from './apply-context.ts'

/**
 * Lays a `switchyard.yaml` over what discovery found. The lab must have no environment laid over it yet; that comes
 * after, with `selectEnvironment`. Throws LAB_FILE_INVALID and NAME_UNKNOWN with everything that the file says and the
 * lab does not have; services are not known here and are not checked.
 */
export function applySwitchyardFile(lab: Lab, file: SwitchyardFile, options: ApplyOptions): Lab {
  const context: ApplyContext = { lab, file, options, problems: [], notes: [] }
  const members = collectMembers(context)
  const projects = shareProjects(context, members)
  const environments = mergeEnvironments(context, members)
  complainAboutNeeds(context, members)
  if (context.problems.length > 0) throw errorFromProblems(inFileOrder(context.problems))

  const stacks = members.flatMap((member) => {
    const project = projects.get(member.name)
    return project
      ? [createStack(context, member, members, project, environments.get(member.name) ?? [])]
      : []
  })
  return {
    ...lab,
    name: file.content.name ?? lab.name,
    configFile: file.path,
    stacks,
    ...hooksOf(readHooks(context, file.content.hooks, ['hooks'])),
    ...leftovers(context, stacks),
    networks: unique([...lab.networks, ...(file.content.networks ?? [])]),
    ...splitFromOf(context),
  }
}

function splitFromOf(context: ApplyContext): Pick<Lab, 'splitFrom'> {
  const from = context.file.content.split_from
  if (!from) return {}
  const { file, project, env_files: envFiles = [], profiles = [] } = from
  return {
    splitFrom: {
      file: resolvePath(context, file),
      project,
      envFiles: resolveEnvFiles(context, envFiles, ['split_from', 'env_files'], false),
      profiles,
    },
  }
}

function createStack(
  context: ApplyContext,
  member: Member,
  members: readonly Member[],
  project: ComposeProject,
  environments: Stack['environments'],
): Stack {
  const { name, found, ownFiles } = member
  const entry = member.entry ?? {}
  const settings = mergeSettings(found?.settings ?? new Map(), entry)
  return {
    name,
    project,
    ownFiles,
    services: servicesOf(member),
    alwaysOn: entry.always_on ?? found?.alwaysOn ?? false,
    autoStart: entry.auto_start ?? found?.autoStart ?? true,
    order: found?.order ?? orderOfAdded(name, members),
    needs: unique(entry.needs ?? found?.needs ?? []),
    environments,
    links: entry.links ?? found?.links ?? [],
    settings: mergeGpu(context, name, mergeScripts(context, name, settings, entry.scripts), entry.gpu),
    ...hooksOf(readHooks(context, entry.hooks, ['stacks', name, 'hooks'])),
    ...(entry.upstream ? { upstream: { file: resolvePath(context, entry.upstream.file) } } : {}),
    why: found?.why ?? 'Its files are given in switchyard.yaml.',
  }
}

function hooksOf(hooks: readonly Hook[]): Pick<Stack, 'hooks'> {
  return hooks.length === 0 ? {} : { hooks }
}

/**
 * The layout says nothing about a stack that only the file knows. It goes with the first stack that needs it, so that
 * the layout does not make it wait for that one; otherwise with the last, so that nothing waits for it unasked.
 */
function orderOfAdded(name: string, members: readonly Member[]): number {
  const discovered = members.filter(({ found }) => found)
  const needing = discovered.filter(({ entry }) => entry?.needs?.includes(name))
  const orders = (needing.length > 0 ? needing : discovered).map(({ found }) => found?.order ?? 0)
  if (orders.length === 0) return 0
  return needing.length > 0 ? Math.min(...orders) : Math.max(...orders)
}

function complainAboutNeeds({ file, problems }: ApplyContext, members: readonly Member[]): void {
  const known = members.map(({ name }) => name)
  for (const { name, entry } of members) {
    for (const [index, needed] of (entry?.needs ?? []).entries()) {
      if (needed !== name && known.includes(needed)) continue
      const isLeftOut = file.content.stacks?.[needed]?.enabled === false
      const others = known.filter((other) => other !== name)
      problems.push({
        code: needed === name ? 'CYCLE' : 'NAME_UNKNOWN',
        message:
          needed === name
            ? `The stack \`${name}\` cannot need itself.`
            : `The stack \`${name}\` needs \`${needed}\`, ${isLeftOut ? 'which is left out with `enabled: false`' : 'and there is no such stack'}.`,
        place: file.places.value(['stacks', name, 'needs', index]),
        hint: (needed === name ? null : didYouMean(needed, others)) ?? `Other stacks: ${listNames(others)}.`,
      })
    }
  }
}

/** Layers and notes about files that a stack uses now, and did not before, are no longer true. */
function leftovers({ lab, notes }: ApplyContext, stacks: readonly Stack[]): Pick<Lab, 'layers' | 'notes'> {
  const before = filesOf(lab.stacks)
  const isNewlyUsed = (file: string) => !before.has(file) && after.has(file)
  const after = filesOf(stacks)
  return {
    layers: lab.layers.filter(({ files }) => !files.every(isNewlyUsed)),
    notes: [...lab.notes.filter(({ file }) => !isNewlyUsed(file)), ...notes],
  }
}

function filesOf(stacks: readonly Stack[]): ReadonlySet<string> {
  return new Set(
    stacks.flatMap(({ project, environments }) => [
      ...project.files,
      ...environments.flatMap((environment) => environment.files),
    ]),
  )
}
