import { formatCount, formatDuration, formatServiceRef } from '../../../shared/format.ts'
import {
  describeImageState,
  explainImageState,
  formatDigest,
  isOutdated,
} from '../../../shared/update-words.ts'
import type { Outdated, ServiceImage } from '../../../shared/updates.ts'
import { line, span, type Line } from './line.ts'
import { symbolOf, type Signal, type Style } from './style.ts'
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
  const signal = signalOf(image)
  const explained = explainImageState(image)
  const runs = digest ?? imageId
  return [
    [span(symbolOf(signal, style), signal), span(' '), span(formatServiceRef(service))],
    line(reference ?? 'built here', 'quiet'),
    line(runs === null ? '–' : formatDigest(runs), 'quiet'),
    [
      span(describeImageState(state), signal === 'loading' ? 'strong' : 'plain'),
      ...(explained === null
        ? []
        : [span(` (${explained})`, state.kind === 'unknown' ? 'warning' : 'quiet')]),
    ],
  ]
}

function signalOf(image: ServiceImage): Signal {
  if (isOutdated(image)) return 'loading'
  if (image.state.kind === 'unknown') return 'warning'
  return image.state.kind === 'current' ? 'ready' : 'stopped'
}
