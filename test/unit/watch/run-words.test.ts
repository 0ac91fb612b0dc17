import { describe, expect, it } from 'vitest'
import type { Readiness } from '../../../src/shared/readiness.ts'
import type { RunEvent } from '../../../src/shared/run.ts'
import { planStart } from '../../../src/main/run/plan/plan-start.ts'
import { createRunJournal } from '../../../src/main/watch/run-words.ts'
import { facts, model, wholeLab } from '../run/sample-model.ts'

const at = '2026-11-21T10:00:00.000Z'
const lab = model({ app: { services: { web: {}, db: {} } } })
const plan = planStart(facts(lab), { targets: wholeLab, appsOnly: false, timeoutMs: null })
const started: RunEvent = { type: 'run-started', runId: 'r1', at, plan }

function says(service: string, readiness: Readiness, detail: string | null = null): RunEvent {
  const ref = { stack: 'app', service }
  const rest = { readyBy: null, container: null, elapsedMs: null }
  return { type: 'service-changed', at, service: ref, readiness, detail, ...rest }
}

const word = (readiness: Readiness, detail: string | null = null) => ({ readiness, readyBy: null, detail })

describe('the journal of runs', () => {
  it('has the latest word on each service, until the run is forgotten', () => {
    const journal = createRunJournal()
    expect([
      journal.note('r1', started),
      journal.note('r1', says('web', 'waiting', 'waits for app/db')),
      journal.note('r1', { type: 'notice', at, level: 'info', message: 'Well.' }),
      journal.note('r1', says('db', 'loading')),
      journal.note('r1', says('db', 'ready')),
    ]).toEqual([false, true, false, true, true])
    expect(journal.wordsFor(lab)).toEqual(
      new Map([
        ['app/web', word('waiting', 'waits for app/db')],
        ['app/db', word('ready')],
      ]),
    )
    journal.close('r1')
    expect(journal.wordsFor(lab)).toEqual(new Map())
  })

  it('knows nothing of a run whose beginning it has not heard', () => {
    const journal = createRunJournal()
    expect([journal.note('r1', says('web', 'ready')), journal.wordsFor(lab)]).toEqual([false, new Map()])
  })

  it('does not speak of the project of another environment', () => {
    const journal = createRunJournal()
    journal.note('r1', started)
    journal.note('r1', says('web', 'ready'))
    const dev = model({ app: { services: { web: {}, db: {} }, project: { name: 'app-dev' } } })
    expect(journal.wordsFor(dev)).toEqual(new Map())
  })

  it('takes "ready" back when the container ends, and no other word', () => {
    const journal = createRunJournal()
    journal.note('r1', started)
    journal.note('r1', says('web', 'ready'))
    journal.note('r1', says('db', 'failed', 'exited with code 1'))
    expect([
      journal.noteExit('other', 'web'),
      journal.noteExit('app', 'db'),
      journal.noteExit('app', 'web'),
    ]).toEqual([false, false, true])
    expect(journal.wordsFor(lab)).toEqual(new Map([['app/db', word('failed', 'exited with code 1')]]))
  })
})
