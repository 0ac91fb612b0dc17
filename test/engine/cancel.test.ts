import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createCore } from '../../src/main/core.ts'
import type { RunRequest } from '../../src/shared/contract.ts'
import type { RunEvent } from '../../src/shared/run.ts'
import { pick, readContainers } from './support/containers.ts'
import { type LabFixture, openLab } from './support/lab-fixture.ts'
import { lastReadiness, noticesOf } from './support/run-events.ts'

const ref = (service: string) => ({ stack: 'bench-chain', service })

describe('a run that is cancelled half-way', () => {
  let lab: LabFixture
  beforeEach(async () => {
    lab = await openLab('bench-chain')
  })
  afterEach(() => lab[Symbol.asyncDispose]())

  /** Does something as soon as the third link of the chain runs; the events of the run. */
  async function interrupt(
    request: Partial<RunRequest>,
    act: (runId: string) => Promise<unknown>,
  ): Promise<{ readonly runId: string; readonly events: readonly RunEvent[] }> {
    const { runId } = await lab.client.runs.start({ kind: 'start', ...request, dir: lab.dir })
    const events: RunEvent[] = []
    let hasActed = false
    for await (const event of await lab.client.runs.events({ runId })) {
      events.push(event)
      const isLoading =
        event.type === 'service-changed' &&
        event.service.service === 'link-3' &&
        event.readiness === 'loading'
      if (!isLoading || hasActed) continue
      hasActed = true
      await act(runId)
    }
    return { runId, events }
  }

  it('ends as cancelled, keeps what runs, and names what it did not start', async () => {
    const { runId, events } = await interrupt({}, (id) => lab.client.runs.cancel({ runId: id }))
    expect(events.at(-1)).toMatchObject({
      type: 'run-finished',
      outcome: 'cancelled',
      unchanged: false,
      failures: [],
      notStarted: [ref('link-4'), ref('link-5')],
    })
    expect(pick(await readContainers(lab, ['bench-chain']), 'state')).toEqual({
      'link-1': 'running',
      'link-2': 'running',
      'link-3': 'running',
      'link-4': 'created',
      'link-5': 'created',
    })
    expect(lastReadiness(events)).toEqual({
      'bench-chain/link-1': 'ready (probed)',
      'bench-chain/link-2': 'ready (probed)',
      'bench-chain/link-3': 'loading',
      'bench-chain/link-4': 'created',
      'bench-chain/link-5': 'created',
    })
    expect(await lab.client.runs.cancel({ runId })).toEqual({ cancelled: false })

    // The next run goes on from there.
    const before = await readContainers(lab, ['bench-chain'])
    const { end } = await lab.run({ kind: 'start' })
    expect(end).toMatchObject({ outcome: 'succeeded', failures: [], notStarted: [] })
    const after = await readContainers(lab, ['bench-chain'])
    expect(pick(after, 'id')).toEqual(pick(before, 'id'))
    expect([after['link-1']?.startedAtMs, after['link-3']?.startedAtMs]).toEqual([
      before['link-1']?.startedAtMs,
      before['link-3']?.startedAtMs,
    ])

    const history = await lab.client.runs.history({ dir: lab.dir })
    expect(history.map(({ kind, outcome, lab: { name } }) => [kind, outcome, name])).toEqual([
      ['start', 'succeeded', 'bench-chain'],
      ['start', 'cancelled', 'bench-chain'],
    ])
    expect(history[1]).toMatchObject({ id: runId, elapsedMs: expect.any(Number) as number })
    const recorded: RunEvent[] = []
    for await (const event of await lab.client.runs.events({ runId })) recorded.push(event)
    expect(recorded).toEqual(events)
  })

  it('stops with rollback what it has started itself, and nothing else', async () => {
    await lab.docker(['compose', 'up', '--detach', 'link-1'])
    const before = await readContainers(lab, ['bench-chain'])
    const { events } = await interrupt({ rollback: true }, (runId) => lab.client.runs.cancel({ runId }))
    expect(events.at(-1)).toMatchObject({ outcome: 'cancelled', notStarted: [ref('link-4'), ref('link-5')] })
    expect(noticesOf(events)).toEqual(['Stopping again what this run started (2).'])
    const after = await readContainers(lab, ['bench-chain'])
    expect(pick(after, 'state')).toEqual({
      'link-1': 'running',
      'link-2': 'exited',
      'link-3': 'exited',
      'link-4': 'created',
      'link-5': 'created',
    })
    expect(after['link-1']?.startedAtMs).toBe(before['link-1']?.startedAtMs)
  })

  it('can be told to roll back only when it is cancelled', async () => {
    await interrupt({}, (runId) => lab.client.runs.cancel({ runId, rollback: true }))
    const states = Object.values(pick(await readContainers(lab, ['bench-chain']), 'state'))
    expect(states).toEqual(['exited', 'exited', 'exited', 'created', 'created'])
  })

  it('is the only one of its lab, for every door', async () => {
    const other = createCore({ variables: lab.variables })
    const { events } = await interrupt({}, async (runId) => {
      const words = `start, begun [\\d.]+s ago \\(run ${runId.slice(0, 8)}, process ${process.pid}\\)\\.$`
      const message: unknown = expect.stringMatching(`Another run of bench-chain is in progress: ${words}`)
      const refusal = { code: 'RUN_IN_PROGRESS', message }
      await expect(lab.client.runs.start({ dir: lab.dir, kind: 'stop' })).rejects.toMatchObject(refusal)
      await expect(other.client.runs.start({ dir: lab.dir, kind: 'start' })).rejects.toMatchObject(refusal)
      await lab.client.runs.cancel({ runId })
    })
    expect(events.at(-1)).toMatchObject({ outcome: 'cancelled' })
    // What was refused is no run.
    expect(await other.client.runs.history({ dir: lab.dir })).toHaveLength(1)
    await other.dispose()
    const { end } = await lab.run({ kind: 'stop' })
    expect(end.outcome).toBe('succeeded')
  })
})
