import { expect, it } from 'vitest'
import type { ContainerSummary } from '../../../src/main/engine/model.ts'
import { foreseeLife } from '../../../src/main/watch/foresee-life.ts'
import { container } from '../run/sample-model.ts'

const never = '0001-01-01T00:00:00Z'
const began = '2026-11-21T10:00:00Z'
const now = '2026-11-21T10:05:00.000Z'

const ran = {
  state: 'running',
  health: 'healthy',
  exitCode: 0,
  startedAt: began,
  finishedAt: never,
  oomKilled: false,
  error: '',
  healthOutput: 'once slow',
} as const
const crashed = {
  ...ran,
  state: 'exited',
  health: null,
  exitCode: 3,
  finishedAt: began,
  oomKilled: true,
} as const

function foresee(changes: Partial<ContainerSummary>, before: Parameters<typeof foreseeLife>[1]) {
  return foreseeLife(container('app', 'web', changes), before, now)
}

it.each([
  [
    'nothing was known of it',
    foresee({ state: 'created' }, undefined),
    { ...ran, state: 'created', health: null, startedAt: never, healthOutput: null },
  ],
  ['it goes on', foresee({ health: 'unhealthy' }, ran), { ...ran, health: 'unhealthy' }],
  [
    'it has ended',
    foresee({ state: 'exited', exitCode: 7 }, ran),
    { ...ran, state: 'exited', health: null, exitCode: 7, finishedAt: now },
  ],
  [
    'it was started again',
    foresee({ health: 'starting' }, crashed),
    { ...ran, health: 'starting', startedAt: now, finishedAt: began, healthOutput: null },
  ],
  ['it was paused', foresee({ state: 'paused' }, ran), { ...ran, state: 'paused', health: null }],
  ['it is still down', foresee({ state: 'exited', exitCode: 3 }, crashed), crashed],
])('a container’s life is foreseen when %s', (_, found, expected) => {
  expect(found).toEqual(expected)
})
