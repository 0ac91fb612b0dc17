import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { ensureImages } from '../../scripts/engine/images.ts'
import { type PrivateEngine, startPrivateEngine } from '../../scripts/engine/private-engine.ts'
import { createCore } from '../../src/main/core.ts'
import type { LabSnapshot } from '../../src/shared/watch.ts'
import { type LabFixture, openLab, openLabWith } from './support/lab-fixture.ts'
import { serviceOf, toldOf, watchLab } from './support/lab-watch.ts'

const compose = `
name: watched
x-service: &service
  image: switchyard/fixture:1
services:
  db:
    <<: *service
    environment: { READY_AFTER: "0.5" }
    healthcheck: { test: ["CMD", "test", "-f", "/run/ready"], interval: 30s }
  web:
    <<: *service
    environment: { PORT: "8080", READY_AFTER: "0.5" }
    depends_on: { db: { condition: service_healthy } }
`
const switchyard = `
stacks:
  watched:
    readiness:
      web: { log: "ready at \\\\d+$" }
`

function openWatched(options: Parameters<typeof openLabWith>[2] = {}): Promise<LabFixture> {
  return openLabWith('watched', { 'compose.yaml': compose, 'switchyard.yaml': switchyard }, options)
}

/** How the services stand, as `service readiness`. */
function standing(state: LabSnapshot): readonly string[] {
  const services = state.status?.stacks.flatMap((stack) => stack.services) ?? []
  return services.map(({ name, readiness }) => `${name} ${readiness}`)
}

describe('a lab that is watched', () => {
  it('is told whole first, then in the words of its run, and stays as the run left it', async () => {
    await using lab = await openWatched()
    await using watch = await watchLab(lab.client, lab.dir)
    const { engine, runs, problems, lab: view } = watch.state()
    expect([engine.connected, engine.problem, runs, problems, view.stacks.map(({ name }) => name)]).toEqual([
      true,
      null,
      [],
      [],
      ['watched'],
    ])
    expect(standing(watch.state())).toEqual(['db stopped', 'web stopped'])

    const { end } = await lab.run({ kind: 'start' })
    expect(end.outcome).toBe('succeeded')
    await watch.until((state) => state.runs.length === 0 && standing(state).join() === 'db ready,web ready')
    // What follows at once may be told as one.
    const order = ['waiting', 'created', 'starting', 'loading', 'ready']
    const db = toldOf(watch.events, 'db')
    expect(db).toEqual(order.filter((word) => db.includes(word)))
    expect(db).toEqual(expect.arrayContaining(['waiting', 'loading', 'ready']))
    const web = toldOf(watch.events, 'web')
    expect(web.filter((words) => order.includes(words))).toEqual(order.filter((word) => web.includes(word)))
    expect(web).toEqual(expect.arrayContaining(['loading', 'ready']))
    expect(web.filter((words) => words.endsWith(' (waits for watched/db)'))).not.toEqual([])
    expect(watch.service('watched', 'web')).toMatchObject({ readyBy: 'probe' })
    await watch.until((state) => serviceOf(state, 'watched', 'db')?.usualMs !== null)
    const told = watch.events.flatMap((event) => (event.type === 'run' ? [event.run.outcome] : []))
    expect(told).toEqual([null, 'succeeded'])
  })

  it('shows what is done to its containers from outside', async () => {
    await using lab = await openWatched()
    await lab.run({ kind: 'start' })
    await using watch = await watchLab(lab.client, lab.dir)
    expect(standing(watch.state())).toEqual(['db ready', 'web ready'])
    await lab.docker(['stop', '--time', '0', 'watched-web-1'])
    await watch.until((state) => serviceOf(state, 'watched', 'web')?.state === 'exited')
    expect(watch.service('watched', 'web')).toMatchObject({
      readiness: 'stopped',
      startedAt: expect.any(String) as string,
      finishedAt: expect.any(String) as string,
    })
    await lab.docker(['start', 'watched-web-1'])
    await watch.until((state) => serviceOf(state, 'watched', 'web')?.state === 'running')
    expect(watch.service('watched', 'web')).toMatchObject({
      readiness: 'loading',
      detail: 'no run has seen it ready since its start',
      finishedAt: null,
    })
    await lab.docker(['pause', 'watched-db-1'])
    await watch.until((state) => serviceOf(state, 'watched', 'db')?.state === 'paused')
    await lab.docker(['unpause', 'watched-db-1'])
    await watch.until((state) => serviceOf(state, 'watched', 'db')?.state === 'running')
    await lab.docker(['rm', '--force', 'watched-db-1'])
    await watch.until((state) => serviceOf(state, 'watched', 'db')?.state === 'absent')
    expect(new Set(watch.events.map(({ type }) => type))).toEqual(new Set(['snapshot', 'service']))
    expect(watch.events.filter(({ type }) => type === 'snapshot')).toHaveLength(1)
  })

  it('shows the run of another process, and forgets one that broke off', async () => {
    await using lab = await openWatched()
    await using watch = await watchLab(lab.client, lab.dir)
    const other = execa(process.execPath, [join(import.meta.dirname, 'support/run-lab.ts'), lab.dir], {
      env: lab.variables,
      extendEnv: false,
    })
    await watch.until((state) => state.runs.length === 1)
    await watch.until((state) => state.runs.length === 0)
    await other
    await watch.until((state) => standing(state).join() === 'db ready,web ready')
    expect(watch.service('watched', 'web')).toMatchObject({ readyBy: 'probe' })

    await lab.docker(['rm', '--force', 'watched-db-1', 'watched-web-1'])
    await watch.until((state) => standing(state).join() === 'db stopped,web stopped')
    const broken = execa(process.execPath, [join(import.meta.dirname, 'support/run-lab.ts'), lab.dir], {
      env: lab.variables,
      extendEnv: false,
      reject: false,
    })
    await watch.until((state) => state.runs.length === 1)
    broken.kill('SIGKILL')
    await broken
    await watch.until((state) => state.runs.length === 0)
    await using second = await watchLab(lab.client, lab.dir)
    expect(second.state().runs).toEqual([])
  })

  it('is read anew when its files change, stays as it was while they are broken, and comes back', async () => {
    await using lab = await openWatched()
    await using watch = await watchLab(lab.client, lab.dir)
    const file = join(lab.dir, 'compose.yaml')
    await writeFile(file, `${compose}  extra:\n    <<: *service\n`)
    await watch.until((state) => serviceOf(state, 'watched', 'extra') !== undefined)

    watch.clear()
    await writeFile(file, 'services: [')
    await watch.until((state) => state.problems.length > 0)
    expect(watch.events.map(({ type }) => type)).toEqual(['problems'])
    expect(watch.state().problems[0]?.place?.file).toBe(file)
    expect(standing(watch.state())).toEqual(['db stopped', 'extra stopped', 'web stopped'])

    await writeFile(file, `${compose}    image: [not, an, image]\n`)
    await watch.until((state) => state.problems[0]?.message.includes('image') === true)
    expect(standing(watch.state())).toEqual(['db stopped', 'extra stopped', 'web stopped'])

    await writeFile(file, compose)
    await watch.until((state) => state.problems.length === 0)
    expect(standing(watch.state())).toEqual(['db stopped', 'web stopped'])

    await rename(lab.dir, `${lab.dir}-away`)
    await watch.until((state) => state.problems.length > 0)
    await rename(`${lab.dir}-away`, lab.dir)
    await watch.until((state) => state.problems.length === 0)
    await writeFile(file, `${compose}  again:\n    <<: *service\n`)
    await watch.until((state) => serviceOf(state, 'watched', 'again') !== undefined)
  })

  it('shows a stack that gets a folder of its own', async () => {
    await using lab = await openLab('layered')
    await using watch = await watchLab(lab.client, lab.dir)
    const before = watch.state().lab.stacks.length
    const folder = join(lab.dir, '90-new')
    await execa('mkdir', [folder])
    await writeFile(join(folder, 'compose.yaml'), 'services: { fresh: { image: "switchyard/fixture:1" } }\n')
    await watch.until((state) => state.lab.stacks.length === before + 1)
    await rm(folder, { recursive: true })
    await watch.until((state) => state.lab.stacks.length === before)
  })
})

describe('an engine that dies', () => {
  let engine: PrivateEngine
  beforeAll(async () => {
    engine = await startPrivateEngine({ instance: `${inject('engineInstance')}-mortal` })
    await ensureImages(engine.env, ['fixture'])
  })
  afterAll(() => engine.stop())

  it('is told, the last state stays, and its coming back brings a new one', async () => {
    await using lab = await openWatched({ variables: engine.env })
    await lab.run({ kind: 'start' })
    await using watch = await watchLab(lab.client, lab.dir)
    watch.clear()
    await engine.kill()
    await watch.until((state) => !state.engine.connected)
    expect(watch.events.map(({ type }) => type)).toEqual(['engine'])
    expect(watch.state().engine.problem?.message).toBe(
      `The Docker engine at ${engine.dockerHost} does not answer.`,
    )
    expect(standing(watch.state())).toEqual(['db ready', 'web ready'])

    const late = createCore({ variables: lab.variables })
    await using second = await watchLab(late.client, lab.dir)
    expect([second.state().status, second.state().engine.connected]).toEqual([null, false])

    await engine.restart()
    await watch.until((state) => state.engine.connected)
    expect(watch.events.at(-1)?.type).toBe('snapshot')
    expect(standing(watch.state())).toEqual(['db stopped', 'web stopped'])
    await second.until((state) => state.status !== null)
    expect(second.state().engine.version).toMatch(/^\d+\./)
    await late.dispose()
  })
})
