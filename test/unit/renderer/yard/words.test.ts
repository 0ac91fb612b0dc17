import { describe, expect, it } from 'vitest'
import { isTimed, secondLineOf, wordOf } from '../../../../src/renderer/features/yard/words.ts'

const now = new Date(2026, 10, 21, 14, 32, 8).getTime()
const at = (agoMs: number) => new Date(now - agoMs).toISOString()
type Service = Parameters<typeof wordOf>[0]
const service = (changes: Partial<Service>): Service => ({
  readiness: 'ready',
  readyBy: 'health',
  detail: null,
  startedAt: null,
  finishedAt: null,
  usualMs: null,
  state: 'running',
  ...changes,
})
const word = (changes: Partial<Service>) => wordOf(service(changes), 'data', now)
const line = (changes: Partial<Service>) => secondLineOf(service(changes), now)

describe('wordOf', () => {
  it('says who found a service ready ahead of Docker', () => {
    expect([word({}), word({ readyBy: 'probe' })]).toEqual(['ready', 'ready (probed)'])
  })

  it('says how long something loads', () => {
    expect(word({ readiness: 'loading', startedAt: at(12_400) })).toBe('loading 12s')
    expect(word({ readiness: 'starting', startedAt: at(2400) })).toBe('starting 2s')
    expect(word({ readiness: 'loading' })).toBe('loading')
  })

  it('names what it waits for, shortly within its own stack', () => {
    expect(word({ readiness: 'waiting', detail: 'waits for data/db' })).toBe('waiting for db')
    expect(word({ readiness: 'waiting', detail: 'waits for infra/dns and 2 more' })).toBe(
      'waiting for infra/dns and 2 more',
    )
    expect(word({ readiness: 'waiting' })).toBe('waiting')
  })

  it('leaves a reason that is a sentence to the line below', () => {
    const held = { readiness: 'waiting', detail: 'waits for the GPU: ai/comfyui holds 12 GiB' } as const
    expect(word(held)).toBe('waiting')
    expect(line(held)).toEqual({
      text: 'Waits for the GPU: ai/comfyui holds 12 GiB',
      more: null,
      share: null,
      action: null,
    })
  })

  it('says when it stopped, with the day when that is not today', () => {
    const stopped = { readiness: 'stopped', state: 'exited' } as const
    expect(word({ ...stopped, finishedAt: new Date(2026, 10, 21, 13, 5).toISOString() })).toBe(
      'stopped 13:05',
    )
    expect(word({ ...stopped, finishedAt: new Date(2026, 10, 18, 23, 58).toISOString() })).toBe(
      'stopped Wed 23:58',
    )
    expect(word(stopped)).toBe('stopped')
  })

  it('says how long a one-shot took where that is known', () => {
    expect(word({ readiness: 'done', startedAt: at(9000), finishedAt: at(5000) })).toBe('done 4s')
    expect(word({ readiness: 'done', finishedAt: at(5000) })).toBe('done')
  })
})

describe('secondLineOf', () => {
  it('gives the reason of a failure and the way to more', () => {
    expect(line({ readiness: 'failed', detail: 'exited with code 3' })).toEqual({
      text: 'Exited with code 3',
      more: null,
      share: null,
      action: 'logs',
    })
    expect(line({ readiness: 'failed', state: 'absent' })).toEqual({
      text: 'No reason was given',
      more: null,
      share: null,
      action: 'restart',
    })
  })

  it('says how long it will still take, against how long it usually takes', () => {
    expect(line({ readiness: 'loading', startedAt: at(57_500), usualMs: 230_000 })).toEqual({
      text: 'about 2m 53s left',
      more: 'usually 3m 50s',
      share: 0.25,
      action: null,
    })
  })

  it('says that it takes longer than usual', () => {
    expect(line({ readiness: 'loading', startedAt: at(60_000), usualMs: 10_000 })).toEqual({
      text: 'Longer than usual',
      more: 'usually 10s',
      share: null,
      action: 'logs',
    })
  })

  it('keeps the row small for what is over in a moment, and for what is as it should be', () => {
    expect(line({ readiness: 'loading', startedAt: at(1000), usualMs: 2000 })).toBeNull()
    expect(
      line({ readiness: 'loading', startedAt: at(1000), detail: 'waits for its health check' }),
    ).toBeNull()
    expect(line({ readiness: 'ready', startedAt: at(1000), usualMs: 90_000 })).toBeNull()
  })

  it('tells what a service that was never ready before waits for', () => {
    expect(line({ readiness: 'loading', startedAt: at(9000), detail: 'waits for its health check' })).toEqual(
      {
        text: 'Waits for its health check',
        more: null,
        share: null,
        action: 'logs',
      },
    )
  })
})

describe('isTimed', () => {
  it('is true only for what has begun and is not there yet', () => {
    expect([
      isTimed(service({ readiness: 'loading', startedAt: at(1) })),
      isTimed(service({ readiness: 'loading' })),
      isTimed(service({ startedAt: at(1) })),
    ]).toEqual([true, false, false])
  })
})
