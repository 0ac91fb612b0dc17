import { formatCount, formatDuration, formatServiceRef } from '../../../shared/format.ts'
import {
  describeImageState,
  explainImageState,
  formatDigest,
  isOutdated,
} from '../../../shared/update-words.ts'
import type { Outdated, ServiceImage } from '../../../shared/updates.ts'
import { line, span, type Line, type Span } from './line.ts'
import { symbolOf, type Style } from './style.ts'
import { alignColumns } from './table.ts'

/** A line for each service: what it runs, and whether there is something newer. Pure. */
export function renderOutdated({ services, elapsedMs }: Outdated, style: Style): Line[] {
  if (services.length === 0) return [line('No service of this lab has an image.')]
  const newer = services.filter(isOutdated)
  const unknown = services.filter(({ state }) => state.kind === 'unknown')
  const asked = elapsedMs === null ? '' : ` (asked in ${formatDuration(elapsedMs)})`
  const verdict =
    newer.length === 0 ? 'Nothing is newer' : `${formatCount(newer.length, 'service')} can be updated`
  const rest = unknown.length === 0 ? '' : `, ${unknown.length} not known`
  return [
    ...alignColumns(services.map((each) => renderImage(each, style))),
    line(`${verdict}${rest}${asked}.`, 'strong'),
  ]
}

function renderImage(image: ServiceImage, style: Style): Line[] {
  const { service, reference, state, digest, imageId } = image
  const explained = explainImageState(image)
  const runs = digest ?? imageId
  return [
    [signOf(image, style), span(' '), span(formatServiceRef(service))],
    line(reference ?? 'built here', 'quiet'),
    line(runs === null ? '–' : formatDigest(runs), 'quiet'),
    [
      span(describeImageState(state), isOutdated(image) ? 'strong' : 'plain'),
      ...(explained === null
        ? []
        : [span(` (${explained})`, state.kind === 'unknown' ? 'warning' : 'quiet')]),
    ],
  ]
}

/** A newer image is an offer and no state, so it has no colour; where nothing is to be known, nothing stands. */
function signOf(image: ServiceImage, style: Style): Span {
  if (isOutdated(image)) return span(style.unicode ? '↑ ' : '^ ', 'strong')
  if (image.state.kind === 'unknown') return span(symbolOf('warning', style), 'warning')
  return image.state.kind === 'current' ? span(symbolOf('ready', style), 'ready') : span('  ')
}
