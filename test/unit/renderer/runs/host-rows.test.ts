import { describe, expect, it } from 'vitest'
import type { LeasePart, LeasePartState } from '../../../../src/shared/host.ts'
import type { StepOf } from '../../../../src/shared/plan.ts'
import type { RunEvent } from '../../../../src/shared/run.ts'
import { hostRows, stepIdOf } from '../../../../src/renderer/features/runs/host-rows.ts'
import { at, planOf, refOf, startStep, storyOf } from './sample-story.ts'

const lease: StepOf<'lease'> = {
  kind: 'lease',
  id: 'lease:ai/llm',
  after: [],
  command: [],
  service: refOf('ai/llm'),
  recipe: {
    swapMib: 1024,
    swapPlace: 'default',
    pauseGuards: true,
    flushCache: true,
    until: 'ready',
    limitMs: 60_000,
    whenAvailableBelowMib: null,
    onFailure: 'continue',
  },
}

function change(
  atMs: number,
  part: LeasePart,
  state: LeasePartState,
  detail: string | null = null,
): RunEvent {
  return {
    type: 'host-changed',
    at: at(atMs),
    service: refOf('ai/llm'),
    part,
    state,
    detail,
    elapsedMs: null,
  }
}

function rowsAfter(...events: readonly RunEvent[]) {
  const plan = planOf({ steps: [lease, startStep('ai/llm')] })
  return hostRows(storyOf(plan, events)).map(({ name, state, phases, detail }) => [
    name,
    state,
    phases.map(({ fromMs, toMs }) => `${fromMs}–${toMs ?? 'now'}`).join(),
    detail,
  ])
}

describe('the host in a run', () => {
  it('waits with what the recipe asks for', () => {
    const asked = '1\u00a0GiB of swap, earlyoom paused, page cache dropped, until it is ready, at most 1m 00s'
    expect(rowsAfter()).toEqual([
      ['swap', 'waiting', '', asked],
      ['earlyoom', 'waiting', '', asked],
      ['page cache', 'waiting', '', asked],
    ])
  })

  it('is held from each change on; a dropped cache is a moment, and what was left alone is said', () => {
    expect(
      rowsAfter(
        change(100, 'swap', 'changing'),
        change(200, 'swap', 'changed', '1 GiB'),
        change(210, 'guards', 'skipped'),
        change(300, 'cache', 'changed', '40 GiB freed'),
      ),
    ).toEqual([
      ['swap', 'held', '200–now', 'swap on (1 GiB)'],
      ['earlyoom', 'not started', '', 'earlyoom left as it is'],
      ['page cache', 'done', '300–300', 'page cache dropped (40 GiB freed)'],
    ])
  })

  it('goes back, or says that it cannot yet', () => {
    const held = [change(200, 'swap', 'changed', '1 GiB'), change(250, 'guards', 'changed', 'earlyoom')]
    expect(
      rowsAfter(
        ...held,
        change(900, 'guards', 'restored'),
        change(950, 'swap', 'pending', '3 GiB are in use'),
      ).slice(0, 2),
    ).toEqual([
      ['swap', 'held', '200–now', 'swap cannot be taken off yet (3 GiB are in use)'],
      ['earlyoom', 'done', '250–900', 'earlyoom active again (earlyoom)'],
    ])
  })

  it('leads to its step', () => {
    expect(stepIdOf({ key: 'lease:ai/llm swap', stepIds: [] })).toBe('lease:ai/llm')
    expect(stepIdOf({ key: 'pull:ai', stepIds: ['pull:ai'] })).toBe('pull:ai')
  })
})
