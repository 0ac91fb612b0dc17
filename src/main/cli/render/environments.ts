import {
  compareEnvironments,
  type EnvironmentRow,
  type StackComparison,
} from '../../../shared/environment-table.ts'
import { environmentName } from '../../../shared/environment-words.ts'
import type { EnvironmentTable } from '../../../shared/environments.ts'
import { formatCount, formatList } from '../../../shared/format.ts'
import { line, span, type Line } from './line.ts'
import { symbolOf, type Style } from './style.ts'
import { alignColumns } from './table.ts'

/** The environments of a lab, what differs between them, and which one runs. Readable at any width: one under another. */
export function renderEnvironments(
  table: EnvironmentTable,
  { style, showsAll }: { readonly style: Style; readonly showsAll: boolean },
): Line[] {
  const names = table.environments.map(({ name }) => environmentName(name))
  const stacks = compareEnvironments(table)
  const alike = stacks.filter(({ differs }) => !differs)
  return [
    ...alignColumns(
      table.environments.map(({ isRunning }, index) => [
        [span(symbolOf(isRunning ? 'ready' : 'waiting', style), isRunning ? 'ready' : 'quiet')],
        line(names[index] ?? '', 'strong'),
        line(describeRunning(table, index), 'quiet'),
      ]),
    ),
    ...stacks
      .filter(({ differs }) => differs || showsAll)
      .flatMap((stack) => renderStack(stack, names, { style, showsAll })),
    ...(alike.length === 0 || showsAll
      ? []
      : [[], line(`The same in every environment: ${formatList(alike.map(({ stack }) => stack))}.`)]),
  ]
}

function describeRunning({ environments, isEngineThere }: EnvironmentTable, index: number): string {
  if (!isEngineThere) return 'the engine does not answer'
  const environment = environments[index]
  if (!environment?.isRunning) return ''
  const running = environment.stacks.filter((stack) => stack.running > 0 && (index === 0 || stack.isChanged))
  const containers = running.reduce((sum, stack) => sum + stack.running, 0)
  const projects = [...new Set(running.map(({ project }) => project))]
  return `runs: ${formatCount(containers, 'container')} of ${formatList(projects)}`
}

function renderStack(
  { stack, rows, problems }: StackComparison,
  names: readonly string[],
  { style, showsAll }: { readonly style: Style; readonly showsAll: boolean },
): Line[] {
  const shown = rows.filter(({ differs }) => differs || showsAll)
  const groups = Map.groupBy(shown, ({ service }) => service)
  return [
    [],
    line(stack, 'strong'),
    ...problems.map(({ environment, problem }) =>
      line(`  ${symbolOf('failed', style)} ${environment}: ${problem}`, 'failed'),
    ),
    ...[...groups].flatMap(([service, own]) => [
      ...(service === null ? [] : [line(`  ${service}`)]),
      ...own.flatMap((row) => renderRow(row, names, service === null ? 2 : 4)),
    ]),
  ]
}

/** Environments that say the same stand together. */
function renderRow(
  { title, cells, differs }: EnvironmentRow,
  names: readonly string[],
  indent: number,
): Line[] {
  const space = ' '.repeat(indent)
  const groups = Map.groupBy(names.keys(), (index) => cells[index]?.join(', ') ?? null)
  const told = [...groups].map(([words, indices]) => [
    line(`${space}  ${indices.map((index) => names[index]).join(', ')}`, differs ? 'plain' : 'quiet'),
    words === null ? line('no such service', 'quiet') : words === '' ? line('none', 'quiet') : line(words),
  ])
  return [line(`${space}${title}`, 'quiet'), ...alignColumns(told)]
}
