import { describe, expect, it } from 'vitest'
import type { LabEvent } from '../../../src/shared/watch.ts'
import { createOutbox, type Outbox } from '../../../src/main/watch/outbox.ts'
import { absentService } from '../support/absent-service.ts'

const at = '2026-11-21T10:00:00.000Z'
const engine = { connected: true, address: 'unix:///docker.sock', version: null, problem: null, since: at }

function snapshot(name: string): LabEvent {
  const lab = { name, dir: '/lab', configFile: null, environment: null, stacks: [], layers: [], notes: [] }
  return { type: 'snapshot', at, lab, status: null, engine, runs: [], problems: [] }
}

function change(name: string, detail: string): LabEvent {
  const service = { ...absentService(name), state: 'running', readiness: 'ready', detail } as const
  return { type: 'service', at, stack: 'app', service, stackState: 'ready' }
}

function brief(event: LabEvent): string {
  if (event.type === 'snapshot') return `snapshot ${event.lab.name}`
  if (event.type === 'service') return `${event.service.name} ${event.service.detail}`
  return event.type
}

/** The next events, as many as were asked for. */
async function take(events: AsyncGenerator<LabEvent, void>, count: number): Promise<readonly string[]> {
  const taken: string[] = []
  for (let index = 0; index < count; index += 1) {
    const { value } = await events.next()
    taken.push(value ? brief(value) : 'end')
  }
  return taken
}

function open(): { outbox: Outbox; events: AsyncGenerator<LabEvent, void>; name: (to: string) => void } {
  let name = 'first'
  const outbox = createOutbox(() => snapshot(name))
  return { outbox, events: outbox.events(undefined), name: (to) => void (name = to) }
}

describe('what a subscriber hears', () => {
  it('begins with the whole state, then what changed, in its order', async () => {
    const { outbox, events } = open()
    expect(await take(events, 1)).toEqual(['snapshot first'])
    outbox.push(change('web', 'one'))
    outbox.push({ type: 'engine', at, engine })
    outbox.push(change('db', 'two'))
    expect(await take(events, 3)).toEqual(['web one', 'engine', 'db two'])
    outbox.close()
  })

  it('is the latest of each service when it reads slowly', async () => {
    const { outbox, events } = open()
    await take(events, 1)
    for (let index = 0; index < 1000; index += 1) {
      outbox.push(change('web', `${index}`))
      outbox.push(change('db', `${index}`))
    }
    outbox.push({ type: 'problems', at, problems: [] })
    expect(await take(events, 3)).toEqual(['web 999', 'db 999', 'problems'])
    outbox.close()
  })

  it('is one snapshot instead of everything that waits, taken when it is read', async () => {
    const { outbox, events, name } = open()
    await take(events, 1)
    outbox.push(change('web', 'old'))
    outbox.pushSnapshot()
    outbox.push(change('web', 'in the snapshot already'))
    name('second')
    outbox.pushSnapshot()
    name('third')
    expect(await take(events, 1)).toEqual(['snapshot third'])
    outbox.push(change('web', 'new'))
    expect(await take(events, 1)).toEqual(['web new'])
    outbox.close()
  })

  it('comes to whoever waits for it already', async () => {
    const { outbox, events } = open()
    await take(events, 1)
    const next = take(events, 1)
    outbox.push(change('web', 'late'))
    expect(await next).toEqual(['web late'])
    outbox.close()
  })

  it('is a sign of life when nothing happens', async () => {
    const { outbox, events } = open()
    expect(await take(events, 3)).toEqual(['snapshot first', 'alive', 'alive'])
    outbox.close()
  })

  it('ends when the outbox is closed', async () => {
    const { outbox, events } = open()
    await take(events, 1)
    const next = take(events, 1)
    outbox.close()
    expect(await next).toEqual(['end'])
  })

  it('ends with the signal', async () => {
    const abort = new AbortController()
    const events = createOutbox(() => snapshot('first')).events(abort.signal)
    await take(events, 1)
    const next = take(events, 1)
    abort.abort()
    expect(await next).toEqual(['end'])
  })
})
