import { useMemo, useRef } from 'react'
import { formatMetric, metricUnits } from '../../shared/metric-words.ts'
import type { Mark } from '../../shared/record.ts'
import { problemsOf } from '../bridge/problems.ts'
import { Button } from '../ui/button.tsx'
import { Graph } from '../ui/graph/graph.tsx'
import type { GraphLine } from '../ui/graph/graph-data.ts'
import { useInView } from '../ui/in-view.ts'
import { ProblemView } from '../ui/problem-view.tsx'
import { Bones, Panel } from '../ui/surface.tsx'
import { toCsv } from './csv.ts'
import { type GraphOf, linesOf, type NamedLine, namedLines } from './graph-of.ts'
import { chooseLiveries } from './liveries.ts'
import { MarkList } from './mark-list.tsx'
import { pieceOf } from './range.ts'
import { RangePicker } from './range-picker.tsx'
import { type MarkScope, useMarks } from './use-marks.ts'
import { useMetricLines } from './use-metric-lines.ts'
import { useRange } from './use-range.ts'

const noMarks: readonly Mark[] = []

/** Graphs over the same time as all others. Dragging over one of them chooses a piece for all. */
export function GraphsPanel({
  title,
  graphs,
  fileName,
  hasRange = true,
  marksOf = null,
}: {
  readonly title: string
  /** The same object as long as they are the same. */
  readonly graphs: readonly GraphOf[]
  /** Of what is exported, without its ending. */
  readonly fileName: string
  /** Whether the time is chosen here. */
  readonly hasRange?: boolean
  /** Whose marks stand on the time line; null for none. */
  readonly marksOf?: MarkScope | null
}) {
  const place = useRef<HTMLDivElement>(null)
  const [range, setRange] = useRange()
  const asked = useMemo(() => linesOf(graphs), [graphs])
  const isInView = useInView(place)
  const { data, error, refetch } = useMetricLines(asked, range, isInView)
  const happened = useMarks(marksOf, range, isInView)
  const drawn = useMemo(() => data && drawnGraphs(graphs, namedLines(graphs, data)), [data, graphs])
  return (
    <Panel title={title} {...(hasRange ? { end: <RangePicker /> } : {})}>
      <div ref={place} className="px-3 pb-3">
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
        {data?.notice && <p className="mb-3 text-12 text-ink-3">{data.notice}</p>}
        {drawn && data ? (
          <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,360px),1fr))] gap-x-5 gap-y-3">
            {drawn.map(({ graph, named, lines }) => (
              <Graph
                key={graph.title}
                title={graph.title}
                times={data}
                lines={lines}
                marks={happened?.marks ?? noMarks}
                look={graph.look ?? 'lines'}
                limit={graph.limit ?? null}
                format={formatOf(graph)}
                isBinary={unitOf(graph).startsWith('bytes')}
                onChoose={(fromMs, toMs) => setRange(pieceOf(fromMs, toMs))}
                file={{
                  name: `${fileName}-${graph.title.toLowerCase().replaceAll(/\W+/g, '-')}`,
                  toCsv: () => toCsv(data, named),
                }}
              />
            ))}
          </div>
        ) : (
          !error && <Bones rows={6} />
        )}
        {happened && <MarkList answer={happened} />}
      </div>
    </Panel>
  )
}

function unitOf({ lines }: GraphOf) {
  return metricUnits[lines[0]?.metric ?? 'cpu']
}

function formatOf(graph: GraphOf): (value: number) => string {
  const unit = unitOf(graph)
  return (value) => formatMetric(value, unit)
}

function drawnGraphs(graphs: readonly GraphOf[], named: readonly (readonly NamedLine[])[]) {
  return graphs.flatMap((graph, index) => {
    const own = named[index] ?? []
    if (own.length === 0 && graph.isOptional) return []
    const isPlain = own.length === 1 || graph.look === 'heat'
    const colors = isPlain ? own.map(() => '--series') : chooseLiveries(own.map(({ place }) => place))
    const lines = own.map(({ name, line }, at): GraphLine => ({
      name,
      color: colors[at] ?? '--series',
      ...line,
    }))
    return [{ graph, named: own, lines }]
  })
}
