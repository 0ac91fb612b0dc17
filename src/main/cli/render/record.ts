import { formatMoment } from '../../../shared/format.ts'
import type { HealthRecord } from '../../../shared/record.ts'
import { describeStory, recordFacts } from '../../../shared/record-view.ts'
import { line, type Line, span } from './line.ts'
import { type Style, symbolOf } from './style.ts'
import { alignColumns } from './table.ts'

const mostLines = 20

/** What is remembered of a service: what that comes to, then what happened, newest first. Pure. */
export function renderRecord(name: string, record: HealthRecord, style: Style, nowMs: number): Line[] {
  const notice = record.notice === null ? [] : [line(''), line(record.notice, 'warning')]
  if (record.watchedSinceMs === null)
    return [
      line(`Nothing is remembered of ${name}: that needs \`switchyard serve\` or the desktop app.`, 'quiet'),
      ...notice,
    ]
  const facts = recordFacts(record, nowMs).map(([fact, value]) => [line(fact, 'quiet'), line(value)])
  const story = describeStory(record, mostLines).flatMap(({ atMs, signal, text, beside, output }) => [
    [
      [span(symbolOf(signal, style), signal)],
      line(formatMoment(atMs, nowMs), 'quiet'),
      line(text),
      line(beside, 'quiet'),
    ],
    ...(output ?? '')
      .split('\n')
      .filter((each) => each !== '')
      .slice(0, mostOutput)
      .map((each) => [[], [], line(each, 'quiet')]),
  ])
  return [
    line(name, 'strong'),
    ...alignColumns(facts),
    ...(story.length === 0 ? [] : [line(''), ...alignColumns(story)]),
    ...notice,
  ]
}

/** Lines of what a health check printed. */
const mostOutput = 3
