import { expect, test } from 'vitest'
import { trayIconOf } from '../../../../src/shared/tray/icon.ts'
import { nothingInTray, type TrayIconName, type TrayView } from '../../../../src/shared/tray/model.ts'
import { ago, runSummary, service, stateOf, viewOf } from './sample-tray.ts'

const up = { name: 'chat', states: [service('web', 'ready')] }
const down = { name: 'chat', states: [service('web', 'stopped')] }
const alwaysOn = { name: 'edge', alwaysOn: true, states: [service('proxy', 'ready')] }
const away = { connected: false, address: 'x', version: null, problem: null, since: ago(0) }

test.each<[string, TrayView, TrayIconName]>([
  ['everything is ready', viewOf(stateOf([alwaysOn, up])), 'lit'],
  ['all that there is is always on', viewOf(stateOf([alwaysOn])), 'lit'],
  ['some apps are stopped', viewOf(stateOf([up, { ...down, name: 'media' }])), 'lit'],
  ['a service loads', viewOf(stateOf([{ name: 'ai', states: [service('sglang', 'loading')] }])), 'half'],
  ['a run goes on', viewOf(stateOf([down], { runs: [runSummary()] })), 'half'],
  ['the lab is being read', viewOf(null), 'half'],
  ['the engine was not heard yet', viewOf(stateOf([up], { status: null })), 'half'],
  [
    'something has failed while a run goes on',
    viewOf(stateOf([up, { name: 'ai', states: [service('sglang', 'failed')] }], { runs: [runSummary()] })),
    'cross',
  ],
  ['the apps are stopped', viewOf(stateOf([alwaysOn, down])), 'square'],
  ['there is no lab', nothingInTray, 'square'],
  ['the engine is away', viewOf(stateOf([up], { engine: away })), 'exclamation'],
  ['the lab cannot be read', viewOf(null, { problem: 'There is no folder.' }), 'exclamation'],
])('when %s', (_when, view, icon) => {
  expect(trayIconOf(view)).toBe(icon)
})
