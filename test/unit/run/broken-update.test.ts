import { describe, expect, it } from 'vitest'
import { findHalfDone } from '../../../src/main/run/broken-update.ts'
import { formatServiceRef } from '../../../src/shared/format.ts'
import type { Plan, Step } from '../../../src/shared/plan.ts'
import type { RunEvent } from '../../../src/shared/run.ts'

const at = '2026-01-01T00:00:00.000Z'
const replace = (service: string) =>
  ({ kind: 'replace', id: `replace:data/${service}`, service: { stack: 'data', service } }) as Step
const start = (service: string) =>
  ({ kind: 'start', id: `start:data/${service}`, service: { stack: 'data', service } }) as Step
const began = (step: string): RunEvent => ({ type: 'step-started', at, step })
const ended = (
  step: string,
  outcome: 'succeeded' | 'failed' = 'succeeded',
  message: string | null = null,
): RunEvent => ({ type: 'step-finished', at, step, outcome, elapsedMs: 1, message })

/** `cache` and `db` run, `tool` stands. */
const plan = { steps: [replace('cache'), replace('db'), replace('tool'), start('cache'), start('db')] }
const halfDone = (events: readonly RunEvent[]) =>
  findHalfDone(plan as unknown as Plan, events).map(({ service }) => formatServiceRef(service))

describe('what an update has left half done', () => {
  it('is what was being replaced, and what was not ready yet', () => {
    expect(halfDone([])).toEqual([])
    expect(halfDone([began('replace:data/cache')])).toEqual(['data/cache'])
    const replaced = [began('replace:data/cache'), ended('replace:data/cache'), began('start:data/cache')]
    expect(halfDone(replaced)).toEqual(['data/cache'])
    expect(halfDone([...replaced, began('replace:data/db')])).toEqual(['data/cache', 'data/db'])
  })

  it('is not what is ready, was put back, had the image already, or stands as it did before', () => {
    const replaced = [began('replace:data/cache'), ended('replace:data/cache'), began('start:data/cache')]
    expect(halfDone([...replaced, ended('start:data/cache')])).toEqual([])
    expect(halfDone([...replaced, ended('start:data/cache', 'failed', 'exited')])).toEqual([])
    expect(halfDone([began('replace:data/db'), ended('replace:data/db', 'failed', 'refused')])).toEqual([])
    expect(halfDone([began('replace:data/db'), ended('replace:data/db', 'succeeded', 'the same')])).toEqual(
      [],
    )
    expect(halfDone([began('replace:data/tool'), ended('replace:data/tool')])).toEqual([])
  })
})
