import { formatMoment } from '../../../shared/format.ts'
import type { HealthRecord } from '../../../shared/record.ts'
import {
  describeAvailability,
  describeStory,
  recordFacts,
  type StripTone,
  stripTone,
} from '../../../shared/record-view.ts'
import { Signal } from '../../ui/signal.tsx'
import { KeyValues } from '../../ui/surface.tsx'

/** The last day of a service, what happened to it lately, and what that comes to. */
export function RecordView({ record, nowMs }: { readonly record: HealthRecord; readonly nowMs: number }) {
  const story = describeStory(record, 6)
  return (
    <>
      <DayStrip record={record} nowMs={nowMs} />
      {story.length > 0 && (
        <ul className="grid gap-1">
          {story.map(({ atMs, signal, text, beside, output }, index) => (
            <li
              key={`${atMs} ${index}`}
              className="grid grid-cols-[14px_64px_minmax(0,1fr)_max-content] gap-x-2"
            >
              <span className="pt-px">
                <Signal state={signal} label={null} size={14} />
              </span>
              <span className="numeric text-ink-3">{formatMoment(atMs, nowMs)}</span>
              <span>{text}</span>
              <span className="numeric text-right text-ink-3">{beside}</span>
              {output !== null && (
                <code
                  title={output}
                  className="numeric col-span-2 col-start-3 line-clamp-2 break-words whitespace-pre-wrap text-ink-2"
                >
                  {output}
                </code>
              )}
            </li>
          ))}
        </ul>
      )}
      <KeyValues rows={recordFacts(record, nowMs)} />
      {record.notice !== null && <p className="text-ink-3">{record.notice}</p>}
    </>
  )
}

const bars: Readonly<Record<StripTone, string>> = {
  good: 'h-2 bg-ready',
  part: 'h-[15px] bg-loading',
  bad: 'h-[22px] bg-failed',
  off: 'h-0 border-t border-line-strong',
  none: 'h-0 border-t border-dashed border-line-strong',
}

function DayStrip({
  record: { day, availability },
  nowMs,
}: {
  readonly record: HealthRecord
  readonly nowMs: number
}) {
  const words = `The last 24 hours: ready ${describeAvailability(availability.day)}`
  return (
    <div>
      <div role="img" aria-label={words} className="flex h-[22px] items-end gap-px">
        {day.map((piece) => (
          <i
            key={piece.fromMs}
            title={`${formatMoment(piece.fromMs, nowMs)}: ${pieceWords[stripTone(piece)]}`}
            className={`flex-1 rounded-[1px] ${bars[stripTone(piece)]}`}
          />
        ))}
      </div>
      <div className="numeric flex justify-between text-11 text-ink-3">
        <span>-24h</span>
        <span>now</span>
      </div>
    </div>
  )
}

const pieceWords: Readonly<Record<StripTone, string>> = {
  good: 'ready',
  part: 'not ready all the time',
  bad: 'not ready most of the time',
  off: 'not wanted up',
  none: 'not watched',
}
