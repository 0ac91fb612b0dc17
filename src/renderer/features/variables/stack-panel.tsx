import { KeyRound } from 'lucide-react'
import { formatCount, formatList } from '../../../shared/format.ts'
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
import { StateWords } from '../../ui/state-words.tsx'
import { Panel } from '../../ui/surface.tsx'
import { cell, Table, type TableColumn, tableRow } from '../../ui/table.tsx'

/** The env files of a project in their order, and its variables. */
export function StackPanel({
  stack,
  dir,
  showsAll,
}: {
  readonly stack: StackVariables
  readonly dir: string
  /** Also what no Compose file mentions. */
  readonly showsAll: boolean
}) {
  const { stacks, variables, envFiles } = stack
  const shown = variables.filter(({ isMentioned, isProblem }) => showsAll || isMentioned || isProblem)
  const rest = variables.length - shown.length
  return (
    <Panel title={formatList(stacks)} end={formatCount(variables.length, 'variable')}>
      <ol
        aria-label={`Env files of ${formatList(stacks)}, later ones win`}
        className="border-t border-line py-1.5"
      >
        {envFiles.map((file, index) => (
          <EnvFileLine key={file.file} file={file} order={index + 1} dir={dir} />
        ))}
      </ol>
      {shown.length > 0 && (
        <Variables label={`Variables of ${formatList(stacks)}`} variables={shown} dir={dir} />
      )}
      {rest > 0 && (
        <p className="border-t border-line px-3 py-2 text-12 text-ink-3">
          {rest} more that no Compose file mentions.
        </p>
      )}
    </Panel>
  )
}

function EnvFileLine({
  file,
  order,
  dir,
}: {
  readonly file: EnvFileState
  readonly order: number
  readonly dir: string
}) {
  const isWrong = file.isLoose || file.mistake !== null
  return (
    <li className="flex flex-wrap items-baseline gap-x-2 px-3 py-0.5 text-12">
      <span className="numeric text-ink-3">{order}.</span>
      <span className="numeric break-all">{relativeTo(file.file, dir)}</span>
      <span className={isWrong ? 'text-loading-ink' : 'text-ink-3'}>{describeEnvFile(file)}</span>
      {file.provider !== null && (
        <span className="text-ink-3">written by {providerTitles[file.provider]}</span>
      )}
    </li>
  )
}

const columns: readonly TableColumn[] = [
  { title: 'Name', width: '30%' },
  { title: 'State', width: '14%' },
  { title: 'From', width: '26%' },
  { title: 'Elsewhere', width: '30%' },
]

function Variables({
  label,
  variables,
  dir,
}: {
  readonly label: string
  readonly variables: readonly LabVariable[]
  readonly dir: string
}) {
  return (
    <Table label={label} columns={columns} className="min-w-[680px] table-fixed">
      <tbody>
        {variables.map((variable) => (
          <Row key={variable.name} variable={variable} dir={dir} />
        ))}
      </tbody>
    </Table>
  )
}

function Row({ variable, dir }: { readonly variable: LabVariable; readonly dir: string }) {
  const { name, state, isSecret, isProblem, alsoIn } = variable
  const others = alsoIn.map((place) => relativePlace(place, dir))
  return (
    <tr className={tableRow}>
      <td className={`${cell} numeric break-words`}>
        {name}
        {isSecret && (
          <span className="ml-1.5 inline-block align-[-1px] text-ink-3">
            <KeyRound size={12} role="img" aria-label="secret" />
          </span>
        )}
      </td>
      <td className={cell}>
        <StateWords state={isProblem ? 'failed' : state === 'set' ? 'ready' : 'stopped'}>
          <span className={isProblem ? 'text-failed-ink' : state === 'set' ? '' : 'text-ink-3'}>
            {stateWords[state]}
          </span>
        </StateWords>
      </td>
      <td className={`${cell} numeric break-words text-ink-2`}>{describeSource(variable, dir)}</td>
      <td className={`${cell} break-words text-ink-3`}>
        {isProblem ? describeNeed(variable, dir) : formatList(others, 3)}
      </td>
    </tr>
  )
}
