import type { ApplyContext } from './apply-context.ts'
import { listNames } from './did-you-mean.ts'
import type { Member } from './members.ts'

/** Services that are the stack's; what discovery read of its files counts only while these are its files. */
export function servicesOf({ entry, found, hasOtherFiles }: Member): readonly string[] | null {
  return entry?.services ?? (hasOtherFiles ? null : (found?.services ?? null))
}

/** When the file brings stacks together in one project, nobody but the file can say whose services are whose. */
export function complainUndivided(context: ApplyContext, group: readonly Member[]): void {
  const isAsFound = group.every(
    ({ found, hasOtherFiles }) =>
      found && !hasOtherFiles && found.project.key === group[0]?.found?.project.key,
  )
  if (group.length < 2 || isAsFound) return
  const undivided = group.filter((member) => servicesOf(member) === null)
  const named =
    undivided.find(({ entry }) => entry) ??
    (undivided.length > 0 ? group.find(({ entry }) => entry) : undefined)
  if (!named) return
  context.problems.push({
    code: 'LAB_FILE_INVALID',
    message: `The stacks ${listNames(group.map(({ name }) => name))} share the Compose project \`${named.projectName}\`, and it is not said which services are whose.`,
    place: context.file.places.key(['stacks', named.name, ...(named.entry?.project ? ['project'] : [])]),
    hint: `Give ${listNames(undivided.map(({ name }) => name))} a list of \`services\`.`,
  })
}
