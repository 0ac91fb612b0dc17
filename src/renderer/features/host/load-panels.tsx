import { formatClock } from '../../../shared/format.ts'
import type { HostReadings } from '../../../shared/host.ts'
import { Signal, signalInk } from '../../ui/signal.tsx'
import { Chart, type ChartPoint } from './chart.tsx'
import type { HostSample, PressurePart } from './host-history.ts'
import { formatPercent, judgePressure, type Judgement } from './words.ts'

/** How busy the processors are, and how long work waits for processors, memory and disks. */
export function LoadPanels({
  readings,
  samples,
}: {
  readonly readings: HostReadings
  readonly samples: readonly HostSample[]
}) {
  const { cpu, pressure } = readings
  return (
    <div className="grid grid-cols-4 gap-3 max-[1240px]:grid-cols-2">
      <LoadPanel
        title="CPU"
        percent={cpu.percent}
        judgement={null}
        note={`load ${cpu.load.map((each) => each.toFixed(2)).join(' ')}`}
        lines={[samples.map(({ atMs, cpu: value }) => ({ atMs, value }))]}
      />
      {pressure === null ? (
        <p className="rounded-8 border border-line bg-surface p-3 text-12 text-ink-3">
          This kernel does not measure pressure.
        </p>
      ) : (
        pressureTitles.map(([part, title]) => {
          const { some, full } = pressure[part]
          const hasFull = full !== null && part !== 'cpu'
          const line = (kind: 'some' | 'full'): readonly ChartPoint[] =>
            samples.map(({ atMs, pressure: then }) => ({ atMs, value: then?.[part][kind] ?? null }))
          return (
            <LoadPanel
              key={part}
              title={title}
              percent={some.avg10}
              judgement={judgePressure(some.avg10)}
              note={hasFull ? 'full dashed' : ''}
              lines={hasFull ? [line('some'), line('full')] : [line('some')]}
            />
          )
        })
      )}
    </div>
  )
}

const pressureTitles: readonly (readonly [PressurePart, string])[] = [
  ['cpu', 'CPU pressure'],
  ['memory', 'Memory pressure'],
  ['io', 'I/O pressure'],
]

function LoadPanel({
  title,
  percent,
  judgement,
  note,
  lines,
}: {
  readonly title: string
  readonly percent: number | null
  readonly judgement: Judgement | null
  readonly note: string
  readonly lines: readonly (readonly ChartPoint[])[]
}) {
  return (
    <section aria-label={title} className="min-w-0 rounded-8 border border-line bg-surface px-3 pt-2.5 pb-2">
      <h2 className="text-12/4 font-normal! text-ink-2">{title}</h2>
      <div className="mb-1 flex items-center justify-between gap-2 text-12/5">
        {judgement ? (
          <span className={`flex items-center gap-1 ${signalInk[judgement.state]}`}>
            <Signal state={judgement.state} label={null} size={13} />
            {judgement.word}
          </span>
        ) : (
          <span className="numeric truncate text-11 text-ink-3">{note}</span>
        )}
        <span className="numeric shrink-0 text-13">{percent === null ? '' : formatPercent(percent)}</span>
      </div>
      <Chart label={summarize(title, lines[0] ?? [])} lines={lines} caption={judgement ? note : ''} />
    </section>
  )
}

/** `CPU pressure: 9.0 % now, at most 14 % since 12:31`. */
function summarize(title: string, points: readonly ChartPoint[]): string {
  const values = points.flatMap(({ value }) => value ?? [])
  const now = values.at(-1)
  const first = points[0]
  if (now === undefined || !first) return `${title}: not measured yet`
  const since = formatClock(first.atMs).slice(0, 5)
  return `${title}: ${formatPercent(now)} now, at most ${formatPercent(Math.max(...values))} since ${since}`
}
