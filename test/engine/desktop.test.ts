import { EventEmitter } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { expect, inject, it, onTestFinished, vi } from 'vitest'
import { createCore } from '../../src/main/core.ts'
import { startDesktop } from '../../src/main/desktop/start-desktop.ts'
import { packageWithPage } from '../unit/desktop/support/desktop-fixture.ts'
import { createStandIn } from '../unit/desktop/support/stand-in.ts'
import { openLab, openLabWith } from './support/lab-fixture.ts'
import { watchLab } from './support/lab-watch.ts'

const soon = { timeout: 60_000 }

it('the end of the session cancels the run, gives the lab free, and nobody is asked', async () => {
  await using lab = await openLab('bench-chain')
  const core = createCore({ variables: lab.variables, door: 'desktop', records: true })
  const electron = createStandIn()
  const session = new EventEmitter()
  await startDesktop({
    api: electron.api,
    openCore: () => core,
    packageDir: await packageWithPage(),
    devServerUrl: null,
    hasTrayHost: () => Promise.resolve(true),
    handed: { arguments: [], workingDir: '/' },
    variables: lab.variables,
    ownCommand: ['/opt/Switchyard/switchyard-desktop'],
    onSessionEnd: (listener) => void session.on('end', listener),
    log: () => undefined,
  })
  const { runId } = await core.client.runs.start({ dir: lab.dir, kind: 'start' })
  let last: unknown = null
  for await (const event of await core.client.runs.events({ runId })) {
    last = event
    const isLoading = event.type === 'service-changed' && event.readiness === 'loading'
    if (isLoading && event.service.service === 'link-2') session.emit('end')
  }
  expect(last).toMatchObject({ type: 'run-finished', outcome: 'cancelled' })
  await vi.waitFor(() => expect(electron.calls).toContain('exit 0'), soon)
  expect(electron.questions).toEqual([])
  const [kept] = await lab.client.runs.history({ dir: lab.dir })
  expect(kept).toMatchObject({ id: runId, outcome: 'cancelled', finishedAt: expect.any(String) as string })
  // Nobody holds the lab any more.
  const { end } = await lab.run({ kind: 'down' })
  expect(end).toMatchObject({ outcome: 'succeeded', failures: [] })
})

it('after sleep a connection that has died in silence is not believed', async () => {
  const road = await openRoad()
  const compose = 'name: slept\nservices: { web: { image: switchyard/fixture:1, stop_grace_period: 0s } }\n'
  await using lab = await openLabWith('slept', { 'compose.yaml': compose })
  expect((await lab.run({ kind: 'start' })).end).toMatchObject({ outcome: 'succeeded' })
  const core = createCore({ variables: { ...lab.variables, DOCKER_HOST: road.address } })
  onTestFinished(() => core.dispose())
  await using watch = await watchLab(core.client, lab.dir)
  const state = () => watch.state().status?.stacks[0]?.services[0]?.state
  await vi.waitFor(() => expect(state()).toBe('running'), soon)

  road.goSilent()
  // Not by a run of ours, which every core hears of.
  await lab.docker(['stop', 'slept-web-1'])
  expect(state()).toBe('running')
  core.woke()
  await vi.waitFor(() => expect(state()).toBe('exited'), soon)
  expect(watch.state().engine.connected).toBe(true)
})

/** A way to the shared engine over TCP. What is open when it goes silent stays open, and nothing comes through it any more. */
async function openRoad() {
  const open = new Set<Socket>()
  const server = createServer((client) => {
    const engine = connect(new URL(inject('engineVariables')['DOCKER_HOST'] ?? '').pathname)
    open.add(client)
    client.on('close', () => {
      open.delete(client)
      engine.destroy()
    })
    for (const socket of [client, engine]) socket.on('error', () => client.destroy())
    client.pipe(engine).pipe(client)
    engine.on('close', () => client.destroy())
    silence.on('begin', () => {
      client.unpipe(engine)
      engine.unpipe(client)
      for (const socket of [client, engine]) socket.resume()
    })
  })
  const silence = new EventEmitter()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const client of open) client.destroy()
    server.close()
  })
  const { port } = server.address() as { readonly port: number }
  return { address: `tcp://127.0.0.1:${port}`, goSilent: () => void silence.emit('begin') }
}
