import { formatBytes, formatMoment } from '../../../shared/format.ts'
import type { CleanItem, CleanPreview, CleanResult } from '../../../shared/storage.ts'
import {
  cleanKinds,
  cleanNames,
  countItems,
  describeCleaned,
  sumBytes,
} from '../../../shared/storage-words.ts'
import { line, span, type Line } from './line.ts'
import { symbolOf, type Style } from './style.ts'
import { alignColumns } from './table.ts'

/** Every single thing that would go, by kind, with its size, its age and why nobody needs it; then what is kept all the same. */
export function renderUnused({ items, kept, warnings }: CleanPreview, style: Style, nowMs: number): Line[] {
  const notes = warnings.map((warning) => line(`${symbolOf('warning', style)} ${warning}`, 'warning'))
  const rows = [
    ...cleanKinds.flatMap((kind) => {
      const some = items.filter((item) => item.kind === kind)
      return renderItems(cleanNames[kind], some, nowMs)
    }),
    ...renderItems('kept', kept, nowMs),
  ]
  const table = alignColumns(rows, { right: [2] })
  if (items.length === 0) return [...notes, ...table, line('Nothing is unused.')]
  const known = sumBytes(items.map(({ bytes }) => bytes))
  const size = known === null ? '' : `, at least ${formatBytes(known)}`
  return [...notes, ...table, line(`${countItems(items)}${size}.`, 'strong')]
}

function renderItems(title: string, items: readonly CleanItem[], nowMs: number): Line[][] {
  return items.map((item, index) => [
    line(index === 0 ? title : '', 'strong'),
    line(shortId(item), 'quiet'),
    line(item.bytes === null ? '' : formatBytes(item.bytes)),
    line(item.createdAt === null ? '' : formatMoment(Date.parse(item.createdAt), nowMs), 'quiet'),
    [span(item.name === item.id ? '' : `${item.name}: `), span(item.why, 'quiet')],
  ])
}

function shortId({ id }: CleanItem): string {
  return id.replace('sha256:', '').slice(0, 12)
}

/** What went, what stayed and why, and what that has freed. */
export function renderCleaned(result: CleanResult, style: Style): Line[] {
  return [
    ...result.stayed.map(({ name, reason }) => [
      span(`${symbolOf('warning', style)} `, 'warning'),
      span(name, 'strong'),
      span(` stayed: ${reason}`),
    ]),
    line(describeCleaned(result)),
  ]
}
