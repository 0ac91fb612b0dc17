import type { EnvironmentRow, StackComparison } from '../../../shared/environment-table.ts'

/** The rows of one stack: what is said of it, then service by service. */
export function StackRows({
  comparison: { stack, rows, problems },
  showsAll,
}: {
  readonly comparison: StackComparison
  readonly showsAll: boolean
}) {
  const shown = rows.filter(({ differs }) => differs || showsAll)
  const columns = rows[0]?.cells.length ?? 1
  const services = Map.groupBy(shown, ({ service }) => service)
  return (
    <tbody>
      <Divider name={stack} columns={columns} isStack />
      {problems.map(({ environment, problem }) => (
        <tr key={environment}>
          <td
            colSpan={columns + 1}
            className="border-t border-line px-3 py-1.5 text-failed-ink [overflow-wrap:anywhere]"
          >
            {environment}: {problem}
          </td>
        </tr>
      ))}
      {[...services].flatMap(([service, own]) => [
        ...(service === null
          ? []
          : [<Divider key={service} name={service} columns={columns} isStack={false} />]),
        ...own.map((row) => <Row key={`${service} ${row.title}`} row={row} />),
      ])}
    </tbody>
  )
}

function Divider({
  name,
  columns,
  isStack,
}: {
  readonly name: string
  readonly columns: number
  readonly isStack: boolean
}) {
  return (
    <tr>
      <th
        colSpan={columns + 1}
        scope="rowgroup"
        className={`border-t border-line px-3 py-1.5 text-left ${isStack ? 'bg-raised text-13 font-semibold' : 'font-medium'}`}
      >
        <span className="sticky left-3">{name}</span>
      </th>
    </tr>
  )
}

/** What differs from the files as they are stands out; what is the same is quiet. */
function Row({ row: { title, service, cells, differs } }: { readonly row: EnvironmentRow }) {
  const first = wordsOf(cells[0])
  return (
    <tr className="align-top">
      <th
        scope="row"
        className={`sticky left-0 bg-surface py-1 pr-3 text-left font-normal text-ink-2 ${service === null ? 'pl-3' : 'pl-6'}`}
      >
        {title}
      </th>
      {cells.map((cell, index) => {
        const isOther = differs && (index === 0 || wordsOf(cell) !== first)
        return (
          <td key={index} className={`border-l border-line px-3 py-1 ${isOther ? 'text-ink' : 'text-ink-3'}`}>
            {cell === null || cell.length === 0 ? (
              <span className="text-ink-3">{cell === null ? 'no such service' : 'none'}</span>
            ) : (
              <ul>
                {cell.map((word) => (
                  <li key={word} className="numeric [overflow-wrap:anywhere]">
                    {word}
                  </li>
                ))}
              </ul>
            )}
          </td>
        )
      })}
    </tr>
  )
}

function wordsOf(cell: readonly string[] | null | undefined): string | null {
  return cell?.join('\n') ?? null
}
