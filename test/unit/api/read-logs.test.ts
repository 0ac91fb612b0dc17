import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { LogBatch } from '../../../src/shared/contract.ts'
import { SwitchyardError } from '../../../src/shared/errors.ts'
import { dropWhenSlow } from '../../../src/main/api/drop-when-slow.ts'
import { type LogRequest, readLogs } from '../../../src/main/api/read-logs.ts'
import type { Engine, EngineLogLine } from '../../../src/main/engine/model.ts'
import { container, model } from '../run/sample-model.ts'
import { createSmallEngine } from '../run/small-engine.ts'

const lab = model({ data: { services: { db: {} } }, app: { services: { web: {} } } })
const everything: LogRequest = {
  targets: [],
  follow: false,
  untilStopped: false,
  tail: null,
  since: null,
  dropWhenSlow: false,
}
const at = (second: number) => `2026-11-21T10:00:${String(second).padStart(2, '0')}.123456789Z`
const line = (second: number, text: string, stream: EngineLogLine['stream'] = 'stdout'): EngineLogLine => ({
  stream,
  at: at(second),
  text,
})

interface Log {
  /** What is there, in the chunks in which it comes. */
  readonly chunks: readonly (readonly EngineLogLine[])[]
  /** After how many milliseconds the first of them comes. */
  readonly delayMs?: number
}

type ReadOptions = Parameters<Engine['readLog']>[1]

/** The small engine with containers that have these logs, by id. A log that is followed ends with `end`. */
function engineWith(logs: Readonly<Record<string, Log>>) {
  const small = createSmallEngine()
  const containers = [container('data', 'db'), container('app', 'web')]
  for (const { id } of containers) small.put(id)
  const asked: (Omit<ReadOptions, 'signal'> & { readonly id: string })[] = []
  const ended: string[] = []
  const ends = new Map<string, () => void>()
  const engine: Engine = {
    ...small.engine,
    listContainers: () => Promise.resolve(containers),
    async inspect(id) {
      const detail = await small.engine.inspect(id)
      return detail && { ...detail, summary: containers.find((each) => each.id === id) ?? null }
    },
    async *readLog(id, { signal, ...options }) {
      asked.push({ id, ...options })
      const { chunks = [], delayMs = 0 } = logs[id] ?? {}
      try {
        if (delayMs > 0) await sleep(delayMs, undefined, { signal })
        for (const chunk of chunks) {
          const lines = chunk.filter((each) => options.since === null || (each.at ?? '') >= options.since)
          await setImmediate()
          if (!signal.aborted && lines.length > 0) yield lines
        }
        if (!options.follow || signal.aborted) return
        await new Promise<void>((resolve) => {
          ends.set(id, resolve)
          signal.addEventListener('abort', () => resolve())
        })
      } finally {
        ended.push(id)
      }
    },
  }
  return { small, engine, containers, asked, ended, end: (id: string) => ends.get(id)?.() }
}

const said = ({ lines }: LogBatch) =>
  lines.map(({ service, stream, text }) => `${service.stack}/${service.service} ${stream} ${text}`)

async function read(engine: Engine, request: Partial<LogRequest>, enough = Infinity) {
  const found: string[] = []
  for await (const batch of readLogs({ engine, model: lab }, { ...everything, ...request }, undefined)) {
    found.push(...said(batch))
    if (found.length >= enough) break
  }
  return found
}

const logs = {
  'id-data-db': { chunks: [[line(1, 'db 1'), line(4, 'db 4', 'stderr')], [line(9, 'db 9')]] },
  'id-app-web': { chunks: [[line(2, 'web 2')], [line(3, 'web 3'), line(8, 'web 8')]] },
} satisfies Record<string, Log>
const inOrder = [
  'data/db stdout db 1',
  'app/web stdout web 2',
  'app/web stdout web 3',
  'data/db stderr db 4',
  'app/web stdout web 8',
  'data/db stdout db 9',
]

describe('the logs of several services', () => {
  it('come in the order of their times, however late one of them begins', async () => {
    const slow = { ...logs, 'id-app-web': { ...logs['id-app-web'], delayMs: 150 } }
    expect([await read(engineWith(logs).engine, {}), await read(engineWith(slow).engine, {})]).toEqual([
      inOrder,
      inOrder,
    ])
  })

  it('are those of the targets', async () => {
    expect(await read(engineWith(logs).engine, { targets: ['web'] })).toEqual([
      'app/web stdout web 2',
      'app/web stdout web 3',
      'app/web stdout web 8',
    ])
  })

  it('have times as the contract has them', async () => {
    const { engine } = engineWith(logs)
    const times: (string | null)[] = []
    for await (const { lines } of readLogs(
      { engine, model: lab },
      { ...everything, targets: ['db'] },
      undefined,
    ))
      times.push(...lines.map((each) => each.at))
    expect(times).toEqual([1, 4, 9].map((second) => `2026-11-21T10:00:0${second}.123Z`))
  })

  it('are asked for with the request', async () => {
    const { engine, asked } = engineWith(logs)
    await read(engine, { targets: ['db'], tail: 3, since: '2026-11-21T10:00:02.000Z' })
    expect(asked).toEqual([{ id: 'id-data-db', tail: 3, follow: false, since: '2026-11-21T10:00:02.000Z' }])
  })

  it('come in batches of at most 500 lines', async () => {
    const chunk = Array.from({ length: 1201 }, (_, index) => line(1, `line ${index}`))
    const { engine } = engineWith({ 'id-data-db': { chunks: [chunk] } })
    const sizes: number[] = []
    for await (const { lines } of readLogs({ engine, model: lab }, everything, undefined))
      sizes.push(lines.length)
    expect(sizes).toEqual([500, 500, 201])
  })

  it('come in batches of at most 256 KiB and one line', async () => {
    const chunk = Array.from({ length: 9 }, () => line(1, 'x'.repeat(60_000)))
    const { engine } = engineWith({ 'id-data-db': { chunks: [chunk] } })
    const sizes: number[] = []
    for await (const { lines } of readLogs({ engine, model: lab }, everything, undefined))
      sizes.push(lines.length)
    expect(sizes).toEqual([5, 4])
  })

  it('tell of one that the engine does not give out, and go on with the others', async () => {
    const { engine } = engineWith(logs)
    const refusing: Engine = {
      ...engine,
      readLog: (id, options) => {
        if (id === 'id-data-db')
          throw new SwitchyardError('ENGINE_REFUSED', 'The engine says: no such driver.')
        return engine.readLog(id, options)
      },
    }
    expect(await read(refusing, {})).toEqual([
      'data/db stderr Switchyard cannot read this log. The engine says: no such driver.',
      'app/web stdout web 2',
      'app/web stdout web 3',
      'app/web stdout web 8',
    ])
  })
})

describe('logs that are followed', () => {
  it('begin with what is there in the order of time and end when nobody listens any more', async () => {
    const { engine, ended } = engineWith(logs)
    expect(await read(engine, { follow: true }, 6)).toEqual(inOrder)
    await expect.poll(() => ended.toSorted()).toEqual(['id-app-web', 'id-data-db'])
  })

  it('do not wait for a service that says nothing', async () => {
    const { engine } = engineWith({ 'id-data-db': logs['id-data-db'] })
    expect(await read(engine, { follow: true }, 3)).toEqual(inOrder.filter((each) => each.includes('db')))
  })

  it('go on where they ended when a service is started again', async () => {
    const db = [line(1, 'db 1'), line(4, 'db 4'), line(4, 'db 4 as well')]
    const grown: Record<string, Log> = { 'id-data-db': { chunks: [db] } }
    const { small, engine, asked, end } = engineWith(grown)
    const found: string[] = []
    for await (const batch of readLogs(
      { engine, model: lab },
      { ...everything, follow: true, targets: ['db'] },
      undefined,
    )) {
      found.push(...said(batch))
      if (found.length === 3) {
        grown['id-data-db'] = { chunks: [[...db, line(7, 'db 7')]] }
        end('id-data-db')
        small.emit('id-data-db', { kind: 'started' }, { project: 'data', service: 'db' })
      }
      if (found.length >= 4) break
    }
    expect([found, asked.map(({ since }) => since)]).toEqual([
      ['db 1', 'db 4', 'db 4 as well', 'db 7'].map((text) => `data/db stdout ${text}`),
      [null, at(4)],
    ])
  })

  it('have the containers that are made meanwhile', async () => {
    const { small, engine, containers } = engineWith({
      'id-data-db': { chunks: [[line(1, 'db 1')]] },
      'id-new-web': { chunks: [[line(2, 'web of the new container')]] },
    })
    const found: string[] = []
    for await (const batch of readLogs({ engine, model: lab }, { ...everything, follow: true }, undefined)) {
      found.push(...said(batch))
      if (found.length >= 2) break
      small.put('id-new-web')
      containers.push({ ...container('app', 'web'), id: 'id-new-web' })
      small.emit('id-new-web', { kind: 'started' }, { project: 'app', service: 'web' })
    }
    expect(found).toEqual(['data/db stdout db 1', 'app/web stdout web of the new container'])
  })

  it('end when nothing runs any more, if that is wanted, but not while Docker starts something again', async () => {
    const grown: Record<string, Log> = { 'id-data-db': { chunks: [[line(1, 'db 1')]] } }
    const { small, engine, containers, end } = engineWith(grown)
    const [db, web] = containers
    if (!db || !web) throw new Error('there are two containers')
    containers[1] = { ...web, state: 'exited' }
    const found: string[] = []
    let looks = 0
    const watched: Engine = {
      ...engine,
      listContainers(projects) {
        looks += 1
        return engine.listContainers(projects)
      },
    }
    const request = { ...everything, follow: true, untilStopped: true }
    const reading = (async () => {
      for await (const batch of readLogs({ engine: watched, model: lab }, request, undefined))
        found.push(...said(batch))
    })()
    await expect.poll(() => found).toEqual(['data/db stdout db 1'])
    end('id-app-web')
    containers[0] = { ...db, state: 'restarting' }
    end('id-data-db')
    await expect.poll(() => looks).toBeGreaterThan(2)
    grown['id-data-db'] = { chunks: [[line(1, 'db 1'), line(3, 'db 3')]] }
    containers[0] = db
    small.emit('id-data-db', { kind: 'started' }, { project: 'data', service: 'db' })
    await expect.poll(() => found).toEqual(['data/db stdout db 1', 'data/db stdout db 3'])
    containers[0] = { ...db, state: 'exited' }
    end('id-data-db')
    await reading
    expect(found).toEqual(['data/db stdout db 1', 'data/db stdout db 3'])
  })

  it('end with the signal', async () => {
    const { engine } = engineWith(logs)
    const abort = new AbortController()
    const found: string[] = []
    for await (const batch of readLogs(
      { engine, model: lab },
      { ...everything, follow: true },
      abort.signal,
    )) {
      found.push(...said(batch))
      if (found.length === 6) abort.abort()
    }
    expect(found).toEqual(inOrder)
  })

  it('break off when the engine goes away', async () => {
    const { small, engine } = engineWith(logs)
    const reading = (async () => {
      for await (const batch of readLogs({ engine, model: lab }, { ...everything, follow: true }, undefined))
        if (said(batch).includes('data/db stdout db 9')) small.goAway()
    })()
    await expect(reading).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' })
  })
})

describe('a reader that is slow', () => {
  const batchOf = (from: number, count: number): LogBatch => ({
    lines: Array.from({ length: count }, (_, index) => ({
      service: { stack: 'data', service: 'db' },
      stream: 'stdout',
      at: null,
      text: String(from + index),
    })),
    dropped: 0,
  })

  it('gets the latest 5,000 lines and the count of those before them', async () => {
    let isWritten = false
    const batches = dropWhenSlow(
      (async function* () {
        for (let from = 0; from < 20_000; from += 500) yield await Promise.resolve(batchOf(from, 500))
        isWritten = true
      })(),
    )
    const first = await batches.next()
    await expect.poll(() => isWritten).toBe(true)
    const rest: LogBatch[] = []
    for await (const batch of batches) rest.push(batch)
    const lines = [...(first.value?.lines ?? []), ...rest.flatMap((batch) => batch.lines)]
    const dropped = rest.reduce((sum, batch) => sum + batch.dropped, 0)
    expect([lines.at(0)?.text, lines.at(-1)?.text, lines.length, dropped]).toEqual([
      '0',
      '19999',
      5500,
      14_500,
    ])
  })

  it('loses nothing when it keeps up', async () => {
    const batches = dropWhenSlow(
      (async function* () {
        for (let from = 0; from < 20_000; from += 500) yield await Promise.resolve(batchOf(from, 500))
      })(),
    )
    let lines = 0
    let dropped = 0
    for await (const batch of batches) {
      lines += batch.lines.length
      dropped += batch.dropped
    }
    expect([lines, dropped]).toEqual([20_000, 0])
  })

  it('hears why the log ended', async () => {
    const batches = dropWhenSlow(
      (async function* () {
        yield await Promise.resolve(batchOf(0, 1))
        throw new Error('the engine went away')
      })(),
    )
    await batches.next()
    await expect(batches.next()).rejects.toThrow('the engine went away')
  })
})
