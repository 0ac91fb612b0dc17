import { describe, expect, it } from 'vitest'
import type { Readiness } from '../../../src/shared/readiness.ts'
import { formatReadiness } from '../../../src/shared/format.ts'
import { rollUpReadiness } from '../../../src/shared/roll-up.ts'

describe('rollUpReadiness', () => {
  it.each<[readonly Readiness[], string]>([
    [[], 'stopped'],
    [['ready', 'ready'], 'ready'],
    [['ready', 'done'], 'ready'],
    [['done', 'done'], 'done'],
    [['ready', 'stopped'], 'partial'],
    [['ready', 'created'], 'partial'],
    [['ready', 'waiting'], 'partial'],
    [['done', 'stopped'], 'stopped'],
    [['stopped', 'created', 'waiting'], 'stopped'],
    [['ready', 'loading', 'stopped'], 'loading'],
    [['ready', 'starting'], 'loading'],
    [['failed', 'loading', 'ready'], 'failed'],
  ])('makes %o %s', (readiness, expected) => {
    expect(rollUpReadiness(readiness)).toBe(expected)
  })
})

describe('formatReadiness', () => {
  it('says when only a probe says ready', () => {
    expect([
      formatReadiness('ready', 'probe'),
      formatReadiness('ready', 'health'),
      formatReadiness('ready'),
      formatReadiness('loading', 'probe'),
    ]).toEqual(['ready (probed)', 'ready', 'ready', 'loading'])
  })
})
