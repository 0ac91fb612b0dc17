import { expect, onTestFinished, test, vi } from 'vitest'
import type { DesktopClient } from '../../../src/main/desktop/desktop-core.ts'
import { followLinks, runningLinks } from '../../../src/main/desktop/follow-links.ts'
import type { LabLink } from '../../../src/shared/links.ts'
import type { LabStatus } from '../../../src/shared/status.ts'
import type { LabEvent } from '../../../src/shared/watch.ts'
import { status } from '../metrics/export/support/readings.ts'

const at = '2026-11-21T12:00:00.000Z'
const link = (name: string, more: Partial<LabLink> = {}): LabLink => ({
  id: name,
  name,
  url: `http://localhost/${name}`,
  kind: 'web',
  from: 'port',
  stack: 'apps',
  service: name,
  description: null,
  group: null,
  isRunning: true,
  isEverywhere: false,
  ...more,
})
const labStatus: LabStatus = {
  lab: { name: 'home', dir: '/home' },
  stacks: [
    { name: 'apps', project: 'apps', alwaysOn: false, state: 'ready', services: [status('web')] },
    {
      name: 'idle',
      project: 'idle',
      alwaysOn: false,
      state: 'stopped',
      services: [status('job', { state: 'exited', readiness: 'stopped', health: null })],
    },
  ],
}

test('links of the tray are pages of what runs; those of a whole stack while something of it does', () => {
  const all = [
    link('web'),
    link('db', { kind: 'tcp' }),
    link('off', { isRunning: false }),
    link('Grafana', { service: null, isRunning: null }),
    link('Idle', { stack: 'idle', service: null, isRunning: null }),
  ]
  expect(runningLinks(all, labStatus).map(({ name }) => name)).toEqual(['web', 'Grafana'])
  expect(runningLinks(all, null).map(({ name }) => name)).toEqual(['web'])
})

test('they are those of the lab that was used last, and change with it', async () => {
  const stop = new AbortController()
  const dirs = ['/home']
  const pages = new Map([
    ['/home', [link('web')]],
    ['/other', [link('api'), link('off', { isRunning: false })]],
  ])
  const alive = new Set<(event: LabEvent) => void>()
  async function* watch(dir: string, signal: AbortSignal | undefined): AsyncGenerator<LabEvent, void> {
    const engine = { connected: true, address: 'x', version: '1', problem: null, since: at }
    const lab = { name: dir, dir, environment: null, environments: [], stacks: [], notes: [] } as never
    yield { type: 'snapshot', at, lab, status: labStatus, engine, runs: [], problems: [] }
    while (!signal?.aborted) {
      yield await new Promise<LabEvent>((resolve) => {
        alive.add(resolve)
        signal?.addEventListener('abort', () => resolve({ type: 'alive', at }), { once: true })
      })
    }
  }
  const client = {
    labs: {
      list: () => Promise.resolve(dirs.map((dir) => ({ name: dir, dir, lastUsedAt: at }))),
      watch: ({ dir }: { dir: string }, { signal }: { signal?: AbortSignal }) =>
        Promise.resolve(watch(dir, signal)),
    },
    links: { list: ({ dir }: { dir: string }) => Promise.resolve(pages.get(dir) ?? []) },
  } as unknown as DesktopClient
  const told: string[][] = []
  const following = followLinks(client, (links) => told.push(links.map(({ name }) => name)), stop.signal, {
    lookEveryMs: 10,
    settleMs: 1,
  })
  onTestFinished(() => stop.abort())
  await vi.waitFor(() => expect(told.at(-1)).toEqual(['web']))

  pages.set('/home', [link('web'), link('chat')])
  const service = labStatus.stacks[0]?.services[0]
  if (!service) throw new Error('the lab has no service')
  for (const tell of alive) tell({ type: 'service', at, stack: 'apps', service, stackState: 'ready' })
  await vi.waitFor(() => expect(told.at(-1)).toEqual(['web', 'chat']))

  dirs.unshift('/other')
  await vi.waitFor(() => expect(told.at(-1)).toEqual(['api']))
  dirs.splice(0)
  await vi.waitFor(() => expect(told.at(-1)).toEqual([]))
  stop.abort()
  await following
})
