import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { SwitchyardError } from '../../../shared/errors.ts'
import type { UpstreamDiff } from '../../../shared/updates.ts'
import { configArguments } from '../../compose/arguments.ts'
import type { Compose } from '../../compose/compose.ts'
import { extractReason } from '../../compose/explain-failure.ts'
import type { ComposeProject } from '../../compose/model.ts'
import type { Stack } from '../../lab/model.ts'
import type { LabModel } from '../../run/facts/lab-model.ts'
import { diffServices } from './diff-services.ts'
import { type ComparedProject, readProject } from './read-project.ts'

/**
 * The stacks that have an upstream, or the one that is named, against it: both as Compose resolves them with the variables of the
 * stack, so that only what the files say differs. Throws NAME_UNKNOWN for a stack that does not exist or has none.
 */
export async function compareUpstream(
  model: LabModel,
  name: string | null,
  compose: Compose,
): Promise<readonly UpstreamDiff[]> {
  const { stacks } = model.lab
  const chosen = stacks.filter((stack) => (name === null ? stack.upstream : stack.name === name))
  const first = chosen[0]
  if (name !== null && !first?.upstream) {
    throw first
      ? new SwitchyardError('NAME_UNKNOWN', `Stack ${name} has no upstream.`, {
          hint: 'Say where it is, under `upstream` of the stack in switchyard.yaml.',
        })
      : new SwitchyardError('NAME_UNKNOWN', `There is no stack named ${name} in lab ${model.lab.name}.`, {
          hint: `The stacks are: ${stacks.map((stack) => stack.name).join(', ')}.`,
        })
  }
  return Promise.all(chosen.map((stack) => compareStack(stack, compose)))
}

async function compareStack(stack: Stack, compose: Compose): Promise<UpstreamDiff> {
  const file = stack.upstream?.file ?? ''
  const { project } = stack
  const theirs: ComposeProject = {
    ...project,
    key: `${project.key} upstream`,
    dir: dirname(file),
    files: [file],
  }
  const nothing = { addedServices: [], removedServices: [], services: [], unsetVariables: [] }
  // Compose reads the `.env` of the folder of the files; upstream's holds examples, the stack's what it runs with.
  const ownDefault = join(project.dir, '.env')
  const envFiles = project.envFiles.length > 0 ? project.envFiles : existsSync(ownDefault) ? [ownDefault] : []
  const [own, other] = await Promise.all([
    resolve({ ...project, envFiles }, compose),
    resolve({ ...theirs, envFiles }, compose),
  ])
  const base = { stack: stack.name, file }
  if ('problem' in own) return { ...base, ...nothing, problem: `The stack itself: ${own.problem}.` }
  if ('problem' in other) return { ...base, ...nothing, problem: `${file}: ${other.problem}.` }
  const services =
    stack.services === null
      ? own.services
      : Object.fromEntries(Object.entries(own.services).filter(([name]) => stack.services?.includes(name)))
  const diff = diffServices({ dir: project.dir, services }, { dir: theirs.dir, services: other.services })
  return { ...base, problem: null, ...diff, unsetVariables: [...other.unset] }
}

type Resolved =
  { readonly services: ComparedProject; readonly unset: readonly string[] } | { readonly problem: string }

async function resolve(project: ComposeProject, compose: Compose): Promise<Resolved> {
  const args = [...configArguments({ ...project, profiles: ['*'] }, []), '--format', 'json']
  const { exitCode, stdout, stderr } = await compose.run(args, { cwd: project.dir })
  if (exitCode !== 0) return { problem: extractReason(stderr).replace(/\.+$/, '') }
  const unset = [...stderr.matchAll(/The \\?"?([A-Za-z_][A-Za-z0-9_]*)\\?"? variable is not set/g)]
  return {
    services: readProject(stdout),
    unset: [...new Set(unset.flatMap(([, name]) => name ?? []))].sort(),
  }
}
