import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { ensureImages } from '../../scripts/engine/images.ts'
import { type PrivateEngine, startPrivateEngine } from '../../scripts/engine/private-engine.ts'
import type { RunEvent } from '../../src/shared/run.ts'
import { openLab } from './support/lab-fixture.ts'

describe('an engine that dies in the middle of a run', () => {
  let engine: PrivateEngine
  beforeAll(async () => {
    engine = await startPrivateEngine({ instance: `${inject('engineInstance')}-mortal` })
    await ensureImages(engine.env, ['fixture'])
  })
  afterAll(() => engine.stop())

  it('is waited for; what it took down is started again, and the run ends well', async () => {
    await using lab = await openLab('bench-chain', { variables: engine.env })
    const { runId } = await lab.client.runs.start({ dir: lab.dir, kind: 'start' })
    const events: RunEvent[] = []
    for await (const event of await lab.client.runs.events({ runId })) {
      events.push(event)
      const isThirdLoading =
        event.type === 'service-changed' &&
        event.service.service === 'link-3' &&
        event.readiness === 'loading'
      if (isThirdLoading && events.every(({ type }) => type !== 'notice')) {
        await engine.kill()
        await sleep(1000)
        await engine.restart()
      }
    }
    expect(events.at(-1)).toMatchObject({
      type: 'run-finished',
      outcome: 'succeeded',
      failures: [],
      notStarted: [],
    })
    expect(await lab.states('bench-chain')).toEqual({
      'link-1': 'running',
      'link-2': 'running',
      'link-3': 'running',
      'link-4': 'running',
      'link-5': 'running',
    })
    const notices = events.flatMap((event) => (event.type === 'notice' ? [event.message] : []))
    expect(notices).toContain('The Docker engine went away; waiting for it.')
    expect(notices).toContain('The Docker engine is back; looking at everything again.')
  })

  it('fails the run with its name when it stays away', async () => {
    await using lab = await openLab('bench-chain', { variables: engine.env, enginePatienceMs: 1500 })
    const { runId } = await lab.client.runs.start({ dir: lab.dir, kind: 'start' })
    const events: RunEvent[] = []
    for await (const event of await lab.client.runs.events({ runId })) {
      events.push(event)
      if (
        event.type === 'service-changed' &&
        event.service.service === 'link-2' &&
        event.readiness === 'loading'
      ) {
        await engine.kill()
      }
    }
    await engine.restart()
    const end = events.at(-1)
    expect(end).toMatchObject({ type: 'run-finished', outcome: 'failed' })
    const reasons = end?.type === 'run-finished' ? end.failures.map(({ reason }) => reason) : []
    expect(reasons[0]).toBe(`The Docker engine at ${engine.dockerHost} does not answer.`)
  })
})
