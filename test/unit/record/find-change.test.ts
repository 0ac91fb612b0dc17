import { expect, it } from 'vitest'
import { findChange } from '../../../src/main/record/find-change.ts'
import { type Life, unknownLife } from '../../../src/main/record/life.ts'

const running: Life = { ...unknownLife, startedAtMs: 10_200, health: 'healthy' }
const iso = (ms: number) => new Date(ms).toISOString()
const up = { state: 'running', startedAt: iso(10_000), health: 'healthy' } as const
const found = { kind: 'found', isRunning: true, health: 'healthy', startedAtMs: 10_000 } as const

it.each<[string, Life, Parameters<typeof findChange>[1], ReturnType<typeof findChange>]>([
  ['nothing of a container that is as it was', running, up, null],
  ['nothing of one that never ran', unknownLife, { ...up, state: 'created' }, null],
  ['nothing of one that was stopped and is', { ...running, end: 'asked' }, { ...up, state: 'exited' }, null],
  ['nothing of one that is about to be started again', running, { ...up, state: 'restarting' }, null],
  ['one that nobody knew', unknownLife, up, found],
  ['one that was paused by somebody as up', unknownLife, { ...up, state: 'paused' }, found],
  ['one that was down and is up', { ...running, end: 'itself' }, up, found],
  ['another start', { ...running, startedAtMs: 3000 }, up, found],
  ['other health', { ...running, health: 'unhealthy' }, up, found],
  [
    'nothing of health that is not known yet',
    { ...running, health: null },
    { ...up, health: 'starting' },
    null,
  ],
  [
    'an end',
    running,
    { ...up, state: 'exited' },
    { kind: 'found', isRunning: false, health: null, startedAtMs: 10_000 },
  ],
  ['a removal', running, null, { kind: 'found', isRunning: false, health: null, startedAtMs: 10_200 }],
])('finds %s', (_, life, container, expected) => {
  expect(findChange(life, container)).toEqual(expected)
})
