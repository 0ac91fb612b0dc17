import { Wrench } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import type { Finding } from '../../../shared/doctor.ts'
import { formatPlace } from '../../../shared/format.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Signal } from '../../ui/signal.tsx'
import { Words } from '../../ui/words.tsx'

/** One thing that is wrong. `onFix` shows the fix and goes to it; it does not do it yet. */
export function FindingRow({
  finding,
  isSelected,
  isFixing,
  onSelect,
  onFix,
  onKeyDown,
}: {
  readonly finding: Finding
  readonly isSelected: boolean
  readonly isFixing: boolean
  readonly onSelect: () => void
  readonly onFix: () => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}) {
  const { id, level, message, stack, advice, place, fix } = finding
  return (
    <li
      data-finding={id}
      tabIndex={isSelected ? 0 : -1}
      aria-current={isSelected ? 'true' : undefined}
      onClick={onSelect}
      onFocus={onSelect}
      onKeyDown={(event) => event.target === event.currentTarget && onKeyDown(event)}
      className={`relative grid scroll-m-2 grid-cols-[18px_minmax(0,1fr)_auto] items-start gap-3.5 border-b border-line px-5 py-[15px] focus-visible:-outline-offset-2 max-[1240px]:px-3.5 ${
        isSelected
          ? 'bg-raised before:absolute before:inset-y-0 before:left-0 before:w-0.5 before:bg-ink'
          : 'hover:bg-surface'
      }`}
    >
      <span className="mt-0.5">
        <Signal state={level === 'error' ? 'failed' : 'warning'} label={level} size={18} />
      </span>
      <div className="grid min-w-0 gap-[3px]">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <h2 className="min-w-0 break-words">
            <Words>{message}</Words>
          </h2>
          {stack !== undefined && <span className="text-12 text-ink-3">{stack}</span>}
        </div>
        {advice !== undefined && (
          <p className="max-w-[96ch] break-words text-ink-2">
            <Words>{advice}</Words>
          </p>
        )}
        {place && (
          <div className="flex min-w-0 items-center gap-1">
            <span className="numeric min-w-0 text-12 break-all text-ink-3">{formatPlace(place)}</span>
            <CopyButton text={formatPlace(place)} label="Copy the place" />
          </div>
        )}
      </div>
      {fix && (
        <Button
          className="mt-0.5 min-w-[76px]"
          icon={<Wrench size={16} aria-hidden />}
          isBusy={isFixing}
          aria-label={`Fix: ${message}`}
          onClick={(event) => {
            event.stopPropagation()
            onFix()
          }}
        >
          Fix
        </Button>
      )}
    </li>
  )
}
