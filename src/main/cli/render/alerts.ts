import { formatAlertSubject } from '../../../shared/alert-words.ts'
import type { Alert, AlertList } from '../../../shared/alerts.ts'
import { formatCount, formatDuration, formatMoment } from '../../../shared/format.ts'
import { line, span, type Line } from './line.ts'
import { symbolOf, type Style } from './style.ts'
import { alignColumns } from './table.ts'

const closedShown = 10
const logShown = 5

/** Open alerts with the end of their logs, then the latest that are over. */
export function renderAlerts(list: AlertList, style: Style, nowMs: number): Line[] {
  const open = list.open.filter(({ isDismissed }) => !isDismissed)
  const heads = alignColumns(open.map((alert) => renderOpen(alert, style, nowMs)))
  const closed = list.closed.slice(0, closedShown)
  return [
    ...open.flatMap((alert, index) => [
      heads[index] ?? [],
      ...alert.log.slice(-logShown).map((text) => line(`     ${text}`, 'quiet')),
    ]),
    line(open.length === 0 ? 'No open alerts.' : `${formatCount(open.length, 'open alert')}.`, 'strong'),
    ...(closed.length > 0 ? [line(''), line('Over:', 'quiet')] : []),
    ...alignColumns(closed.map((alert) => renderClosed(alert, nowMs))),
    ...(list.watchedBy === 'nobody' ? [line(unwatched, 'quiet')] : []),
    ...(list.notice === null ? [] : [line(list.notice, 'warning')]),
  ]
}

const unwatched =
  'Nobody watches now: alerts are raised while `switchyard serve` or the desktop app is there.'

function renderOpen({ subject, text, openedAt }: Alert, style: Style, nowMs: number): Line[] {
  return [
    [span(symbolOf('failed', style), 'failed'), span(' '), span(formatAlertSubject(subject), 'strong')],
    [span(text), span(`, for ${formatDuration(nowMs - Date.parse(openedAt))}`, 'quiet')],
  ]
}

function renderClosed({ subject, text, ending, closedAt }: Alert, nowMs: number): Line[] {
  const moment = closedAt === null ? '' : formatMoment(Date.parse(closedAt), nowMs)
  return [line(moment, 'quiet'), line(formatAlertSubject(subject)), line(ending ?? text, 'quiet')]
}
