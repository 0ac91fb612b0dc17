import { useMemo } from 'react'
import { formatMetric, type Metric, metricLabel, metricUnits } from '../../shared/metric-words.ts'
import type { MetricAnswer, MetricLine, MetricSubject } from '../../shared/metrics.ts'
import { problemsOf } from '../bridge/problems.ts'
import { Button } from '../ui/button.tsx'
import { Graph } from '../ui/graph.tsx'
import type { GraphLine } from '../ui/graph-data.ts'
import { Picker } from '../ui/picker.tsx'
import { ProblemView } from '../ui/problem-view.tsx'
import { Bones, Panel } from '../ui/surface.tsx'
import { toCsv } from './csv.ts'
import { pieceOf, type Range, rangeChoices, usualRange } from './range.ts'
import { chooseLiveries } from './liveries.ts'
import { type NamedLine, topLines } from './top-lines.ts'
import { useMetricLines } from './use-metric-lines.ts'
import { useRange } from './use-range.ts'

/** Whose lines stand in every graph of a panel. */
export interface NamedSubject {
  readonly name: string
  readonly subject: MetricSubject
}

/** One graph: a metric of every subject, or several metrics of the only one. */
export interface GraphOf {
  readonly title: string
  readonly metrics: readonly Metric[]
}

const mostLines = 8

/** Graphs over the same time, with the choice of it. Dragging over one of them chooses a piece for all. */
export function GraphsPanel({
  title,
  subjects,
  graphs,
  fileName,
}: {
  readonly title: string
  readonly subjects: readonly NamedSubject[]
  readonly graphs: readonly GraphOf[]
  /** Of what is exported, without its ending. */
  readonly fileName: string
}) {
  const [range, setRange] = useRange()
  const asked = useMemo(() => linesOf(subjects, graphs), [subjects, graphs])
  const { data, error, refetch } = useMetricLines(asked, range)
  const drawn = useMemo(() => data && drawnGraphs(data, subjects, graphs), [data, subjects, graphs])
  return (
    <Panel title={title} end={<RangePicker range={range} onChange={setRange} />}>
      <div className="grid gap-3 px-3 pb-3">
        {error && (
          <ProblemView
            problems={problemsOf(error)}
            action={
              <Button size="small" onClick={() => void refetch()}>
                Try again
              </Button>
            }
          />
        )}
        {data?.notice && <p className="text-12 text-ink-3">{data.notice}</p>}
        {drawn && data
          ? drawn.map(({ graph, named, lines }) => (
              <Graph
                key={graph.title}
                title={graph.title}
                times={data}
                lines={lines}
                format={(value) => formatMetric(value, unitOf(graph))}
                isBinary={unitOf(graph).startsWith('bytes')}
                onChoose={(fromMs, toMs) => setRange(pieceOf(fromMs, toMs))}
                file={{ name: `${fileName}-${graph.metrics[0]}`, toCsv: () => toCsv(data, named) }}
              />
            ))
          : !error && <Bones rows={6} />}
      </div>
    </Panel>
  )
}

function unitOf({ metrics }: GraphOf) {
  return metricUnits[metrics[0] ?? 'cpu']
}

function RangePicker({
  range,
  onChange,
}: {
  readonly range: Range
  readonly onChange: (range: Range) => void
}) {
  const isPiece = range.kind === 'piece'
  return (
    <>
      {isPiece && (
        <Button size="small" onClick={() => onChange(usualRange)}>
          Back to now
        </Button>
      )}
      <Picker
        name="Range"
        value={isPiece ? 'piece' : String(range.lengthMs)}
        options={[
          ...(isPiece ? [{ value: 'piece', label: 'chosen' }] : []),
          ...rangeChoices.map(({ label, lengthMs }) => ({ value: String(lengthMs), label })),
        ]}
        onChange={(value) => value !== 'piece' && onChange({ kind: 'latest', lengthMs: Number(value) })}
      />
    </>
  )
}

function linesOf(subjects: readonly NamedSubject[], graphs: readonly GraphOf[]): readonly MetricLine[] {
  return graphs.flatMap(({ metrics }) =>
    metrics.flatMap((metric) => subjects.map(({ subject }) => ({ subject, metric }))),
  )
}

/** The answer has the lines in the order of the question. */
function drawnGraphs(answer: MetricAnswer, subjects: readonly NamedSubject[], graphs: readonly GraphOf[]) {
  let next = 0
  return graphs.map((graph) => {
    const all = graph.metrics.flatMap((metric) =>
      subjects.flatMap(({ name }, index): NamedLine[] => {
        const line = answer.lines[next++]
        const isByMetric = graph.metrics.length > 1
        return line
          ? [
              {
                name: isByMetric ? metricLabel(metric) : name,
                place: isByMetric ? graph.metrics.indexOf(metric) : index,
                line,
              },
            ]
          : []
      }),
    )
    const named = topLines(all, mostLines)
    const colors = named.length === 1 ? ['--series'] : chooseLiveries(named.map(({ place }) => place))
    const lines = named.map(({ name, line }, index): GraphLine => ({
      name,
      color: colors[index] ?? '--series',
      ...line,
    }))
    return { graph, named, lines }
  })
}
