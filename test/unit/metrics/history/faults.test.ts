import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { HistoryStats } from '../../../../src/main/metrics/history/model.ts'
import {
  addEachSecond,
  ask,
  newStateDir,
  openHistory,
  secondMs,
  startMs,
  triples,
} from './support/history-folder.ts'

/** Sets what is done to the file of a closed history of two hours, and opens it again. */
function damage(harm: (file: string) => void) {
  const stateDir = newStateDir()
  const history = openHistory(stateDir)
  addEachSecond(history, 0, 7200, () => 1)
  history.dispose()
  const file = join(stateDir, 'metrics.db')
  harm(file)
  return { stateDir, file, history: openHistory(stateDir) }
}

function change(file: string, sql: string): void {
  using database = new DatabaseSync(file)
  database.exec(sql)
}

describe('a file that cannot be used', () => {
  const harms: Readonly<Record<string, (file: string) => void>> = {
    'is no database': (file) => writeFileSync(file, 'what somebody else has written here\n'.repeat(1000)),
    'is of another version': (file) => change(file, 'PRAGMA user_version = 99'),
    'lacks a table': (file) => change(file, 'DROP TABLE frames'),
    'was cut off': (file) => truncateSync(file, 8192),
  }
  for (const [what, harm] of Object.entries(harms))
    it(`because it ${what} is moved away, and a new one begun`, () => {
      const { stateDir, file, history } = damage(harm)
      addEachSecond(history, 7200, 7300, () => 2)
      const { series } = ask(history, { from: 0, to: 7300, points: 1000 })
      expect(series?.mean.filter((each) => each !== null).every((each) => each === 2)).toBe(true)
      const { setAside, droppedBecause, isWriter } = history.stats()
      expect([setAside?.startsWith(`${file}.broken-`), droppedBecause, isWriter]).toEqual([true, null, true])
      history.dispose()
      const again = ask(openHistory(stateDir), { from: 7200, to: 7300, points: 10 })
      expect(triples(again.series)).toEqual(Array.from({ length: again.steps }, () => [2, 2, 2]))
    })

  it('is the only one that is kept of such files', () => {
    const { stateDir, file, history } = damage((each) =>
      writeFileSync(each, 'broken once, and long enough to see'),
    )
    const first = history.stats().setAside
    history.dispose()
    writeFileSync(file, 'broken twice, and long enough to see it')
    const second = openHistory(stateDir).stats().setAside
    const broken = readdirSync(stateDir).filter((name) => name.includes('broken'))
    expect([second === first, broken.map((name) => join(stateDir, name))]).toEqual([false, [second]])
  })

  it('turns out to be so while it is written, and is begun anew with what comes then', () => {
    const { history, file } = damage(() => undefined)
    addEachSecond(history, 7200, 7211, () => 2)
    change(file, 'DROP TABLE frames')
    addEachSecond(history, 7211, 7260, () => 2)
    const { series } = ask(history, { from: 0, to: 7260, points: 1000 })
    expect([
      series?.mean.every((each) => each === null || each === 2),
      history.stats().droppedBecause,
    ]).toEqual([true, null])
    expect(history.stats().setAside).not.toBe(null)
  })

  it('in a single row has a gap there, and the rest is there', () => {
    const { history } = damage((file) =>
      change(
        file,
        `UPDATE frames SET body = x'ff' WHERE tier = 0 AND at_ms = ${startMs + 7190 * secondMs};
         UPDATE frames SET ids = 'no bytes' WHERE tier = 0 AND at_ms = ${startMs + 7170 * secondMs};`,
      ),
    )
    const { series } = ask(history, { from: 7150, to: 7200, points: 5 })
    expect(triples(series)).toEqual([[1, 1, 1], [1, 1, 1], null, [1, 1, 1], null])
    expect(history.stats().setAside).toBe(null)
  })
})

describe('a folder', () => {
  it('that cannot be made is said, and costs no more than what is older than 15 minutes', () => {
    const stateDir = join(newStateDir(), 'state')
    writeFileSync(stateDir, 'a file where the folder should be')
    const history = openHistory(stateDir)
    addEachSecond(history, 0, 100, () => 1)
    expect(history.stats()).toEqual({
      bytes: 0,
      oldestMs: startMs,
      droppedBecause: expect.stringMatching(
        /^The history in .*metrics\.db cannot be written \(.+\), so only the last 15 minutes are kept: .+\.$/,
      ),
      isWriter: false,
      setAside: null,
    })
    expect(triples(ask(history, { from: 0, to: 100, points: 10 }).series)).toEqual(
      Array.from({ length: 10 }, () => [1, 1, 1]),
    )
    rmSync(stateDir)
    addEachSecond(history, 100, 120, () => 1)
    history.dispose()
    expect(history.stats().droppedBecause).toBe(null)
    expect(triples(ask(openHistory(stateDir), { from: 0, to: 120, points: 12 }).series)).toEqual(
      Array.from({ length: 12 }, () => [1, 1, 1]),
    )
  })

  it('that is deleted while Switchyard runs is made again', () => {
    const stateDir = newStateDir()
    const history = openHistory(stateDir)
    addEachSecond(history, 0, 100, () => 1)
    rmSync(stateDir, { recursive: true })
    addEachSecond(history, 100, 200, () => 2)
    history.dispose()
    expect(triples(ask(openHistory(stateDir), { from: 110, to: 200, points: 9 }).series)).toEqual(
      Array.from({ length: 9 }, () => [2, 2, 2]),
    )
  })
})

describe('a process that is killed', () => {
  it('loses no more than its last ten seconds, and lets the next one write', async () => {
    const stateDir = newStateDir()
    const child = fork(join(import.meta.dirname, 'support/history-writer.ts'), [stateDir, String(startMs)])
    const ended = once(child, 'exit')
    onTestFinished(() => void child.kill('SIGKILL'))
    await once(child, 'message')
    child.send(5008)
    const [stats] = (await once(child, 'message')) as [HistoryStats]
    expect([stats.isWriter, stats.droppedBecause]).toEqual([true, null])

    const next = openHistory(stateDir)
    next.add(startMs + 5000 * secondMs, [['host', 'cpu', 1]])
    next.add(startMs + 5010 * secondMs, [['host', 'cpu', 1]])
    expect(next.stats().isWriter).toBe(false)

    child.kill('SIGKILL')
    await ended
    addEachSecond(next, 5020, 5040, (second) => second % 1000)
    expect(next.stats().isWriter).toBe(true)
    const { series } = ask(next, { from: 0, to: 5040, points: 1000 })
    expect(triples(series)).toEqual(
      Array.from({ length: 504 }, (_, index) =>
        index === 500 || index === 501 ? null : [0, 4.5, 9].map((each) => ((index * 10) % 1000) + each),
      ),
    )
    const quarters = ask(next, { from: 0, to: 4500, points: 5 })
    expect([quarters.step, quarters.series?.max]).toEqual([900, [899, 999, 999, 999, 999]])
  })
})

describe('two processes', () => {
  it('write once, and the one that is left goes on without a gap', () => {
    const stateDir = newStateDir()
    const [first, second] = [openHistory(stateDir), openHistory(stateDir)]
    for (let at = 0; at < 1000; at += 1) for (const each of [first, second]) addEachSecond(each, at, at + 1)
    expect([first.stats().isWriter, second.stats().isWriter]).toEqual([true, false])
    expect(ask(second, { from: 0, to: 50, points: 5 })).toEqual(ask(first, { from: 0, to: 50, points: 5 }))
    first.dispose()
    addEachSecond(second, 1000, 2500)
    expect(second.stats().isWriter).toBe(true)
    second.dispose()
    const third = openHistory(stateDir)
    expect(triples(ask(third, { from: 0, to: 2500, points: 250 }).series)).toEqual(
      Array.from({ length: 250 }, (_, index) => [index * 10, index * 10 + 4.5, index * 10 + 9]),
    )
    expect(ask(third, { from: 0, to: 1800, points: 2 }).series?.max).toEqual([899, 1799])
  })

  it('that only ask do not keep a third one from writing', () => {
    const stateDir = newStateDir()
    const asking = openHistory(stateDir)
    ask(asking, { from: 0, to: 10, points: 10 })
    const writing = openHistory(stateDir)
    addEachSecond(writing, 0, 20)
    expect([asking.stats().isWriter, writing.stats().isWriter]).toEqual([false, true])
  })
})

describe('a clock', () => {
  it('that jumps ahead leaves a gap', () => {
    const history = openHistory()
    addEachSecond(history, 0, 100, () => 1)
    addEachSecond(history, 3700, 3800, () => 2)
    const { step, series } = ask(history, { from: 0, to: 3800, points: 400 })
    expect([step, triples(series)]).toEqual([
      10,
      Array.from({ length: 380 }, (_, index) => (index < 10 ? [1, 1, 1] : index < 370 ? null : [2, 2, 2])),
    ])
  })

  it('that jumps back an hour has one value for each time, of what was measured in both', () => {
    const stateDir = newStateDir()
    const history = openHistory(stateDir)
    addEachSecond(history, 0, 7300, () => 1)
    addEachSecond(history, 3700, 4300, () => 3)
    expect(ask(history, { from: 4290, to: 4300, points: 10 }).series?.mean).toEqual(
      Array.from({ length: 10 }, () => 3),
    )
    addEachSecond(history, 4300, 11_000, () => 3)
    history.dispose()
    const again = openHistory(stateDir)
    const { step, series } = ask(again, { from: 0, to: 11_000, points: 1100 })
    expect([step, series?.mean.every((each) => each !== null)]).toEqual([10, true])
    const at = (second: number) => [series?.min, series?.mean, series?.max].map((list) => list?.[second / 10])
    expect([at(3690), at(3700), at(7200), at(7290), at(7300)]).toEqual([
      [1, 1, 1],
      [1, 2, 3],
      [1, 2, 3],
      [1, 2, 3],
      [3, 3, 3],
    ])
  })
})
