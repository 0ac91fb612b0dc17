import { expect, test } from 'vitest'
import type { LabLink } from '../../../../src/shared/links.ts'
import { runningLinks } from '../../../../src/shared/tray/links.ts'
import { service, stateOf } from './sample-tray.ts'

const link = (name: string, more: Partial<LabLink> = {}): LabLink => ({
  id: name,
  name,
  url: `http://localhost/${name}`,
  kind: 'web',
  from: 'port',
  stack: 'apps',
  service: name,
  description: null,
  group: null,
  isRunning: true,
  isEverywhere: false,
  ...more,
})

test('links of the tray are pages of what runs; those of a whole stack while something of it does', () => {
  const { status } = stateOf([
    { name: 'apps', states: [service('web', 'ready')] },
    { name: 'idle', states: [service('job', 'stopped')] },
  ])
  const all = [
    link('web'),
    link('db', { kind: 'tcp' }),
    link('off', { isRunning: false }),
    link('Grafana', { service: null, isRunning: null }),
    link('Idle', { stack: 'idle', service: null, isRunning: null }),
  ]
  expect(runningLinks(all, status).map(({ name }) => name)).toEqual(['web', 'Grafana'])
  expect(runningLinks(all, null).map(({ name }) => name)).toEqual(['web'])
})
