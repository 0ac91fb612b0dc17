import type { ReactNode } from 'react'
import type { Problem } from '../../shared/errors.ts'
import { formatPlace } from '../../shared/format.ts'
import { CopyButton } from './copy-button.tsx'
import { Signal } from './signal.tsx'
import { Words } from './words.tsx'

/** The same among the panels of a screen. */
export function ProblemPanel(props: Parameters<typeof ProblemView>[0]) {
  return (
    <div className="rounded-8 border border-line bg-surface">
      <ProblemView {...props} />
    </div>
  )
}

/** What is wrong, where, and what to do, with the raw text to copy. */
export function ProblemView({
  problems,
  action,
}: {
  readonly problems: readonly Problem[]
  readonly action?: ReactNode
}) {
  const details = problems
    .map(({ code, message, place, hint }) =>
      [code, place && formatPlace(place), message, hint].filter(Boolean).join('\n'),
    )
    .join('\n\n')
  return (
    <div role="alert" className="grid gap-3 p-4">
      {problems.map((problem, index) => (
        <div key={index} className="flex gap-3">
          <Signal state="failed" label="Error" />
          <div className="min-w-0">
            <p className="font-medium break-words">{problem.message}</p>
            {problem.hint !== undefined && (
              <p className="break-words text-ink-2">
                <Words>{problem.hint}</Words>
              </p>
            )}
            {problem.place && (
              <p className="numeric text-12 break-all text-ink-3">{formatPlace(problem.place)}</p>
            )}
          </div>
        </div>
      ))}
      <div className="flex items-center gap-2 pl-7">
        {action}
        <CopyButton text={details} label="Copy details" />
      </div>
    </div>
  )
}
