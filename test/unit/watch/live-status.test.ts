import { describe, expect, it } from 'vitest'
import type { ContainerSummary } from '../../../src/main/engine/model.ts'
import { readStatus } from '../../../src/main/run/facts/read-status.ts'
import { findChanges, layWordsOver } from '../../../src/main/watch/live-status.ts'
import { container, model } from '../run/sample-model.ts'

const lab = model({
  app: { services: { web: {}, debug: { profiles: ['debug'] } } },
  data: { services: { db: {} } },
  broken: { services: {}, isBroken: true },
})

function status(...containers: readonly ContainerSummary[]) {
  return readStatus({ model: lab, containers, knownReady: new Set(), details: new Map(), usualMs: new Map() })
}

const web = container('app', 'web')
const db = container('data', 'db')

describe('what runs say', () => {
  it('stands over what Docker says, for the stack as well', () => {
    const loading = { readiness: 'loading', readyBy: null, detail: 'its check says: no' } as const
    const before = status(web, db)
    const after = layWordsOver(before, new Map([['app/web', loading]]))
    expect(after.stacks.map(({ name, state }) => [name, state])).toEqual([
      ['app', 'loading'],
      ['data', 'ready'],
      ['broken', 'failed'],
    ])
    expect(after.stacks[0]?.services[0]).toEqual({ ...before.stacks[0]?.services[0], ...loading })
    expect(after.stacks[1]).toBe(before.stacks[1])
  })

  it('changes nothing while there is none', () => {
    const before = status(web)
    expect(layWordsOver(before, new Map())).toBe(before)
  })
})

describe('changes between two states', () => {
  it('are the services that are other than before, with the state of their stack', () => {
    const after = status({ ...web, state: 'paused' }, db)
    expect(findChanges(status(web, db), after)).toEqual([
      { stack: 'app', service: after.stacks[0]?.services[0], stackState: 'stopped' },
    ])
  })

  it('are none when all is as before', () => {
    expect(findChanges(status(web, db), status(web, db))).toEqual([])
  })

  it('are more than services can tell when one comes or goes', () => {
    const debug = container('app', 'debug')
    expect([
      findChanges(status(web), status(web, debug)),
      findChanges(status(web, debug), status(web)),
    ]).toEqual([null, null])
  })
})
