import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import type { Plan } from '../../../src/shared/plan.ts'
import type { RunEvent } from '../../../src/shared/run.ts'
import { type History, openHistory, type ServiceStart } from '../../../src/main/store/history.ts'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0).reverse()) close()
})

function newStateDir(): string {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-history-'))
  closing.push(() => rmSync(folder, { recursive: true }))
  return folder
}

function open(stateDir = newStateDir()): History {
  const history = openHistory(stateDir)
  closing.push(() => history.close())
  return history
}

const lab = { name: 'home', dir: '/lab' }

/** A date that many seconds into the year. */
function at(second: number): string {
  return new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString()
}

function begin(history: History, id: string, second: number, of = lab): void {
  history.beginRun({ id, kind: 'start', lab: of, startedAt: at(second) })
}

function finish(history: History, id: string, second: number, starts: readonly ServiceStart[] = []): void {
  history.finishRun(id, { finishedAt: at(second), outcome: 'succeeded', elapsedMs: 1000 }, starts)
}

/** One whole run in which a service took that long. */
function runOf(history: History, id: string, second: number, elapsedMs: number, service = 'app/web'): void {
  begin(history, id, second)
  const readyAtMs = Date.parse(at(second + 1))
  finish(history, id, second + 1, [{ service, elapsedMs, readyAtMs, containers: [`c-${id}`], isDone: false }])
}

const notice = (message: string): RunEvent => ({ type: 'notice', at: at(0), level: 'info', message })

describe('runs', () => {
  it('are listed for their lab, latest first, also those that have not ended', () => {
    const history = open()
    begin(history, 'first', 0)
    finish(history, 'first', 1)
    begin(history, 'other', 2, { name: 'other', dir: '/other' })
    begin(history, 'second', 3)
    const run = { kind: 'start', lab }
    expect(history.listRuns('/lab', 10)).toEqual([
      { ...run, id: 'second', startedAt: at(3), finishedAt: null, outcome: null, elapsedMs: null },
      { ...run, id: 'first', startedAt: at(0), finishedAt: at(1), outcome: 'succeeded', elapsedMs: 1000 },
    ])
    expect(history.listRuns('/lab', 1).map(({ id }) => id)).toEqual(['second'])
  })

  it('are found by a time at which they went on, in all labs or over a range in one', () => {
    const history = open()
    begin(history, 'over', 0)
    finish(history, 'over', 10)
    begin(history, 'other', 5, { name: 'other', dir: '/other' })
    begin(history, 'later', 30)
    const ids = (runs: readonly { readonly id: string }[]) => runs.map(({ id }) => id)
    const ms = (second: number) => Date.parse(at(second))
    expect(ids(history.runsAt(ms(8), 0))).toEqual(['over', 'other'])
    expect(ids(history.runsAt(ms(10) + 50, 100))).toEqual(['over', 'other'])
    expect(ids(history.runsAt(ms(20), 100))).toEqual(['other'])
    expect(ids(history.runsBetween('/lab', ms(10), ms(31)))).toEqual(['over', 'later'])
    expect(ids(history.runsBetween('/lab', ms(11), ms(30)))).toEqual([])
    expect(history.runsBetween('/lab', 0, Number.MAX_SAFE_INTEGER)).toHaveLength(2)
  })

  it('keep what they were to do', () => {
    const history = open()
    const plan: Plan = {
      kind: 'start',
      lab,
      environment: null,
      waves: [],
      steps: [],
      unchanged: [],
      spared: [],
      warnings: [],
      expectedMs: null,
    }
    begin(history, 'one', 0)
    begin(history, 'broken off', 1)
    history.addEvent('one', { type: 'run-started', at: at(0), runId: 'one', plan })
    history.addEvent('one', notice('a'))
    expect(['one', 'broken off', 'none'].map((id) => history.readPlan(id))).toEqual([plan, null, null])
  })

  it('keep their events in order', () => {
    const history = open()
    begin(history, 'one', 0)
    begin(history, 'two', 0)
    history.addEvent('one', notice('a'))
    history.addEvent('two', notice('b'))
    history.addEvent('one', notice('c'))
    expect([history.readEvents('one'), history.readEvents('none')]).toEqual([[notice('a'), notice('c')], []])
  })

  it('give their events without the ones that are known', () => {
    const history = open()
    begin(history, 'first', 0)
    for (const message of ['one', 'two', 'three']) history.addEvent('first', notice(message))
    expect([history.readEvents('first', 1), history.readEvents('first', 3)]).toEqual([
      [notice('two'), notice('three')],
      [],
    ])
  })

  it('are kept for the latest two hundred, with their events, and what they taught is kept longer', () => {
    const history = open()
    for (let index = 0; index < 203; index += 1) {
      begin(history, `run-${index}`, index)
      history.addEvent(`run-${index}`, notice('a'))
      finish(
        history,
        `run-${index}`,
        index,
        index === 0
          ? [{ service: 'app/web', elapsedMs: 7, readyAtMs: 0, containers: [], isDone: false }]
          : [],
      )
    }
    const kept = history.listRuns('/lab', 500).map(({ id }) => id)
    expect([kept.length, kept[0], kept.at(-1)]).toEqual([200, 'run-202', 'run-3'])
    expect([history.readEvents('run-2'), history.readEvents('run-3').length]).toEqual([[], 1])
    expect(history.usualMs('/lab')).toEqual(new Map([['app/web', 7]]))
  })
})

describe('the usual time of a service', () => {
  it.each([
    ['of one start is that', [4000], 4000],
    ['of an odd number is the middle one', [100, 9000, 300], 300],
    ['of an even number lies between the two in the middle', [100, 200, 401, 9000], 301],
    ['is told by the latest five', [9000, 9000, 9000, 1, 2, 3, 4, 5], 3],
  ])('%s', (_, times, expected) => {
    const history = open()
    times.forEach((elapsedMs, index) => runOf(history, `run-${index}`, index, elapsedMs))
    expect(history.usualMs('/lab')).toEqual(new Map([['app/web', expected]]))
  })

  it('is each service’s own, and each lab’s', () => {
    const history = open()
    runOf(history, 'one', 0, 10)
    runOf(history, 'two', 1, 20, 'app/api')
    expect([history.usualMs('/lab'), history.usualMs('/other')]).toEqual([
      new Map([
        ['app/web', 10],
        ['app/api', 20],
      ]),
      new Map(),
    ])
  })
})

describe('starts of a service', () => {
  it('are told newest first, of that service only, and kept for the latest twenty', () => {
    const history = open()
    for (let index = 0; index < 23; index += 1) runOf(history, `run-${index}`, index * 2, 1000 + index)
    runOf(history, 'other', 100, 5, 'app/other')
    const starts = history.listStarts('/lab', 'app/web')
    expect(starts.slice(0, 2)).toEqual([
      { at: at(45), elapsedMs: 1022 },
      { at: at(43), elapsedMs: 1021 },
    ])
    expect(starts).toHaveLength(20)
    expect(history.listStarts('/lab', 'app/other')).toEqual([{ at: at(101), elapsedMs: 5 }])
    expect(history.listStarts('/other', 'app/web')).toEqual([])
  })

  it('are taken away when there are more, not only left out', () => {
    const stateDir = newStateDir()
    const history = open(stateDir)
    for (let index = 0; index < 25; index += 1) runOf(history, `run-${index}`, index * 2, 1000)
    using database = new DatabaseSync(join(stateDir, 'history.db'))
    expect(database.prepare('SELECT count(*) AS count FROM service_starts').get()).toEqual({ count: 20 })
  })
})

describe('containers that were seen ready', () => {
  it('are told with the time and whether they were one-shots, the latest time counts', () => {
    const history = open()
    begin(history, 'one', 0)
    finish(history, 'one', 1, [
      {
        service: 'app/web',
        elapsedMs: 1,
        readyAtMs: Date.parse(at(1)),
        containers: ['a', 'b'],
        isDone: false,
      },
      { service: 'app/job', elapsedMs: 1, readyAtMs: Date.parse(at(1)), containers: ['j'], isDone: true },
    ])
    begin(history, 'two', 2)
    finish(history, 'two', 3, [
      { service: 'app/web', elapsedMs: 1, readyAtMs: Date.parse(at(3)), containers: ['b'], isDone: false },
    ])
    expect(history.readyAt(['a', 'b', 'j', 'unknown'])).toEqual(
      new Map([
        ['a', { atMs: Date.parse(at(1)), isDone: false }],
        ['b', { atMs: Date.parse(at(3)), isDone: false }],
        ['j', { atMs: Date.parse(at(1)), isDone: true }],
      ]),
    )
  })

  it('are forgotten after a month', () => {
    const history = open()
    runOf(history, 'old', 0, 1)
    runOf(history, 'new', 31 * 86_400, 1)
    expect([...history.readyAt(['c-old', 'c-new']).keys()]).toEqual(['c-new'])
  })
})

describe('labs', () => {
  it('are listed once each, latest first, by their latest name', () => {
    const history = open()
    history.useLab(lab, at(0))
    history.useLab({ name: 'other', dir: '/other' }, at(1))
    history.useLab({ name: 'renamed', dir: '/lab' }, at(2))
    expect(history.listLabs()).toEqual([
      { name: 'renamed', dir: '/lab', lastUsedAt: at(2) },
      { name: 'other', dir: '/other', lastUsedAt: at(1) },
    ])
  })

  it('are one under whichever link they were used, and forgotten without their runs', () => {
    const folder = newStateDir()
    const dir = join(folder, 'lab')
    const link = join(folder, 'link')
    mkdirSync(dir)
    symlinkSync(dir, link)
    const history = open()
    history.useLab({ name: 'home', dir }, at(0))
    history.useLab({ name: 'home', dir: link }, at(1))
    runOf(history, 'run', 2, 1000)
    begin(history, 'through the link', 3, { name: 'home', dir: link })
    expect(history.listLabs()).toEqual([{ name: 'home', dir, lastUsedAt: at(1) }])
    expect(history.listRuns(dir, 10).map(({ id }) => id)).toEqual(['through the link'])
    expect([history.forgetLab(link), history.forgetLab(link), history.listLabs()]).toEqual([true, false, []])
    expect([history.listRuns(link, 10).length, history.listRuns('/lab', 10).length]).toEqual([1, 1])
  })
})

describe('the file', () => {
  it('is open for several at once: each sees what the other has written', () => {
    const stateDir = newStateDir()
    const [first, second] = [open(stateDir), open(stateDir)]
    begin(first, 'one', 0)
    second.addEvent('one', notice('from the second'))
    finish(second, 'one', 1)
    expect([first.readEvents('one'), first.listRuns('/lab', 1)[0]?.outcome]).toEqual([
      [notice('from the second')],
      'succeeded',
    ])
  })

  it('has another version when somebody else has written, not for what it wrote itself', () => {
    const stateDir = newStateDir()
    const [own, other] = [open(stateDir), open(stateDir)]
    const before = own.version()
    begin(own, 'own', 0)
    expect(own.version()).toBe(before)
    begin(other, 'other', 1)
    expect(own.version()).not.toBe(before)
  })

  it('is made and written by several processes at the same moment, and nothing is lost', async () => {
    const stateDir = join(newStateDir(), 'not', 'there yet')
    const names = ['a', 'b', 'c', 'd']
    const script = join(import.meta.dirname, 'write-history.ts')
    await Promise.all(
      names.map((name) => promisify(execFile)(process.execPath, [script, stateDir, name, '20'])),
    )
    const history = open(stateDir)
    const runs = history.listRuns('/lab', 500)
    expect([runs.length, runs.every(({ outcome }) => outcome === 'succeeded')]).toEqual([80, true])
    expect([...history.usualMs('/lab').keys()].sort()).toEqual(names.map((name) => `app/${name}`))
  })

  it('is nobody else’s to read', () => {
    const stateDir = join(newStateDir(), 'state')
    open(stateDir)
    expect(statSync(stateDir).mode & 0o077).toBe(0)
  })

  it('is begun anew when it is no database any more, and the old one is kept', () => {
    const stateDir = newStateDir()
    writeFileSync(
      join(stateDir, 'history.db'),
      'this is not a database, but it is long enough to be one'.repeat(50),
    )
    expect(open(stateDir).listRuns('/lab', 1)).toEqual([])
    expect(readdirSync(stateDir).some((name) => name.startsWith('history.db.broken-'))).toBe(true)
  })

  it('says so when it cannot be', () => {
    const stateDir = newStateDir()
    writeFileSync(join(stateDir, 'occupied'), '')
    expect(() => openHistory(join(stateDir, 'occupied'))).toThrow(
      expect.objectContaining({ code: 'STATE_UNUSABLE' }) as Error,
    )
  })
})
