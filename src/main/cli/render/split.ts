import { relative } from 'node:path'
import { formatCount, formatPlace, formatProblem } from '../../../shared/format.ts'
import { besideName } from '../../../shared/move-in-words.ts'
import type { IncludeConflict, SplitProposal } from '../../../shared/move-in.ts'
import { line, span, verbatim, type Line } from './line.ts'
import { symbolOf, type Style } from './style.ts'
import { alignColumns } from './table.ts'

/** Groups with their reasons, what crosses, what is written. With `isDry`, the files themselves. */
export function renderSplit(
  proposal: SplitProposal,
  { isDry, style }: { readonly isDry: boolean; readonly style: Style },
): Line[] {
  const { groups, crossings, notes, problems, conflicts, ports, files, into } = proposal
  const path = (file: string) => relative(into, file) || '.'
  return [
    line(`${path(proposal.file)}, project ${proposal.project}`, 'strong'),
    ...groups.flatMap(({ name, alwaysOn, needs, services, file }) => [
      [],
      [
        span(name, 'strong'),
        span(
          `  ${path(file)}${alwaysOn ? ', always on' : ''}${needs.length > 0 ? `, needs ${needs.join(', ')}` : ''}`,
          'quiet',
        ),
      ],
      ...alignColumns(
        services.map((service) => [
          line(`  ${service.name}`),
          line(service.image ?? 'built here', 'quiet'),
          line(service.why, 'quiet'),
        ]),
      ),
    ]),
    ...section(
      'What crosses',
      crossings.flatMap(({ what, done, place }) => [
        line(`  ${place ? `${formatPlace(place)}: ` : ''}${what}`),
        line(`    ${done}`, 'quiet'),
      ]),
    ),
    ...conflicts.flatMap((conflict) => renderConflict(conflict, style)),
    ...section(
      'To know',
      notes.map((note) => line(`  ${note}`)),
    ),
    ...section(
      `Ports in the environment ${besideName}`,
      alignColumns(
        ports.map(({ service, from, to }) => [line(`  ${service}`), line(from), line('→'), line(to)]),
      ),
    ),
    ...renderDifferences(proposal, style),
    ...problems.map((problem) => line(`${symbolOf('failed', style)} ${formatProblem(problem)}`, 'failed')),
    ...(isDry
      ? files.flatMap(({ file, text }) => [
          [],
          line(`--- ${path(file)}`, 'strong'),
          ...text.split('\n').map((row) => verbatim(row)),
        ])
      : []),
    [],
    isDry
      ? line(
          problems.length > 0
            ? 'Nothing can be written as it is.'
            : `Nothing was written; ${formatCount(files.length, 'file')} would be.`,
        )
      : line(
          `Wrote ${formatCount(files.length, 'file')} in ${into}: ${files.map(({ file }) => path(file)).join(', ')}.`,
        ),
    ...(isDry ? [] : [line(`Next: switchyard status --lab ${into}`, 'quiet')]),
  ]
}

/** The resource, where both say it, and the ways out. */
function renderConflict({ resource, places, ways }: IncludeConflict, style: Style): Line[] {
  return [
    [],
    line(`${symbolOf('failed', style)} ${resource} conflicts with what include: brings.`, 'failed'),
    ...places.map((place) => line(`  ${formatPlace(place)}`)),
    ...ways.flatMap(({ title, text }, index) => [
      line(`  ${index + 1}. ${title}`),
      ...text
        .trimEnd()
        .split('\n')
        .map((row) => verbatim(`     ${row}`, 'quiet')),
    ]),
  ]
}

function renderDifferences({ differences }: SplitProposal, style: Style): Line[] {
  if (differences === null) return []
  if (differences.length === 0)
    return [
      [],
      line(
        `${symbolOf('ready', style)} Compose resolves the new files to the same services as the old one.`,
        'ready',
      ),
    ]
  return section(
    'What Compose resolves differently',
    differences.map(({ what, why }) =>
      why === null ? line(`  ${symbolOf('failed', style)} ${what}`, 'failed') : line(`  ${what} ${why}`),
    ),
  )
}

function section(title: string, lines: readonly Line[]): Line[] {
  return lines.length === 0 ? [] : [[], line(title, 'strong'), ...lines]
}
