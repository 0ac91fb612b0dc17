import { describe, expect, it } from 'vitest'
import type { Gate } from '../../../../src/shared/plan.ts'
import { usualOf } from '../../../../src/renderer/features/yard/usual.ts'

const edge = (service: string, on: string, condition: Gate['condition'] = 'ready') => ({
  service: { stack: 's', service },
  gate: { on: { stack: 's', service: on }, condition, required: true, from: 'depends_on' as const },
})
const learned = (times: Readonly<Record<string, number | null>>) =>
  Object.entries(times).map(([name, usualMs]) => ({ key: `s/${name}`, usualMs }))

describe('usualOf', () => {
  it('adds up what waits for each other and takes the longest way', () => {
    expect(
      usualOf(learned({ db: 10, web: 5, cache: 12 }), [edge('web', 'db'), edge('db', 'elsewhere')]),
    ).toBe(15)
  })

  it('adds nothing for what only has to be started', () => {
    expect(usualOf(learned({ db: 10, web: 5 }), [edge('web', 'db', 'started')])).toBe(10)
  })

  it('says nothing as long as one of them was never started, or there is none', () => {
    expect([usualOf(learned({ db: 10, web: null }), []), usualOf([], [])]).toEqual([null, null])
  })

  it('ends for services that wait for each other', () => {
    expect(usualOf(learned({ a: 1, b: 2 }), [edge('a', 'b'), edge('b', 'a')])).toBe(3)
  })
})
