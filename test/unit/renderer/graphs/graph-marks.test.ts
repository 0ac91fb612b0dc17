import { expect, it } from 'vitest'
import { type GraphMark, tellMarks } from '../../../../src/renderer/ui/graph/graph-marks.ts'
import { formatClock } from '../../../../src/shared/format.ts'

const nowMs = Date.UTC(2026, 10, 21, 12)
const mark = (atMs: number, text: string, more: Partial<GraphMark> = {}): GraphMark => ({
  atMs: nowMs + atMs,
  untilMs: null,
  tone: 'plain',
  text,
  ...more,
})
const tell = (marks: readonly GraphMark[], atMs: number) => tellMarks(marks, nowMs + atMs, 100, nowMs)
const told = (atMs: number, text: string) => `${formatClock(nowMs + atMs)} ${text}`

it('tells what is near the cursor, with its time', () => {
  const marks = [mark(-5000, 'far before'), mark(-50, 'near'), mark(101, 'just too far')]
  expect(tell(marks, 0)).toEqual([told(-50, 'near')])
})

it('tells what lasts wherever the cursor is over it', () => {
  const run = mark(-5000, 'a run', { untilMs: nowMs + 5000 })
  expect([tell([run], 4000), tell([run], 5200)]).toEqual([[told(-5000, 'a run')], []])
})

it('tells first what is wrong, and only how many more there are', () => {
  const marks = [
    mark(0, 'one'),
    mark(1, 'two'),
    mark(2, 'three'),
    mark(-9, 'wrong', { tone: 'failed' }),
    mark(-5, 'odd', { tone: 'warning' }),
  ]
  expect(tell(marks, 0)).toEqual([told(-9, 'wrong'), told(-5, 'odd'), told(2, 'three'), 'and 2 more'])
})
