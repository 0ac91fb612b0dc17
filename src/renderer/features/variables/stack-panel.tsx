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
import { Signal } from '../../ui/signal.tsx'
import { Panel } from '../../ui/surface.tsx'

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
      {shown.length > 0 && <Table variables={shown} dir={dir} />}
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

function Table({ variables, dir }: { readonly variables: readonly LabVariable[]; readonly dir: string }) {
  return (
    <div className="overflow-x-auto border-t border-line" tabIndex={0} role="group" aria-label="Variables">
      <table className="w-full min-w-[680px] table-fixed border-collapse text-12">
        <colgroup>
          <col className="w-[30%]" />
          <col className="w-[14%]" />
          <col className="w-[26%]" />
          <col />
        </colgroup>
        <thead>
          <tr className="h-7 text-left text-ink-3 [&>th]:px-3 [&>th]:font-normal">
            <th scope="col">Name</th>
            <th scope="col">State</th>
            <th scope="col">From</th>
            <th scope="col">Also in</th>
          </tr>
        </thead>
        <tbody>
          {variables.map((variable) => (
            <Row key={variable.name} variable={variable} dir={dir} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ variable, dir }: { readonly variable: LabVariable; readonly dir: string }) {
  const { name, state, isSecret, isProblem, alsoIn } = variable
  const others = alsoIn.map((place) => relativePlace(place, dir))
  return (
    <tr className="border-t border-line [&>td]:px-3 [&>td]:py-[5px] [&>td]:align-top">
      <td className="numeric break-all">
        {name}
        {isSecret && (
          <span className="ml-1.5 inline-block align-[-1px] text-ink-3">
            <KeyRound size={12} role="img" aria-label="secret" />
          </span>
        )}
      </td>
      <td>
        <span className="flex items-center gap-1.5">
          <Signal
            state={isProblem ? 'failed' : state === 'set' ? 'ready' : 'stopped'}
            label={null}
            size={14}
          />
          <span className={isProblem ? 'text-failed-ink' : state === 'set' ? '' : 'text-ink-3'}>
            {stateWords[state]}
          </span>
        </span>
      </td>
      <td className="numeric break-all text-ink-2">{describeSource(variable, dir)}</td>
      <td className="break-words text-ink-3">
        {isProblem ? describeNeed(variable, dir) : formatList(others, 3)}
      </td>
    </tr>
  )
}
