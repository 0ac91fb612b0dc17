import { describe, expect, it } from 'vitest'
import type { Availability, HealthRecord } from '../../../src/shared/record.ts'
import { describeAvailability, describeStory, stripTone } from '../../../src/shared/record-view.ts'

const hourMs = 3_600_000
const of = (share: number | null, watchedMs = hourMs): Availability => ({
  share,
  readyMs: (share ?? 0) * hourMs,
  wantedMs: share === null ? 0 : hourMs,
  watchedMs,
})

it.each([
  ['good', of(1)],
  ['part', of(0.99)],
  ['bad', of(0.2)],
  ['bad', of(0)],
  ['off', of(null)],
  ['none', of(null, 0)],
] as const)('a piece of the day is %s', (tone, availability) => {
  expect(stripTone(availability)).toBe(tone)
})

it('availability says of how much time it is', () => {
  expect(describeAvailability(of(0.5)).replaceAll('\u00a0', ' ')).toBe('50.0 % of 1h 00m')
  expect(describeAvailability(of(null))).toBe('–')
})

describe('the story of a service', () => {
  const start = (
    atMs: number,
    cause: HealthRecord['starts'][number]['cause'],
    readyAfterMs: number | null = null,
  ) => ({ atMs, container: 'web-1', cause, readyAfterMs, runId: null })
  const failure = (atMs: number, more: Partial<HealthRecord['failures'][number]>) => ({
    kind: 'exited' as const,
    atMs,
    untilMs: null,
    exitCode: null,
    isOutOfMemory: false,
    output: null,
    durationMs: null,
    ...more,
  })
  const record = (parts: Pick<HealthRecord, 'starts' | 'failures'>) => parts as HealthRecord

  it('tells starts and failures together, newest first and no more than asked for', () => {
    const story = describeStory(
      record({
        starts: [start(90, 'restart-policy'), start(50, null), start(10, 'run', 14_000)],
        failures: [
          failure(80, { exitCode: 3, untilMs: 10_080 }),
          failure(70, { kind: 'unhealthy', output: 'no answer', durationMs: 42 }),
          failure(60, { kind: 'oom-kill', isOutOfMemory: true }),
          failure(40, { exitCode: 137, isOutOfMemory: true }),
        ],
      }),
      7,
    )
    expect(story.map(({ signal, text, beside, output }) => [signal, text, beside, output])).toEqual([
      ['warning', 'Started by its restart policy', '', null],
      ['failed', 'Ended by itself, exit 3', 'down for 10s', null],
      ['failed', 'Unhealthy', 'check took 42ms', 'no answer'],
      ['failed', 'A process of it was killed for lack of memory', '', null],
      ['ready', 'Started while nobody looked', '', null],
      ['failed', 'Killed for lack of memory', '', null],
      ['ready', 'Started by a run', 'ready in 14s', null],
    ])
    expect(
      describeStory(record({ starts: [start(1, 'run'), start(2, 'run')], failures: [] }), 1),
    ).toHaveLength(1)
  })
})
