import { RotateCw, ScrollText, Stethoscope } from 'lucide-react'
import { useLocation } from 'wouter'
import { formatList, formatServiceRef } from '../../../shared/format.ts'
import { logsPath } from '../../../shared/page-paths.ts'
import { useRunActions } from '../../actions/run-actions.tsx'
import { Button } from '../../ui/button.tsx'
import { Signal } from '../../ui/signal.tsx'
import type { FailureStory } from './failures.ts'
import { toPlainText } from './plain-text.ts'

/** What failed, why, what it kept from starting, and what to do next. */
export function FailureList({
  failures,
  isOver,
  onChoose,
}: {
  readonly failures: readonly FailureStory[]
  readonly isOver: boolean
  /** Shows a service, by `stack/service`, beside the timeline. */
  readonly onChoose: (key: string) => void
}) {
  if (failures.length === 0) return null
  return (
    <ul
      aria-label="Failures"
      className="max-h-[45%] shrink-0 divide-y divide-line overflow-auto border-b border-line"
    >
      {failures.map((failure, index) => (
        <FailureItem key={index} failure={failure} isOver={isOver} onChoose={onChoose} />
      ))}
    </ul>
  )
}

/** The rest of what the run kept is in the side panel. */
const linesShown = 4

function FailureItem({
  failure,
  isOver,
  onChoose,
}: {
  readonly failure: FailureStory
  readonly isOver: boolean
  readonly onChoose: (key: string) => void
}) {
  const { service, step, reason, exitCode, log, keptBack } = failure
  const { restart } = useRunActions()
  const [, navigate] = useLocation()
  const name = service ? formatServiceRef(service) : (step ?? 'The run')
  const lines = log.slice(-linesShown).map(toPlainText)
  return (
    <li className="wash flex gap-2.5 px-5 py-2.5 [--wash-color:var(--signal-failed)]">
      <Signal state="failed" label="failed" />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <p className="min-w-0 break-words">
            {service ? (
              <button
                type="button"
                className="font-semibold hover:underline"
                title="Show it beside the timeline"
                onClick={() => onChoose(name)}
              >
                {name}
              </button>
            ) : (
              <strong className="font-semibold">{name}</strong>
            )}{' '}
            <span className="text-failed-ink">{reason}</span>
            {exitCode !== null && !reason.includes(`code ${exitCode}`) && (
              <span className="text-ink-2"> (exit code {exitCode})</span>
            )}
          </p>
          <span className="ml-auto flex gap-1">
            {service && isOver && (
              <Button
                size="small"
                icon={<RotateCw size={14} aria-hidden />}
                onClick={() => restart([formatServiceRef(service)])}
              >
                Restart
              </Button>
            )}
            {service && (
              <Button
                kind="ghost"
                size="small"
                icon={<ScrollText size={14} aria-hidden />}
                onClick={() => navigate(logsPath(service.stack, service.service))}
              >
                Logs
              </Button>
            )}
            <Button
              kind="ghost"
              size="small"
              icon={<Stethoscope size={14} aria-hidden />}
              onClick={() => navigate('/doctor')}
            >
              Doctor
            </Button>
          </span>
        </div>
        {keptBack.length > 0 && (
          <p className="text-12 text-ink-2">Not started because of it: {formatList(keptBack, 6)}.</p>
        )}
        {lines.length > 0 && (
          <pre className="numeric mt-1.5 max-h-20 overflow-auto rounded-4 border border-line bg-well px-2 py-1 text-12/[17px] whitespace-pre-wrap text-ink-2">
            {lines.join('\n')}
          </pre>
        )}
      </div>
    </li>
  )
}
