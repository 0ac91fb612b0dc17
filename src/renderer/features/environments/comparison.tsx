import { compareEnvironments, type StackComparison } from '../../../shared/environment-table.ts'
import { environmentName } from '../../../shared/environment-words.ts'
import type { EnvironmentTable } from '../../../shared/environments.ts'
import { formatList } from '../../../shared/format.ts'
import { useRunActions } from '../../actions/run-actions.tsx'
import { Button } from '../../ui/button.tsx'
import { Caution } from '../../ui/caution.tsx'
import { Pill } from '../../ui/pill.tsx'
import { SideScroll } from '../../ui/table.tsx'
import { StackRows } from './stack-rows.tsx'

/** A column for each environment, a row for each thing that differs. */
export function Comparison({
  table,
  showsAll,
}: {
  readonly table: EnvironmentTable
  readonly showsAll: boolean
}) {
  const stacks = compareEnvironments(table)
  const shown = stacks.filter(({ differs }) => differs || showsAll)
  const alike = stacks.filter(({ differs }) => !differs)
  const isAlone = table.environments.length === 1
  return (
    <>
      {!table.isEngineThere && <Caution>The engine does not answer, so nobody knows which one runs.</Caution>}
      {isAlone && (
        <p className="max-w-[72ch] text-ink-2">
          This lab has one environment: its files as they are. Others are files like compose.dev.yaml beside
          them, or stand under environments in switchyard.yaml.
        </p>
      )}
      {(shown.length > 0 || !isAlone) && (
        <SideScroll label="Environments" className="rounded-8 border border-line bg-surface">
          <table
            className="w-full table-fixed text-12"
            style={{ minWidth: 144 + table.environments.length * 220 }}
          >
            <Heads table={table} />
            {shown.map((stack) => (
              <StackRows key={stack.stack} comparison={stack} showsAll={showsAll} />
            ))}
          </table>
        </SideScroll>
      )}
      {alike.length > 0 && !showsAll && !isAlone && <Alike stacks={alike} />}
    </>
  )
}

function Heads({ table }: { readonly table: EnvironmentTable }) {
  const { switchTo } = useRunActions()
  return (
    <thead>
      <tr>
        <td className="sticky left-0 w-36 bg-surface" />
        {table.environments.map(({ name, isRunning }) => (
          <th
            key={environmentName(name)}
            scope="col"
            className="border-l border-line px-3 py-2 text-left font-normal"
          >
            <span className="flex flex-wrap items-center gap-2">
              <span className="min-w-0 text-13 font-semibold break-words">{environmentName(name)}</span>
              {isRunning && <Pill state="ready">runs</Pill>}
              <Button
                size="small"
                kind={isRunning ? 'ghost' : 'default'}
                className="ml-auto"
                aria-label={`Switch to ${environmentName(name)}…`}
                onClick={() => switchTo(name)}
              >
                Switch to…
              </Button>
            </span>
          </th>
        ))}
      </tr>
    </thead>
  )
}

function Alike({ stacks }: { readonly stacks: readonly StackComparison[] }) {
  return (
    <p className="text-12 text-ink-2">
      The same in every environment: {formatList(stacks.map(({ stack }) => stack))}.
    </p>
  )
}
