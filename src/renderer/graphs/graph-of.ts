import type { Metric } from '../../shared/metric-words.ts'
import { metricLabel } from '../../shared/metric-words.ts'
import type { MetricAnswer, MetricLine, MetricSubject } from '../../shared/metrics.ts'
import type { GraphLook } from '../ui/graph/graph-data.ts'

export interface LineOf {
  readonly name: string
  readonly subject: MetricSubject
  readonly metric: Metric
}

/** One graph: what is asked for, and how it looks. */
export interface GraphOf {
  readonly title: string
  /** All in the same unit. Of many only the largest are drawn, and the rest as one. */
  readonly lines: readonly LineOf[]
  readonly look?: GraphLook
  /** What cannot be exceeded; null where it is not known. */
  readonly limit?: number | null
  /** What the lines are parts of: what they leave of it is a line of its own, with this name. */
  readonly whole?: LineOf
  /** Every line is drawn, because their sum would mean nothing. */
  readonly isEach?: boolean
  /** Left out while nothing of it was measured. */
  readonly isOptional?: boolean
}

/** Several quantities of one subject. */
export function byMetric(title: string, subject: MetricSubject, metrics: readonly Metric[]): GraphOf {
  return { title, lines: metrics.map((metric) => ({ name: metricLabel(metric), subject, metric })) }
}

export interface NamedLine {
  readonly name: string
  /** Whose place it has among all of them, so that it looks the same in every graph; null for several together. */
  readonly place: number | null
  readonly line: MetricAnswer['lines'][number]
}

/** What has to be asked for these graphs, in their order. Pure. */
export function linesOf(graphs: readonly GraphOf[]): readonly MetricLine[] {
  return graphs.flatMap(({ lines, whole, look = 'lines', isEach = false }, group) => {
    const isBrief = look !== 'lines'
    const isFolded = look !== 'heat' && !isEach
    return [...lines, ...(whole ? [whole] : [])].map(({ subject, metric }, index) => ({
      subject,
      metric,
      ...(isFolded && index < lines.length ? { group } : {}),
      ...(isBrief ? { isBrief } : {}),
    }))
  })
}

/** The lines of each graph that were measured, out of the answer to `linesOf`. Pure. */
export function namedLines(
  graphs: readonly GraphOf[],
  { lines: answers, rests }: Pick<MetricAnswer, 'lines' | 'rests'>,
): readonly (readonly NamedLine[])[] {
  let next = 0
  return graphs.map(({ lines, whole }, group) => {
    const measured = lines.flatMap(({ name }, place): NamedLine[] => {
      const line = answers[next++]
      return line && line.mean.length > 0 ? [{ name, place, line }] : []
    })
    const rest = rests.find((each) => each.group === group)
    const parts = rest ? [...measured, { name: `${rest.count} more`, place: null, line: rest }] : measured
    const total = whole ? answers[next++] : undefined
    return whole && total && total.mean.length > 0
      ? [...parts, { name: whole.name, place: null, line: leftOver(total, parts) }]
      : parts
  })
}

function leftOver(total: NamedLine['line'], parts: readonly NamedLine[]): NamedLine['line'] {
  const mean = total.mean.map((value, step) =>
    value === null
      ? null
      : Math.max(
          0,
          parts.reduce((left, { line }) => left - (line.mean[step] ?? 0), value),
        ),
  )
  return { min: [], mean, max: [] }
}
