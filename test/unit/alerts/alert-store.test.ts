import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Alert } from '../../../src/shared/alerts.ts'
import { type AlertStore, openAlertStore } from '../../../src/main/alerts/alert-store.ts'
import type { Condition } from '../../../src/main/alerts/rules/model.ts'
import { startMs, web } from './support/machine.ts'

function newDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'switchyard-alerts-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  return dir
}

function open(dir: string): AlertStore {
  const store = openAlertStore(dir)
  onTestFinished(() => store.dispose())
  return store
}

const condition: Condition = {
  key: 'unhealthy:lab-web-1',
  kind: 'unhealthy',
  subject: { kind: 'service', ...web },
  text: 'is unhealthy',
  sinceMs: startMs,
}
const alertOf = (id: string): Alert => ({
  id,
  kind: 'unhealthy',
  subject: { kind: 'service', dir: '/lab', lab: 'home', stack: 'lab', service: 'web' },
  text: 'is unhealthy',
  openedAt: new Date(startMs).toISOString(),
  closedAt: null,
  ending: null,
  log: ['last words'],
  runId: null,
  isDismissed: false,
  mutedUntil: null,
})

describe('the alerts that are kept', () => {
  it('are there whole for who opens them next', () => {
    const dir = newDir()
    const before = open(dir)
    before.open({ alert: alertOf('a'), condition, isTold: false })
    before.markTold(['a'])
    before.update(condition.key, 'is still unhealthy')
    before.dispose()
    const kept = { alert: { ...alertOf('a'), text: 'is still unhealthy' }, condition, isTold: true }
    const after = open(dir)
    expect([after.listOpen(), after.findOpen(condition.key)]).toEqual([[kept], kept])
    after.close('a', '2026-11-21T12:05:00.000Z', 'is healthy again')
    expect([after.listOpen(), after.findOpen(condition.key)]).toEqual([[], null])
    expect(after.listClosed(10)).toEqual([
      { ...kept.alert, closedAt: '2026-11-21T12:05:00.000Z', ending: 'is healthy again' },
    ])
  })

  it('are bounded: of those that are over, the latest 200', () => {
    const store = open(newDir())
    for (let index = 0; index < 205; index += 1) {
      store.open({ alert: alertOf(`a${index}`), condition, isTold: true })
      store.close(`a${index}`, new Date(startMs + index * 1000).toISOString(), null)
    }
    const closed = store.listClosed(1000)
    expect([closed.length, closed[0]?.id, closed.at(-1)?.id]).toEqual([200, 'a204', 'a5'])
  })

  it('can be dismissed and muted, also by another process, which the first one notices', () => {
    const dir = newDir()
    const store = open(dir)
    store.open({ alert: alertOf('a'), condition, isTold: true })
    const version = store.version()
    const other = open(dir)
    const untilMs = Date.now() + 3_600_000
    expect([other.dismiss('a'), other.mute('a', untilMs), other.dismiss('b'), other.mute('b', 1)]).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(store.version()).not.toBe(version)
    expect(store.listOpen().map(({ alert }) => alert)).toEqual([
      { ...alertOf('a'), isDismissed: true, mutedUntil: new Date(untilMs).toISOString() },
    ])
    expect([store.isMuted(condition.key, untilMs - 1), store.isMuted(condition.key, untilMs)]).toEqual([
      true,
      false,
    ])
  })

  it('remember what became of what was sent, and when auto-heal restarted what', () => {
    const store = open(newDir())
    expect([store.delivery('c'), store.heals('lab/web', 0)]).toEqual([null, []])
    const delivery = { at: '2026-11-21T12:00:00.000Z', isDelivered: false, text: 'It answered 500.' }
    store.noteDelivery('c', { ...delivery, text: 'before' })
    store.noteDelivery('c', delivery)
    for (const atMs of [startMs - 25 * 3_600_000, startMs - 1000, startMs]) store.noteHeal('lab/web', atMs)
    store.noteHeal('lab/db', startMs)
    expect([store.delivery('c'), store.heals('lab/web', 0), store.heals('lab/web', startMs)]).toEqual([
      delivery,
      [startMs - 1000, startMs],
      [startMs],
    ])
  })

  it('are begun anew when the file is none of ours, which is kept aside', () => {
    const dir = newDir()
    writeFileSync(join(dir, 'alerts.db'), 'not a database at all, but long enough to look at'.repeat(50))
    expect(open(dir).listOpen()).toEqual([])
    expect(readdirSync(dir).filter((name) => name.startsWith('alerts.db.broken-'))).toHaveLength(1)
  })
})
