import { RotateCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { needsNewStart } from '../../shared/next-steps.ts'
import type { Situation } from '../../shared/situation.ts'
import { Button } from './button.tsx'
import { Signal } from './signal.tsx'
import { StepList } from './step-list.tsx'

/** What must be mended before anything can be started, and how. */
export function Hindrance({
  situation,
  isLooking,
  onLookAgain,
  action,
}: {
  readonly situation: Situation
  readonly isLooking: boolean
  readonly onLookAgain: () => void
  readonly action: ReactNode
}) {
  return (
    <section
      aria-label="What is in the way"
      className="wash grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-3 rounded-8 border border-line p-4 [--wash-color:var(--signal-failed)]"
    >
      <span className="mt-0.5">
        <Signal state="failed" label="failed" size={20} />
      </span>
      <div role="status" className="grid min-w-0 gap-1">
        <h2 className="text-15 break-words">{situation.title}</h2>
        <p className="text-ink-2">
          {situation.sentence} {!needsNewStart(situation.kind) && 'This page goes on by itself then.'}
        </p>
      </div>
      <div className="col-start-2 grid min-w-0 gap-4">
        <StepList steps={situation.steps} />
        <div className="flex flex-wrap gap-2">
          <Button icon={<RotateCw size={16} aria-hidden />} isBusy={isLooking} onClick={onLookAgain}>
            Look again
          </Button>
          {action}
        </div>
      </div>
    </section>
  )
}
