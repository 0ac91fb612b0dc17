import { alertWords, formatAlertSubject } from '../../../shared/alert-words.ts'
import type { Alert } from '../../../shared/alerts.ts'
import { formatMoment } from '../../../shared/format.ts'

/** One line of what is over, or was dismissed. */
export function EndedAlert({ alert, nowMs }: { readonly alert: Alert; readonly nowMs: number }) {
  const { subject, text, ending, kind, openedAt, closedAt } = alert
  const at = closedAt ?? openedAt
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 border-t border-line px-3 py-1.5 text-12">
      <time dateTime={at} className="numeric w-20 shrink-0 text-ink-3">
        {formatMoment(Date.parse(at), nowMs)}
      </time>
      <span className="min-w-0 flex-1 break-words">
        <strong className="font-medium">{formatAlertSubject(subject)}</strong>{' '}
        <span className="text-ink-2">{ending ?? text}</span>
      </span>
      <span className="text-ink-3">{alertWords[kind].name}</span>
    </li>
  )
}
