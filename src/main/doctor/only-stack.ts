import type { LabModel } from '../run/facts/lab-model.ts'

/** The stack of these projects, by their keys, when there is just one. */
export function onlyStack(
  { lab }: Pick<LabModel, 'lab'>,
  projectKeys: readonly string[],
): { readonly stack?: string } {
  const [stack, ...others] = lab.stacks.filter(({ project }) => projectKeys.includes(project.key))
  return stack && others.length === 0 ? { stack: stack.name } : {}
}
