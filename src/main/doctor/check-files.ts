import { formatPlace } from '../../shared/format.ts'
import { conflictIn, findIncludeConflicts } from '../compose/include-conflicts.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import type { Draft } from './draft.ts'
import { onlyStack } from './only-stack.ts'

/** What Compose says of each stack's files, and which variables it would replace by nothing. */
export function checkFiles(model: LabModel): Draft[] {
  const broken = [...model.broken].flatMap(([stack, error]) =>
    error.problems.flatMap(({ message, place, hint }): Draft[] => {
      const conflicts = conflictIn(message) === null ? [] : includeConflictsOf(model, stack)
      if (conflicts.length > 0) return conflicts
      return [
        {
          check: 'files',
          about: stack,
          stack,
          level: 'error',
          message: `Stack ${stack}: ${message}`,
          ...(place ? { place } : {}),
          ...(hint ? { advice: hint } : {}),
        },
      ]
    }),
  )
  const unset = [...model.projects.values()].flatMap(({ project, resolved }) =>
    resolved.unsetVariables.map(({ name, place }): Draft => ({
      check: 'variables',
      about: `${project.name}/${name}`,
      ...onlyStack(model, [project.key]),
      level: 'error',
      message: `The variable ${name} is not set and has no default.`,
      ...(place ? { place } : {}),
      advice: `Set it in ${project.envFiles.at(-1) ?? `${project.dir}/.env`}, or give it a default.`,
    })),
  )
  if (broken.length + unset.length > 0) return [...broken, ...unset]
  const stacks = model.lab.stacks.length
  return [
    {
      check: 'files',
      about: null,
      level: 'ok',
      message:
        stacks === 1
          ? 'Compose accepts the files of the stack.'
          : `Compose accepts the files of all ${stacks} stacks.`,
    },
  ]
}

/** What Compose says of one resource, for each that two files say differently: where, and the ways out. */
function includeConflictsOf({ lab }: LabModel, stack: string): Draft[] {
  const files = lab.stacks.find(({ name }) => name === stack)?.project.files ?? []
  return files.flatMap((file) =>
    findIncludeConflicts(file).map(({ resource, places, ways }): Draft => {
      const [own, ...others] = places
      return {
        check: 'include',
        about: `${stack}/${resource}`,
        stack,
        level: 'error',
        message: `Stack ${stack}: ${resource} conflicts with what include: brings from ${others.map(formatPlace).join(', ')}.`,
        ...(own ? { place: own } : {}),
        advice: `${ways.map(({ title }, index) => `${index + 1}. ${title}`).join(' ')} \`switchyard split --dry-run\` shows each as text.`,
      }
    }),
  )
}
