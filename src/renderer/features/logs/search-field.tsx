import { ChevronDown, ChevronUp, Search as SearchIcon } from 'lucide-react'
import type { RefObject } from 'react'
import { formatCount } from '../../../shared/format.ts'
import { Button } from '../../ui/button.tsx'
import { leaveField } from '../../ui/leave-field.ts'
import { Field } from '../../ui/field.tsx'
import type { SearchOptions } from './search.ts'

/** What is looked for, how often it is there, and the way from one to the next. */
export function SearchField({
  input,
  options,
  error,
  matches,
  onChange,
  onStep,
}: {
  readonly input: RefObject<HTMLInputElement | null>
  readonly options: SearchOptions
  /** Why the pattern is none. */
  readonly error: string | null
  readonly matches: number
  readonly onChange: (options: SearchOptions) => void
  readonly onStep: (by: 1 | -1) => void
}) {
  const { text, isRegex } = options
  return (
    <Field
      ref={input}
      label="Search the lines"
      placeholder="Search"
      icon={<SearchIcon size={16} aria-hidden className="shrink-0" />}
      value={text}
      aria-invalid={error !== null}
      aria-describedby={error === null ? undefined : 'log-search-error'}
      className={`numeric min-w-56 flex-1 text-12 ${error === null ? '' : 'border-failed'}`}
      onChange={(event) => onChange({ ...options, text: event.target.value })}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          event.preventDefault()
          onStep(event.shiftKey ? -1 : 1)
        } else if (event.key === 'Escape') {
          event.preventDefault()
          if (text === '') leaveField(event.currentTarget)
          else onChange({ ...options, text: '' })
        }
      }}
      end={
        <>
          {error !== null ? (
            <span
              id="log-search-error"
              role="alert"
              title={error}
              className="max-w-64 truncate font-sans text-12 text-failed-ink"
            >
              {error}
            </span>
          ) : (
            text !== '' && (
              <span role="status" className="font-sans text-12 whitespace-nowrap text-ink-3">
                {formatCount(matches, 'line')}
              </span>
            )
          )}
          <span className="flex">
            <Button
              kind="ghost"
              size="small"
              aria-label="Previous match (p)"
              icon={<ChevronUp size={16} aria-hidden />}
              disabled={matches === 0}
              onClick={() => onStep(-1)}
            />
            <Button
              kind="ghost"
              size="small"
              aria-label="Next match (n)"
              icon={<ChevronDown size={16} aria-hidden />}
              disabled={matches === 0}
              onClick={() => onStep(1)}
            />
          </span>
          <button
            type="button"
            aria-label="Regular expression"
            title="Regular expression"
            aria-pressed={isRegex}
            onClick={() => onChange({ ...options, isRegex: !isRegex })}
            className="numeric grid h-6 place-items-center rounded-4 px-1.5 text-12 font-semibold text-ink-3 aria-pressed:bg-ink-2 aria-pressed:text-ink-inverse"
          >
            .*
          </button>
        </>
      }
    />
  )
}
