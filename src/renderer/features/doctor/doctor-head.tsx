import { RotateCw, Wrench } from 'lucide-react'
import { formatClock, formatCount, formatDuration } from '../../../shared/format.ts'
import { Button } from '../../ui/button.tsx'
import { Signal, type SignalState } from '../../ui/signal.tsx'
import { PageHead } from '../../ui/surface.tsx'
import type { SortedFindings } from './findings.ts'
import type { Examination } from './use-doctor.ts'

/** How it is in three numbers, when that was seen, and what to do about all of it. */
export function DoctorHead({
  sorted,
  examination,
  isChecking,
  isFixing,
  onCheckAgain,
  onFixAll,
}: {
  readonly sorted: SortedFindings
  readonly examination: Examination | undefined
  readonly isChecking: boolean
  readonly isFixing: boolean
  readonly onCheckAgain: () => void
  readonly onFixAll: () => void
}) {
  const { errors, warnings, passed, fixable } = sorted
  return (
    <PageHead
      title="Doctor"
      actions={
        <>
          {examination && (
            <span className="mr-1 text-12 text-ink-3">
              checked <span className="numeric">{formatClock(examination.checkedAtMs)}</span>, took{' '}
              <span className="numeric">{formatDuration(examination.tookMs)}</span>
            </span>
          )}
          <Button icon={<RotateCw size={16} aria-hidden />} isBusy={isChecking} onClick={onCheckAgain}>
            Check again
          </Button>
          {fixable.length > 1 && (
            <Button icon={<Wrench size={16} aria-hidden />} isBusy={isFixing} onClick={onFixAll}>
              Fix all {fixable.length}
            </Button>
          )}
        </>
      }
    >
      {examination && (
        <p role="status" className="flex flex-wrap gap-4">
          <Count state="failed" count={errors.length} word="failed" />
          <Count
            state="warning"
            count={warnings.length}
            word={warnings.length === 1 ? 'warning' : 'warnings'}
          />
          <Count state="ready" count={passed.length} word="passed" />
          {isChecking && <span className="sr-only">Checking again</span>}
        </p>
      )}
    </PageHead>
  )
}

function Count({
  state,
  count,
  word,
}: {
  readonly state: SignalState
  readonly count: number
  readonly word: string
}) {
  return (
    <span className="flex items-center gap-1.5" title={formatCount(count, 'check')}>
      <Signal state={count === 0 && state !== 'ready' ? 'stopped' : state} label={null} size={14} />
      <span className="numeric">{count}</span> <span className="text-ink-2">{word}</span>
    </span>
  )
}
