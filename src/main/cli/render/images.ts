import { formatMoment } from '../../../shared/format.ts'
import { formatDigest } from '../../../shared/update-words.ts'
import type { ImageUse } from '../../../shared/updates.ts'
import { line, span, type Line } from './line.ts'
import { symbolOf, type Style } from './style.ts'
import { alignColumns } from './table.ts'

/** A line for each image that a service ran, newest first. Pure. */
export function renderImages(name: string, uses: readonly ImageUse[], style: Style, nowMs: number): Line[] {
  if (uses.length === 0) return [line(`Nothing is known to have run as ${name}.`, 'quiet')]
  const rows = uses.map(({ reference, imageId, digest, since, isHere, isCurrent }) => [
    [span(symbolOf(isCurrent ? 'ready' : 'stopped', style), isCurrent ? 'ready' : 'stopped')],
    line(formatDigest(imageId), 'strong'),
    line(reference),
    line(digest === null ? 'made here' : `digest ${formatDigest(digest)}`, 'quiet'),
    line(`since ${formatMoment(Date.parse(since), nowMs)}`, 'quiet'),
    line(
      isCurrent ? 'runs now' : isHere ? 'is here' : digest === null ? 'is gone' : 'can be pulled',
      'quiet',
    ),
  ])
  return [line(name, 'strong'), ...alignColumns(rows)]
}
