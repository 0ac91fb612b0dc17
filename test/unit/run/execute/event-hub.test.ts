import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { SwitchyardError } from '../../../../src/shared/errors.ts'
import { createEventHub, type EventHub, type HubEvent } from '../../../../src/main/run/execute/event-hub.ts'
import { createSmallEngine, type SmallEngine, unreachable } from '../small-engine.ts'

const hubs: EventHub[] = []
afterEach(() => {
  for (const hub of hubs.splice(0)) hub.dispose()
})

function open(small: SmallEngine, patienceMs = 5000): { readonly hub: EventHub; readonly told: string[] } {
  const told: string[] = []
  const hub = createEventHub({
    engine: small.engine,
    patienceMs,
    onLost: () => told.push('lost'),
    onBack: () => told.push('back'),
  })
  hubs.push(hub)
  return { hub, told }
}

describe('the event hub', () => {
  it('tells each listener the events of its own container, until it unsubscribes', async () => {
    const small = createSmallEngine()
    const { hub } = open(small)
    await hub.opened
    const heard: [string, HubEvent][] = []
    const end = hub.subscribe('web', (event) => heard.push(['first', event]))
    hub.subscribe('web', (event) => heard.push(['second', event]))
    small.emit('web', { kind: 'started' })
    small.emit('db', { kind: 'started' })
    end()
    small.emit('web', { kind: 'died', exitCode: 3 })
    expect(heard).toEqual([
      ['first', { kind: 'started' }],
      ['second', { kind: 'started' }],
      ['second', { kind: 'died', exitCode: 3 }],
    ])
  })

  it('tells of containers that Compose makes, and of no others', async () => {
    const small = createSmallEngine()
    const { hub } = open(small)
    await hub.opened
    const made: unknown[] = []
    const end = hub.onCreated((container) => made.push(container))
    small.emit('1', { kind: 'created' }, { project: 'app', service: 'web' })
    small.emit('2', { kind: 'created' })
    small.emit('3', { kind: 'started' }, { project: 'app', service: 'web' })
    end()
    small.emit('4', { kind: 'created' }, { project: 'app', service: 'web' })
    expect(made).toEqual([{ id: '1', project: 'app', service: 'web' }])
  })

  it('lets everyone look anew when the engine is back', async () => {
    const small = createSmallEngine()
    const { hub, told } = open(small)
    await hub.opened
    const heard = Promise.withResolvers<HubEvent>()
    hub.subscribe('web', heard.resolve)
    small.goAway()
    await sleep(50)
    small.comeBack()
    expect([await heard.promise, told]).toEqual([{ kind: 'resynced' }, ['lost', 'back']])
  })

  it('tells everyone when the engine stays away', async () => {
    const small = createSmallEngine()
    const { hub, told } = open(small, 300)
    await hub.opened
    const heard = Promise.withResolvers<HubEvent>()
    hub.subscribe('web', heard.resolve)
    small.goAway()
    expect([await heard.promise, told]).toEqual([{ kind: 'given up', cause: unreachable() }, ['lost']])
  })

  it('does not open on an engine that nobody can reach', async () => {
    const small = createSmallEngine()
    small.goAway()
    const { hub, told } = open(small)
    await expect(hub.opened).rejects.toEqual(unreachable())
    expect(told).toEqual([])
  })
})

describe('work that persists', () => {
  it('is done again when the engine is back', async () => {
    const small = createSmallEngine()
    small.put('web', { state: 'running' })
    const { hub } = open(small)
    await hub.opened
    small.goAway()
    const answer = hub.persist(() => small.engine.inspect('web'))
    await sleep(300)
    small.comeBack()
    expect((await answer)?.state).toBe('running')
  })

  it('ends when the engine stays away', async () => {
    const small = createSmallEngine()
    const { hub } = open(small, 300)
    await hub.opened
    small.goAway()
    await expect(hub.persist(() => small.engine.inspect('web'))).rejects.toEqual(unreachable())
  })

  it('ends when it never succeeds although the engine is there', async () => {
    const small = createSmallEngine()
    const { hub } = open(small, 300)
    await hub.opened
    let attempts = 0
    const work = () => {
      attempts += 1
      return Promise.reject(unreachable())
    }
    await expect(hub.persist(work)).rejects.toEqual(unreachable())
    expect(attempts).toBeGreaterThan(1)
  })

  it('ends when the hub is closed while the engine is away', async () => {
    const small = createSmallEngine()
    const { hub } = open(small)
    await hub.opened
    small.goAway()
    const answer = hub.persist(() => small.engine.inspect('web'))
    hub.dispose()
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('is not done again for an answer of the engine', async () => {
    const small = createSmallEngine()
    const { hub } = open(small)
    await hub.opened
    const refusal = new SwitchyardError('ENGINE_REFUSED', 'The engine says: no.')
    let attempts = 0
    const work = () => {
      attempts += 1
      return Promise.reject(refusal)
    }
    await expect(hub.persist(work)).rejects.toBe(refusal)
    expect(attempts).toBe(1)
  })
})
