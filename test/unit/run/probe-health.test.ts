import { describe, expect, it } from 'vitest'
import { healthCommand, pausesUntil } from '../../../src/main/run/probe-health.ts'

describe('the pauses between two questions', () => {
  it('grow in proportion when nobody knows how long it takes', () => {
    const pauses = pausesUntil(null)
    expect(pauses.slice(0, 6)).toEqual([0.1, 0.1, 0.12, 0.14, 0.16, 0.19])
    expect(Math.max(...pauses)).toBe(1)
  })

  it.each([
    [0, []],
    [-500, []],
    [400, [0.2, 0.1]],
    [3000, [1.5, 0.75, 0.38, 0.19, 0.09]],
    [240_000, [2, 2, 2, 2, 2, 2, 2, 2]],
  ])('halve what is left of %i ms, then come close together', (leftMs, approach) => {
    const pauses = pausesUntil(leftMs)
    expect(pauses.slice(0, approach.length)).toEqual(approach)
    expect(pauses.slice(approach.length, approach.length + 8)).toEqual(Array<number>(8).fill(0.05))
  })

  it('never make a round of more than half a minute', () => {
    for (const leftMs of [null, 0, 1000, 10_000, 720_000]) {
      expect(pausesUntil(leftMs).reduce((sum, pause) => sum + pause, 0)).toBeLessThan(30)
    }
  })
})

describe('the health command', () => {
  it.each([
    [['CMD', 'redis-cli', 'ping'], [], ['redis-cli', 'ping']],
    [['CMD-SHELL', 'test -f "$HOME/x" || exit 1'], [], ['/bin/sh', '-c', 'test -f "$HOME/x" || exit 1']],
    [
      ['CMD-SHELL', 'true'],
      ['/bin/bash', '-ec'],
      ['/bin/bash', '-ec', 'true'],
    ],
    [['CMD'], [], null],
    [[], [], null],
  ])('of %j with the image shell %j is %j', (healthTest, shell, command) => {
    expect(healthCommand({ healthTest, shell })).toEqual(command)
  })
})
