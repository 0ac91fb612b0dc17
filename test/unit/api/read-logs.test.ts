import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Engine } from '../../../src/main/engine/model.ts'
import { type LogRequest, readLogs } from '../../../src/main/api/read-logs.ts'
import { container, model } from '../run/sample-model.ts'
import { createSmallEngine } from '../run/small-engine.ts'

type Line = { readonly stream: 'stdout' | 'stderr'; readonly at: string | null; readonly text: string }

const lab = model({ data: { services: { db: {} } }, app: { services: { web: {} } } })
const containers = [container('data', 'db'), container('app', 'web')]
const at = (second: number) => `2026-11-21T10:00:0${second}.123456789Z`

/** An engine whose containers have these logs, by id; a number is a pause in milliseconds. */
function engineWith(
  logs: Readonly<Record<string, readonly (Line | number)[]>>,
  onEnd: (id: string) => void = () => undefined,
): Engine {
  return {
    ...createSmallEngine().engine,
    async *readLog(id, { signal, follow }) {
      try {
        for (const entry of logs[id] ?? []) {
          if (typeof entry === 'number') await sleep(entry, undefined, { signal }).catch(() => undefined)
          else if (!signal.aborted) yield entry
        }
        if (follow && !signal.aborted)
          await new Promise((resolve) => signal.addEventListener('abort', resolve))
      } finally {
        onEnd(id)
      }
    },
  }
}

async function read(
  engine: Engine,
  request: Partial<LogRequest>,
  enough = Infinity,
): Promise<readonly string[]> {
  const lines: string[] = []
  const facts = { engine, model: lab, containers }
  for await (const { service, text, stream } of readLogs(
    facts,
    { targets: [], follow: false, tail: null, ...request },
    undefined,
  )) {
    lines.push(`${service.stack}/${service.service} ${stream} ${text}`)
    if (lines.length >= enough) break
  }
  return lines
}

describe('the logs of several services', () => {
  const logs = {
    'id-data-db': [
      { stream: 'stdout', at: at(1), text: 'db 1' },
      { stream: 'stderr', at: at(4), text: 'db 4' },
    ],
    'id-app-web': [
      { stream: 'stdout', at: at(2), text: 'web 2' },
      { stream: 'stdout', at: at(3), text: 'web 3' },
    ],
  } as const

  it('come in the order of their times', async () => {
    expect(await read(engineWith(logs), {})).toEqual([
      'data/db stdout db 1',
      'app/web stdout web 2',
      'app/web stdout web 3',
      'data/db stderr db 4',
    ])
  })

  it('are those of the targets', async () => {
    expect(await read(engineWith(logs), { targets: ['web'] })).toEqual([
      'app/web stdout web 2',
      'app/web stdout web 3',
    ])
  })

  it('have times as the contract has them', async () => {
    const facts = { engine: engineWith(logs), model: lab, containers }
    const times: (string | null)[] = []
    for await (const line of readLogs(facts, { targets: ['db'], follow: false, tail: null }, undefined))
      times.push(line.at)
    expect(times).toEqual(['2026-11-21T10:00:01.123Z', '2026-11-21T10:00:04.123Z'])
  })

  it('are followed as they are written, until nobody listens any more', async () => {
    const ended: string[] = []
    const engine = engineWith(
      {
        'id-data-db': [
          { stream: 'stdout', at: at(1), text: 'db 1' },
          60,
          { stream: 'stdout', at: at(3), text: 'db 3' },
        ],
        'id-app-web': [30, { stream: 'stdout', at: at(2), text: 'web 2' }],
      },
      (id) => ended.push(id),
    )
    expect(await read(engine, { follow: true }, 3)).toEqual([
      'data/db stdout db 1',
      'app/web stdout web 2',
      'data/db stdout db 3',
    ])
    await sleep(10)
    expect(ended.sort()).toEqual(['id-app-web', 'id-data-db'])
  })
})
