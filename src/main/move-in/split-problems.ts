import { dirname, relative } from 'node:path'
import type { Problem } from '../../shared/errors.ts'
import { formatList } from '../../shared/format.ts'
import type { SplitStyle } from '../../shared/move-in-words.ts'
import { findUncuttable } from './build-files.ts'
import type { OldSide } from './find-old.ts'
import type { GroupTarget } from './model.ts'
import { findCircle, groupsByService, partners } from './propose-groups.ts'
import { readServices } from './read-services.ts'
import type { ComposeSource } from './source.ts'

/** Why nothing can be written; empty when it can, as far as the file alone tells. Pure. */
export function findSplitProblems(facts: {
  readonly request: { readonly style: SplitStyle; readonly groups: Readonly<Record<string, string>> }
  readonly old: Pick<OldSide, 'file' | 'overlaid'>
  readonly source: ComposeSource
  readonly targets: readonly GroupTarget[]
  readonly needs: ReadonlyMap<string, readonly string[]>
}): Problem[] {
  const { request, old, source, targets, needs } = facts
  const place = { file: old.file }
  const invalid = (message: string, hint?: string): Problem => ({
    code: 'USAGE',
    message,
    place,
    ...(hint === undefined ? {} : { hint }),
  })
  const groupOf = groupsByService(targets.map(({ group }) => group))
  const circle = request.style === 'numbered' ? findCircle(needs) : null
  const others = old.overlaid.map((file) => relative(dirname(old.file), file))
  return [
    ...findUncuttable(source).map((message) => invalid(message)),
    ...(old.overlaid.length === 0
      ? []
      : [
          invalid(
            `Compose lays ${formatList(others, 3)} over this file, and one file is split at a time.`,
            `Take what ${others.length === 1 ? 'it says' : 'they say'} into the file first, or move ${others.length === 1 ? 'it' : 'them'} away.`,
          ),
        ]),
    ...Object.entries(request.groups).flatMap(([service, group]) => [
      ...(groupOf.has(service)
        ? []
        : [
            invalid(
              `There is no service \`${service}\` in this file.`,
              `Services: ${[...groupOf.keys()].join(', ')}.`,
            ),
          ]),
      ...(/^[a-z0-9][a-z0-9_-]*$/.test(group)
        ? []
        : [invalid(`\`${group}\` cannot be the name of a stack.`, 'Small letters, digits, _ and - only.')]),
    ]),
    ...partners(readServices(source)).flatMap((members) => {
      const split = new Set(members.map((name) => groupOf.get(name)))
      return split.size < 2
        ? []
        : [invalid(`${members.join(' and ')} cannot be parted.`, 'Put them into the same stack.')]
    }),
    ...(groupOf.size < 2 || targets.length < 2
      ? [
          invalid(
            'All services are in one stack; there is nothing to split.',
            'Name groups: --group data=postgres,redis',
          ),
        ]
      : []),
    ...(circle
      ? [
          {
            code: 'CYCLE',
            message: `The stacks would wait for each other: ${circle.join(' → ')}.`,
            place,
            hint: 'Move a service to the other stack, or use the style `split`, where one project keeps the order.',
          },
        ]
      : []),
  ]
}
