import { BellOff, CalendarClock, Check, GanttChart, ScrollText, TramFront } from 'lucide-react'
import { useMutation } from '@tanstack/react-query'
import { alertWords, formatAlertSubject } from '../../../shared/alert-words.ts'
import type { Alert } from '../../../shared/alerts.ts'
import { formatDuration, formatMoment } from '../../../shared/format.ts'
import { logsPath, runPath, servicePath } from '../../../shared/page-paths.ts'
import { problemsOf } from '../../bridge/problems.ts'
import { useOrpc } from '../../bridge/use-bridge.tsx'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { ProblemView } from '../../ui/problem-view.tsx'
import { Signal } from '../../ui/signal.tsx'
import { useOpenInLab } from './use-open-in-lab.ts'

/** An open alert: what, where, since when, the end of the log, and what to do next. */
export function AlertItem({ alert, nowMs }: { readonly alert: Alert; readonly nowMs: number }) {
  const { subject, text, openedAt, log } = alert
  const sinceMs = Date.parse(openedAt)
  const orpc = useOrpc()
  const dismiss = useMutation(orpc.alerts.dismiss.mutationOptions())
  const mute = useMutation(orpc.alerts.mute.mutationOptions())
  const error = dismiss.error ?? mute.error
  return (
    <li className="wash flex gap-2.5 border-t border-line px-3 py-2.5 [--wash-color:var(--signal-failed)]">
      <Signal state="failed" label={alertWords[alert.kind].name} />
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <p className="min-w-0 flex-[1_1_280px] break-words">
            <strong className="font-semibold">{formatAlertSubject(subject)}</strong>{' '}
            <span className="text-failed-ink">{text}</span>
          </p>
          <span className="flex flex-wrap gap-1">
            <Links alert={alert} />
            <Menu
              label={`Mute ${alertWords[alert.kind].name} of ${formatAlertSubject(subject)}`}
              trigger={
                <Button kind="ghost" size="small" icon={<BellOff size={14} aria-hidden />}>
                  Mute
                </Button>
              }
              entries={mutes.map(({ label, minutes }) => ({
                label,
                onSelect: () => mute.mutate({ id: alert.id, minutes }),
              }))}
            />
            <Button
              size="small"
              icon={<Check size={14} aria-hidden />}
              isBusy={dismiss.isPending}
              onClick={() => dismiss.mutate({ id: alert.id })}
            >
              Dismiss
            </Button>
          </span>
        </div>
        <p className="text-12 text-ink-2">
          {subject.kind !== 'host' && `Lab ${subject.lab}, `}since{' '}
          <time dateTime={openedAt}>{formatMoment(sinceMs, nowMs)}</time>, for{' '}
          <span className="numeric">{formatDuration(nowMs - sinceMs)}</span>
          {alert.mutedUntil !== null && `, muted until ${formatMoment(Date.parse(alert.mutedUntil), nowMs)}`}
        </p>
        {log.length > 0 && (
          <pre
            tabIndex={0}
            aria-label="End of the log"
            className="numeric mt-1.5 max-h-32 overflow-auto rounded-4 border border-line bg-well px-2 py-1 text-12/[17px] whitespace-pre-wrap text-ink-2"
          >
            {log.join('\n')}
          </pre>
        )}
        {error !== null && <ProblemView problems={problemsOf(error)} />}
      </div>
    </li>
  )
}

const mutes = [
  { label: 'For an hour', minutes: 60 },
  { label: 'For 8 hours', minutes: 8 * 60 },
  { label: 'For a week', minutes: 7 * 24 * 60 },
] as const

function Links({ alert: { subject, runId } }: { readonly alert: Alert }) {
  const open = useOpenInLab()
  if (subject.kind === 'host') {
    return (
      <Button kind="ghost" size="small" onClick={() => open(null, '/host')}>
        Host
      </Button>
    )
  }
  const { dir } = subject
  const run = runId !== null && (
    <Button
      kind="ghost"
      size="small"
      icon={<GanttChart size={14} aria-hidden />}
      onClick={() => open(dir, runPath(runId))}
    >
      Run
    </Button>
  )
  if (subject.kind === 'schedule') {
    return (
      <>
        <Button
          kind="ghost"
          size="small"
          icon={<CalendarClock size={14} aria-hidden />}
          onClick={() => open(dir, '/schedules')}
        >
          Schedules
        </Button>
        {run}
      </>
    )
  }
  const { stack, service } = subject
  return (
    <>
      <Button
        kind="ghost"
        size="small"
        icon={<TramFront size={14} aria-hidden />}
        onClick={() => open(dir, servicePath({ stack, service }))}
      >
        Service
      </Button>
      <Button
        kind="ghost"
        size="small"
        icon={<ScrollText size={14} aria-hidden />}
        onClick={() => open(dir, logsPath(stack, service))}
      >
        Logs
      </Button>
      {run}
    </>
  )
}
