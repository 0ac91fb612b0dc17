import { dirname } from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import type { Crossing } from '../../shared/move-in.ts'
import { placeInFile } from '../compose/place-in-file.ts'
import { isOutsideNetwork, type ResolvedNames, usesEntry } from './build-files.ts'
import type { GroupTarget } from './model.ts'
import { findMovedPaths } from './move-paths.ts'
import { groupsByService } from './propose-groups.ts'
import { type ComposeSource, entriesOf, offsetOf } from './source.ts'

/** Everything that belongs to more than one stack, and what becomes of it. Pure. */
export function findCrossings(
  source: ComposeSource,
  targets: readonly GroupTarget[],
  options: { readonly isNumbered: boolean; readonly names: ResolvedNames },
): readonly Crossing[] {
  return [
    ...crossingDependencies(source, targets, options.isNumbered),
    ...crossingEntries(source, targets, options),
    ...movedPaths(source, targets),
  ]
}

function crossingDependencies(
  source: ComposeSource,
  targets: readonly GroupTarget[],
  isNumbered: boolean,
): Crossing[] {
  const groupOf = groupsByService(targets.map(({ group }) => group))
  const place = placesOf(source)
  return targets.flatMap(({ group }) =>
    group.services.flatMap(({ service }) => {
      const outside = (other: string) => groupOf.has(other) && groupOf.get(other) !== group.name
      return [
        ...service.dependsOn.filter(outside).map((other): Crossing => ({
          kind: 'depends_on',
          what: `${group.name}/${service.name} waits for ${groupOf.get(other)}/${other}`,
          done: isNumbered
            ? `The stack ${group.name} needs the stack ${groupOf.get(other)}: it waits until all of that is ready.`
            : 'Stays as it is: both files are one project.',
          ...place(service.name),
        })),
        ...service.links
          .filter(({ service: other }) => outside(other))
          .map(({ service: other, alias }): Crossing => ({
            kind: 'link',
            what: `${group.name}/${service.name} is linked to ${groupOf.get(other)}/${other}`,
            done: isNumbered
              ? `Left out: the shared network knows ${other} by its name${alias === null || alias === other ? '' : `; the alias ${alias} is lost`}.`
              : 'Stays as it is: both files are one project.',
            ...place(service.name),
          })),
      ]
    }),
  )
}

function crossingEntries(
  source: ComposeSource,
  targets: readonly GroupTarget[],
  { isNumbered, names }: Parameters<typeof findCrossings>[2],
): Crossing[] {
  const shared = (['networks', 'volumes', 'secrets', 'configs'] as const).flatMap((section) => {
    const all = targets.flatMap(({ group }) => group.services.flatMap(({ service }) => service[section]))
    return [...new Set(all)].flatMap((name): Crossing[] => {
      const users = targets.filter(({ group }) => usesEntry(group, section, name))
      const isVolume = section === 'volumes'
      if (users.length < 2 && !(isNumbered && isVolume)) return []
      const by = users.map(({ group }) => group.name).join(', ')
      const kind = section.slice(0, -1) as 'network' | 'volume' | 'secret' | 'config'
      return [
        {
          kind,
          what: users.length < 2 ? `volume ${name} of ${by}` : `${kind} ${name} is used by ${by}`,
          done: entryDone({
            isNumbered,
            section,
            outside:
              section === 'networks' && isOutsideNetwork(name, { source, targets })
                ? names.networks.get(name)
                : isVolume
                  ? names.volumes.get(name)
                  : undefined,
          }),
        },
      ]
    })
  })
  const envFiles = [
    ...new Set(targets.flatMap(({ group }) => group.services.flatMap(({ service }) => service.envFiles))),
  ]
  return [
    ...shared,
    ...envFiles.flatMap((file): Crossing[] => {
      const users = targets.filter(({ group }) =>
        group.services.some(({ service }) => service.envFiles.includes(file)),
      )
      return users.length < 2
        ? []
        : [
            {
              kind: 'env_file',
              what: `${file} is read by ${users.map(({ group }) => group.name).join(', ')}`,
              done: 'Both read the same file, where it is.',
            },
          ]
    }),
  ]
}

function entryDone({
  isNumbered,
  section,
  outside,
}: {
  readonly isNumbered: boolean
  readonly section: 'networks' | 'volumes' | 'secrets' | 'configs'
  readonly outside: string | undefined
}): string {
  if (!isNumbered) return 'Stays one: both files are one project.'
  if (section === 'secrets' || section === 'configs') return 'Each file that uses it defines it.'
  const name = outside ?? 'its name'
  return section === 'networks'
    ? `External from now on, as ${name}; Switchyard makes it when it is not there.`
    : `External from now on, as ${name}, so that what is in it is kept.`
}

function movedPaths(source: ComposeSource, targets: readonly GroupTarget[]): Crossing[] {
  const from = dirname(source.file)
  const seen = new Map<string, string>()
  for (const { file } of targets)
    for (const { from: path, to } of findMovedPaths(source, from, dirname(file)))
      if (!seen.has(path)) seen.set(path, to)
  return [...seen].map(([path, to]) => ({
    kind: 'path',
    what: path,
    done: `Written as ${to}: the same place from the new folder.`,
  }))
}

/** Where a service stands in the old file. */
function placesOf(source: ComposeSource): (service: string) => Pick<Crossing, 'place'> {
  const lines = new LineCounter()
  // The text may have been put into block style; then lines would be those of no file.
  if (source.isRewritten) return () => ({})
  parseDocument(source.text, { lineCounter: lines, logLevel: 'silent' })
  const byName = new Map(entriesOf(source, 'services').map(({ name, pair }) => [name, offsetOf(pair)]))
  return (service) => ({ place: placeInFile(source.file, lines, byName.get(service)) })
}
