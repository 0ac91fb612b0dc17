import { describe, expect, it } from 'vitest'
import type { MetricSample } from '../../../../src/main/metrics/history/model.ts'
import {
  addEachSecond,
  ask,
  dayMs,
  hourMs,
  newStateDir,
  openHistory,
  secondMs,
  startMs,
  triples,
} from './support/history-folder.ts'

const hour = hourMs / secondMs
const day = dayMs / secondMs

describe('the latest 15 minutes', () => {
  it('are there by the second', () => {
    const history = openHistory()
    addEachSecond(history, 0, 5)
    expect(ask(history, { from: 0, to: 5, points: 5 })).toEqual({
      from: 0,
      step: 1,
      steps: 5,
      series: {
        subject: 'container:web',
        metric: 'cpu',
        min: [0, 1, 2, 3, 4],
        mean: [0, 1, 2, 3, 4],
        max: [0, 1, 2, 3, 4],
      },
    })
  })

  it('show a second without a value as a gap', () => {
    const history = openHistory()
    addEachSecond(history, 0, 2)
    addEachSecond(history, 3, 4)
    expect(triples(ask(history, { from: 0, to: 5, points: 5 }).series)).toEqual([
      [0, 0, 0],
      [1, 1, 1],
      null,
      [3, 3, 3],
      null,
    ])
  })

  it('are thinned to the points, and keep the least and the most', () => {
    const history = openHistory()
    addEachSecond(history, 0, 20, (second) => (second === 7 ? 1000 : 1))
    expect(triples(ask(history, { from: 0, to: 20, points: 10 }).series)).toEqual(
      Array.from({ length: 10 }, (_, step) => (step === 3 ? [1, 500.5, 1000] : [1, 1, 1])),
    )
  })

  it('are there by the second in one answer with what a flush has written', () => {
    const history = openHistory()
    addEachSecond(history, 0, 14)
    history.flush()
    addEachSecond(history, 14, 16)
    const { series } = ask(history, { from: 0, to: 30, points: 3 })
    expect(triples(series)).toEqual([[0, 4.5, 9], [10, 12.5, 15], null])
  })

  it('have no value that is no finite number, and no beat without a time', () => {
    const history = openHistory()
    history.add(startMs, [
      ['container:web', 'cpu', NaN],
      ['container:web', 'memory', Infinity],
      ['container:web', 'pids', 1e300],
    ])
    history.add(NaN, [['container:web', 'cpu', 1]])
    expect([
      history.subjects(0, startMs + dayMs),
      ask(history, { from: 0, to: 10, points: 10 }).series,
    ]).toEqual([[], null])
  })
})

describe('what is older', () => {
  it('is there as 10 s after more than 15 minutes', () => {
    const history = openHistory()
    addEachSecond(history, 0, hour)
    const { step, steps, series } = ask(history, { from: 0, to: hour, points: 1000 })
    expect([step, steps]).toEqual([10, 360])
    expect(triples(series)).toEqual(
      Array.from({ length: 360 }, (_, index) => [index * 10, index * 10 + 4.5, index * 10 + 9]),
    )
  })

  it('is there as chunks after some days, in each width, with a gap where nobody measured', () => {
    const history = openHistory()
    // Values of few bits, so that the means are exact.
    addEachSecond(history, 0, 2 * hour, () => 1)
    addEachSecond(history, 3 * hour, 6 * hour, (second) => (second === 5 * hour ? 64 : 2))
    for (let second = 6 * hour; second < 79 * hour; second += 10)
      history.add(startMs + second * secondMs, [['container:web', 'cpu', 2]])
    addEachSecond(history, 79 * hour, 80 * hour, () => 2)
    const of = (range: Parameters<typeof ask>[1]) => {
      const { step, series } = ask(history, range)
      return [step, triples(series)]
    }
    expect(of({ from: 79 * hour, to: 79 * hour + 30, points: 3 })).toEqual([
      10,
      [
        [2, 2, 2],
        [2, 2, 2],
        [2, 2, 2],
      ],
    ])
    expect(of({ from: 5 * hour - 60, to: 5 * hour + 120, points: 100 })).toEqual([
      60,
      [
        [2, 2, 2],
        [2, 3.033203125, 64],
        [2, 2, 2],
      ],
    ])
    expect(of({ from: 0, to: 6 * hour, points: 6 })).toEqual([
      3600,
      [[1, 1, 1], [1, 1, 1], null, [2, 2, 2], [2, 2, 2], [2, expect.closeTo(2 + 62 / 3600, 3), 64]],
    ])
  })

  it('goes away after a day as 10 s, after a week as minutes, and stays as quarters of an hour', () => {
    const history = openHistory()
    for (let second = 0; second < 9 * day; second += second < 7.5 * day ? 60 : 10)
      history.add(startMs + second * secondMs, [['container:web', 'cpu', 1]])
    const stepFrom = (from: number) => ask(history, { from, to: 9 * day, points: 100_000 }).step
    expect([stepFrom(8.5 * day), stepFrom(7 * day), stepFrom(3 * day), stepFrom(0.5 * day)]).toEqual([
      10, 60, 60, 900,
    ])
    expect(history.stats().oldestMs).toBe(startMs)
  })

  it('is there in the same way after the end and a new begin, at any time of a bucket', () => {
    const stateDir = newStateDir()
    const ends = [3, 17, 60, 61, 899, 900, 1234, 3599, 3600, 4000]
    for (const [index, end] of ends.entries()) {
      const history = openHistory(stateDir)
      addEachSecond(history, ends[index - 1] ?? 0, end, () => 1)
      history.dispose()
    }
    const history = openHistory(stateDir)
    addEachSecond(history, 4000, 8000, () => 1)
    const isWhole = (points: number) => {
      const { step, series } = ask(history, { from: 0, to: 7200, points })
      return [step, series?.min.every((each) => each === 1)]
    }
    expect([isWhole(720), isWhole(120), isWhole(8)]).toEqual([
      [10, true],
      [60, true],
      [900, true],
    ])
  })

  it('keeps the buckets that were not over when Switchyard ended for hours', () => {
    const stateDir = newStateDir()
    const first = openHistory(stateDir)
    addEachSecond(first, 0, 1000, () => 1)
    first.add(startMs + 1000 * secondMs, [['container:web', 'cpu', 1000]])
    first.dispose()
    const second = openHistory(stateDir)
    addEachSecond(second, 10 * hour, 12 * hour, () => 1)
    expect(triples(ask(second, { from: 900, to: 2700, points: 2 }).series)).toEqual([
      [1, expect.closeTo(1 + 999 / 101, 1), 1000],
      null,
    ])
  })
})

describe('an answer', () => {
  it('has the series that were asked for, by subject and metric', () => {
    const history = openHistory()
    history.add(startMs, [
      ['host', 'cpu', 1],
      ['core:1', 'cpu', 2],
      ['core:0', 'load', 3],
      ['core:0', 'cpu', 4],
    ])
    const names = (subjects: readonly string[] | { prefix: string }, metrics: readonly string[]) =>
      history
        .query({ subjects, metrics, fromMs: startMs, toMs: startMs + 1000, points: 1 })
        .series.map(({ subject, metric }) => `${subject} ${metric}`)
    expect([
      names({ prefix: 'core:' }, ['load', 'cpu']),
      names(['host', 'core:1', 'gone'], ['cpu']),
      names({ prefix: '' }, []),
    ]).toEqual([['core:0 cpu', 'core:0 load', 'core:1 cpu'], ['core:1 cpu', 'host cpu'], []])
  })

  it('of no time, or of one that runs backwards, is empty', () => {
    const history = openHistory()
    addEachSecond(history, 0, 20)
    expect([
      ask(history, { from: 5, to: 5, points: 10 }),
      ask(history, { from: 9, to: 3, points: 10 }),
    ]).toEqual([
      { from: 5, step: 1, steps: 0, series: null },
      { from: 9, step: 1, steps: 0, series: null },
    ])
  })
})

describe('the subjects', () => {
  it('are those that were measured in that time, in memory and on the disk', () => {
    const stateDir = newStateDir()
    const history = openHistory(stateDir)
    const beat = (second: number, ...names: readonly string[]) =>
      history.add(
        startMs + second * secondMs,
        names.map((name) => [name, 'cpu', 1] as const),
      )
    for (let second = 0; second < 2 * hour; second += 10) beat(second, 'host', 'container:old')
    for (let second = 2 * hour; second < 10 * hour; second += 10) beat(second, 'host')
    beat(10 * hour, 'host', 'container:new')
    const between = (from: number, to: number) =>
      history.subjects(startMs + from * secondMs, startMs + to * secondMs)
    expect([between(0, hour), between(4 * hour, 5 * hour), between(10 * hour - 5, 11 * hour)]).toEqual([
      ['container:old', 'host'],
      ['host'],
      ['container:new', 'host'],
    ])
    history.dispose()
    const again = openHistory(stateDir)
    expect([again.subjects(startMs, startMs + dayMs), again.subjects(0, startMs)]).toEqual([
      ['container:new', 'container:old', 'host'],
      [],
    ])
  })

  it('that come and go for a minute each are all there afterwards', () => {
    const history = openHistory()
    for (let second = 0; second < 4 * hour; second += 5)
      history.add(startMs + second * secondMs, [[`container:job-${Math.floor(second / 60)}`, 'cpu', 1]])
    const { series } = history.query({
      subjects: { prefix: 'container:job-' },
      metrics: ['cpu'],
      fromMs: startMs,
      toMs: startMs + 4 * hourMs,
      points: 240,
    })
    expect(series.length).toBe(240)
    expect(series.map(({ min }) => min.filter((each) => each !== null).length)).toEqual(series.map(() => 1))
  })
})

describe('what is measured every five seconds', () => {
  it('stands for all five, in memory and on the disk', () => {
    const history = openHistory()
    const web = (value: number): readonly MetricSample[] => [['container:web', 'cpu', value]]
    history.add(startMs + 4 * secondMs, web(1), 5)
    history.add(startMs + 9 * secondMs, web(3), 5)
    // Somebody looks from here on, and the one after was late: of its seconds only the last two are of its bucket.
    history.add(startMs + 11 * secondMs, web(5), 2)
    history.add(startMs + 12 * secondMs, web(7))
    history.add(startMs + 21 * secondMs, web(9), 5)
    const { series } = ask(history, { from: 0, to: 24, points: 24 })
    expect(series?.mean).toEqual([
      ...[1, 1, 1, 1, 1, 3, 3, 3, 3, 3, 5, 5, 7, null, null, null, null, 9, 9, 9, 9, 9, null, null],
    ])
    history.flush()
    const later = 2 * hour
    history.add(startMs + later * secondMs, web(0))
    expect(triples(ask(history, { from: 0, to: 30, points: 3 }).series)).toEqual([
      [1, 2, 3],
      [5, expect.closeTo(17 / 3, 2), 7],
      [9, 9, 9],
    ])
  })
})
