import { ChevronRight, KeyRound, Search } from 'lucide-react'
import { useState } from 'react'
import type { ServiceDetail } from '../../../shared/detail.ts'
import { formatCount } from '../../../shared/format.ts'
import { placeToCopy } from '../../ui/places.ts'
import { Field } from '../../ui/field.tsx'
import { Panel } from '../../ui/surface.tsx'
import { SecretValue } from './secret-value.tsx'
import { arrangeVariables, describeOrigin } from './variables.ts'

/** The service's variables, each with where its value is written. */
export function EnvironmentPanel({ detail, dir }: { readonly detail: ServiceDetail; readonly dir: string }) {
  const [text, setText] = useState('')
  const [isExpanded, setIsExpanded] = useState(false)
  const { rows, hidden, found, total, secrets } = arrangeVariables(detail.environment, { text, isExpanded })
  if (total === 0) {
    return (
      <Panel title="Environment">
        <p className="px-3 pb-3 text-12 text-ink-2">It is given no variables.</p>
      </Panel>
    )
  }
  return (
    <Panel
      title="Environment"
      end={
        <>
          <span className="tabular-nums" role="status">
            {text === '' ? total : `${found} of ${total}`}, {formatCount(secrets, 'secret')}
          </span>
          <Field
            label="Show variables with this in their name or value"
            placeholder="Filter"
            value={text}
            icon={<Search size={14} aria-hidden className="shrink-0" />}
            className="h-6! w-28 text-12"
            onChange={({ target }) => setText(target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape' || text === '') return
              event.preventDefault()
              setText('')
            }}
          />
        </>
      }
    >
      <table className="w-full table-fixed border-collapse text-12">
        <colgroup>
          <col className="w-[36%]" />
          <col />
          <col className="w-[26%]" />
        </colgroup>
        <thead>
          <tr className="h-7 text-left text-ink-3 [&>th]:px-3 [&>th]:font-normal">
            <th scope="col">Name</th>
            <th scope="col">Value</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((variable) => {
            const { name, value, isSecret, place } = variable
            const origin = describeOrigin(variable, dir)
            return (
              <tr key={name} className="border-t border-line [&>td]:px-3 [&>td]:py-[5px] [&>td]:align-top">
                <td className="numeric break-all">{name}</td>
                <td className="numeric break-all" title={value ?? undefined}>
                  {isSecret ? (
                    <SecretValue service={detail.ref} name={name} />
                  ) : value === '' ? (
                    <span className="font-sans text-ink-3">empty</span>
                  ) : (
                    <span className="line-clamp-3">{value}</span>
                  )}
                </td>
                <td className="text-ink-3" title={place ? placeToCopy(place) : undefined}>
                  <span className="flex items-center gap-1 whitespace-nowrap">
                    {isSecret && <KeyRound size={12} aria-hidden className="shrink-0" />}
                    {/* The end of a name tells files apart; so it is the beginning that gives way. */}
                    <span className="min-w-0 truncate [direction:rtl]">
                      <bdi dir="ltr">{origin.file}</bdi>
                    </span>
                    {origin.line !== null && <span className="-ml-1 shrink-0">:{origin.line}</span>}
                  </span>
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {found === 0 && (
        <p className="border-t border-line px-3 py-2 text-12 text-ink-2">No variable is like that.</p>
      )}
      {(hidden > 0 || isExpanded) && text === '' && (
        <button
          type="button"
          aria-expanded={isExpanded}
          onClick={() => setIsExpanded(!isExpanded)}
          className="flex h-8 w-full items-center gap-1.5 border-t border-line px-3 text-12 text-ink-3 hover:text-ink focus-visible:-outline-offset-2"
        >
          <ChevronRight size={12} aria-hidden className={isExpanded ? '-rotate-90' : ''} />
          {isExpanded ? 'Fewer' : `${hidden} more`}
        </button>
      )}
    </Panel>
  )
}
