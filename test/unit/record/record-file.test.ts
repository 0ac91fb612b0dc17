import { readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { RecordFile } from '../../../src/main/record/file/record-file.ts'
import type { Limits } from '../../../src/main/record/file/prune.ts'
import { happening, newStateDir, whats } from './support/happenings.ts'

function open(stateDir = newStateDir(), limits?: Limits) {
  const file = new RecordFile(join(stateDir, 'record.db'), limits)
  onTestFinished(() => file.close())
  return file
}

const nowMs = Date.now()
const range = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER }
const times = (file: RecordFile) =>
  file.attempt((tables) => tables.list('app', 'web', range, 100_000).map(({ atMs }) => atMs - nowMs))

describe('what is kept', () => {
  it('is there when the file is opened again, once however often it was told', () => {
    const stateDir = newStateDir()
    const told = [
      happening(nowMs, whats.started),
      happening(nowMs + 0.25, whats.healthy),
      happening(nowMs + 0.5, whats.unhealthy),
    ]
    const [one, other] = [open(stateDir), open(stateDir)]
    for (const file of [one, other]) for (const each of told) file.add(each)
    one.close()
    other.close()
    const again = open(stateDir)
    expect(again.attempt((tables) => tables.list('app', null, range, 10))).toEqual(told)
    expect(again.attempt((tables) => tables.find('web-1', 'healthy', nowMs + 0.25))).toEqual(told[1])
    expect([again.notice, again.waiting]).toEqual([null, []])
  })

  it('is no more than so much of one service, and says from when on it is whole', () => {
    const limits = { keepMs: 1e9, perService: 100, inAll: 10_000, checksPerService: 10 }
    const file = open(newStateDir(), limits)
    for (let index = 0; index < 1000; index += 1) file.add(happening(nowMs + index, whats.restarted))
    const kept = times(file) ?? []
    expect(kept.at(-1)).toBe(999)
    expect(kept.length).toBeGreaterThanOrEqual(100)
    expect(kept.length).toBeLessThan(150)
    const cutMs = file.attempt((tables) => tables.cutMs({ project: 'app', service: 'web' }))
    expect(cutMs).toBe(nowMs + (kept[0] ?? 0))
    expect(file.attempt((tables) => tables.cutMs({ project: 'app', service: 'db' }))).toBe(null)
  })

  it('is no more than so much in all', () => {
    const limits = { keepMs: 1e9, perService: 100, inAll: 20, checksPerService: 10 }
    const file = open(newStateDir(), limits)
    for (let index = 0; index < 50; index += 1) file.add(happening(nowMs + index, whats.restarted))
    file.prune(nowMs)
    expect(times(file)).toEqual(Array.from({ length: 20 }, (_, index) => 30 + index))
    expect(file.attempt((tables) => tables.cutMs({ project: 'any', service: 'other' }))).toBe(nowMs + 30)
  })

  it('is not older than so much', () => {
    const limits = { keepMs: 1000, perService: 100, inAll: 100, checksPerService: 10 }
    const file = open(newStateDir(), limits)
    file.add(happening(nowMs, whats.started))
    file.add(happening(nowMs + 2000, whats.stopped))
    file.prune(nowMs + 2500)
    expect(times(file)).toEqual([2000])
  })

  it('is in order and whole when the clock jumps back an hour', () => {
    const file = open()
    for (const atMs of [0, 1000, -3_600_000, -3_500_000]) file.add(happening(nowMs + atMs, whats.restarted))
    file.prune(nowMs - 3_500_000)
    expect(times(file)).toEqual([-3_600_000, -3_500_000, 0, 1000])
  })
})

describe('a file that cannot be used', () => {
  const change = (file: string, sql: string) => {
    using database = new DatabaseSync(file)
    database.exec(sql)
  }
  const harms: Readonly<Record<string, (file: string) => void>> = {
    'is no database': (file) => writeFileSync(file, 'what somebody else has written here\n'.repeat(1000)),
    'is of another version': (file) => change(file, 'PRAGMA user_version = 99'),
    'lacks a table': (file) => change(file, 'DROP TABLE happenings'),
    'was cut off': (file) => truncateSync(file, 8192),
  }
  for (const [what, harm] of Object.entries(harms))
    it(`because it ${what} is moved away, which is said, and a new one begun`, () => {
      const stateDir = newStateDir()
      const before = open(stateDir)
      for (let index = 0; index < 200; index += 1) before.add(happening(nowMs - 1000 + index, whats.started))
      before.close()
      harm(join(stateDir, 'record.db'))
      const file = open(stateDir)
      file.add(happening(nowMs, whats.started))
      expect(times(file)).toEqual([0])
      expect(file.notice).toMatch(
        /^The record of services could not be read and was begun anew; the old one is .*record\.db\.broken-\d+\.$/,
      )
      file.close()
      expect(times(open(stateDir))).toEqual([0])
    })

  it('turns out to be so while two use it, and both go on with the same new one', () => {
    const stateDir = newStateDir()
    const [one, other] = [open(stateDir), open(stateDir)]
    one.add(happening(nowMs, whats.started))
    other.add(happening(nowMs + 1, whats.stopped))
    change(join(stateDir, 'record.db'), 'DROP TABLE happenings')
    one.add(happening(nowMs + 2, whats.started))
    other.add(happening(nowMs + 3, whats.stopped))
    expect([times(one), times(other)]).toEqual([
      [2, 3],
      [2, 3],
    ])
    expect(readdirSync(stateDir).filter((name) => /\.broken-\d+$/.test(name))).toHaveLength(1)
  })
})

describe('a folder', () => {
  it('that cannot be made is said; what happens meanwhile waits, and is kept as soon as it can be', () => {
    const stateDir = join(newStateDir(), 'state')
    writeFileSync(stateDir, 'a file where the folder should be')
    const file = open(stateDir)
    file.add(happening(nowMs, whats.started))
    file.add(happening(nowMs + 1, whats.healthy))
    expect(file.notice).toMatch(
      /^The record of services in .*record\.db cannot be written \(.+\), so it is kept in memory: .+\.$/,
    )
    expect([file.waiting.length, times(file)]).toEqual([2, null])
    rmSync(stateDir)
    file.add(happening(nowMs + 2, whats.stopped))
    expect([file.waiting.length, times(file), file.notice]).toEqual([0, [0, 1, 2], null])
  })

  it('that is deleted while it is used is made again', () => {
    const stateDir = newStateDir()
    const file = open(stateDir)
    file.add(happening(nowMs, whats.started))
    rmSync(stateDir, { recursive: true })
    file.add(happening(nowMs + 1, whats.stopped))
    expect(times(file)).toEqual([1])
  })
})
