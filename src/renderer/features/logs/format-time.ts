import { formatClock, formatMoment } from '../../../shared/format.ts'

/** `14:32:08.118` of today; lines of other days have their day before it. */
export function formatLineTime(atMs: number | null, nowMs: number): string {
  if (atMs === null) return ''
  const day = new Date(atMs).toDateString() === new Date(nowMs).toDateString() ? '' : dayOf(atMs, nowMs)
  return `${day}${formatClock(atMs)}.${String(atMs % 1000).padStart(3, '0')}`
}

/** With thin spaces between the thousands. */
export function formatNumber(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, '\u2009')
}

/** `Wed ` within a week, `11-03 ` before. */
function dayOf(atMs: number, nowMs: number): string {
  const moment = formatMoment(atMs, nowMs)
  return moment.includes('-') ? `${moment.slice(5)} ` : `${moment.split(' ')[0] ?? ''} `
}
