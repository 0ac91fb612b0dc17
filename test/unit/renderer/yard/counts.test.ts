import { describe, expect, it } from 'vitest'
import { isUp } from '../../../../src/shared/roll-up.ts'
import { countReady, countSignals } from '../../../../src/renderer/features/yard/counts.ts'
import type { Readiness } from '../../../../src/shared/readiness.ts'

const services = (...words: readonly Readiness[]) => words.map((readiness) => ({ readiness }))

describe('counts', () => {
  it('counts starting as loading, created as waiting, and leaves out what there is none of', () => {
    expect(countSignals(services('ready', 'starting', 'loading', 'created', 'ready', 'done'))).toEqual([
      { signal: 'ready', count: 2 },
      { signal: 'loading', count: 2 },
      { signal: 'waiting', count: 1 },
      { signal: 'done', count: 1 },
    ])
  })

  it('takes one that is done for one that is where it should be', () => {
    expect(countReady(services('ready', 'done', 'failed'))).toEqual({ ready: 2, total: 3, signal: 'failed' })
  })

  it('tells waiting from being down', () => {
    const signals = [
      services('waiting', 'stopped'),
      services('stopped', 'created'),
      services('ready', 'waiting'),
    ]
    expect(signals.map((each) => countReady(each).signal)).toEqual(['waiting', 'stopped', 'partial'])
  })

  it('knows the position of a switch', () => {
    expect([services('stopped', 'waiting'), services('stopped', 'done', 'failed'), []].map(isUp)).toEqual([
      true,
      false,
      false,
    ])
  })
})
