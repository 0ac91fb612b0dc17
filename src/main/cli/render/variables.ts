import { formatList } from '../../../shared/format.ts'
import type { EnvFileState, LabVariable, StackVariables } from '../../../shared/secrets.ts'
import {
  describeEnvFile,
  describeNeed,
  describeSource,
  providerTitles,
  relativePlace,
  relativeTo,
  stateWords,
} from '../../../shared/secrets-words.ts'
import { line, span, type Line } from './line.ts'
import { symbolOf, type Signal, type Style } from './style.ts'
import { alignColumns } from './table.ts'

interface Options {
  readonly dir: string
  /** Also what no Compose file mentions. */
  readonly all: boolean
}

/** The env files of each project in their order, then its variables with where each comes from. Pure. */
export function renderVariables(stacks: readonly StackVariables[], options: Options, style: Style): Line[] {
  return stacks.flatMap((each, index) => [
    ...(index === 0 ? [] : [[]]),
    [span(formatList(each.stacks), 'strong'), span(`  project ${each.project}`, 'quiet')],
    ...alignColumns(each.envFiles.map((file, order) => renderFile(file, order, options.dir))),
    ...renderTable(each.variables, options, style),
  ])
}

function renderFile(file: EnvFileState, order: number, dir: string): Line[] {
  const words = describeEnvFile(file)
  const by = file.provider === null ? '' : `written by ${providerTitles[file.provider]}`
  return [
    line(`  ${order + 1}. ${relativeTo(file.file, dir)}`),
    line(words, file.isLoose || file.mistake !== null ? 'warning' : 'quiet'),
    line(by, 'quiet'),
  ]
}

function renderTable(variables: readonly LabVariable[], { all, dir }: Options, style: Style): Line[] {
  const isShown = (variable: LabVariable) => all || variable.isMentioned || variable.isProblem
  const shown = variables.filter(isShown)
  const rest = variables.length - shown.length
  return [
    ...alignColumns(
      shown.map((variable) => [
        [span('  '), span(symbolOf(signalOf(variable), style), signalOf(variable))],
        line(variable.name),
        line(stateWords[variable.state], variable.isProblem ? 'failed' : 'quiet'),
        line(variable.isSecret ? 'secret' : '', 'quiet'),
        line(describeSource(variable, dir)),
        line(variable.isProblem ? describeNeed(variable, dir) : describeOthers(variable, dir), 'quiet'),
      ]),
    ),
    ...(rest > 0 ? [line(`  ${rest} more that no Compose file mentions (--all).`, 'quiet')] : []),
  ]
}

function describeOthers({ alsoIn }: LabVariable, dir: string): string {
  return alsoIn.length === 0
    ? ''
    : `also in ${formatList(
        alsoIn.map((place) => relativePlace(place, dir)),
        3,
      )}`
}

function signalOf({ isProblem, state }: LabVariable): Signal {
  if (isProblem) return 'failed'
  return state === 'set' ? 'ready' : 'stopped'
}
