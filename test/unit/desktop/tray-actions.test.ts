import { expect, test } from 'vitest'
import type { DesktopClient } from '../../../src/main/desktop/desktop-core.ts'
import { performTrayAction, type TrayHands } from '../../../src/main/desktop/tray-actions.ts'
import type { HostActionPreview } from '../../../src/shared/host.ts'
import type { TrayAction } from '../../../src/shared/tray/model.ts'
import { planOf, ref } from '../cli/support/examples.ts'
import { createStandIn } from './support/stand-in.ts'

const preview: HostActionPreview = {
  does: ['Takes the swap file off.'],
  risks: ['sglang may run out of memory.'],
  undo: null,
  command: [],
}
const change = (service: string, kind: 'remove' | 'recreate' | 'keep') => ({
  service: ref(service),
  change: kind,
  project: { before: null, after: null },
  differences: [],
})

function hands() {
  const asked: unknown[] = []
  const electron = createStandIn()
  const note = (what: string) => (input: unknown) => void asked.push([what, input])
  const answer = (what: string) => (input: unknown) => Promise.resolve(note(what)(input))
  const plan = planOf([], [], {
    kind: 'switch',
    environment: 'dev',
    switch: {
      from: [],
      services: [change('data/db', 'keep'), change('apps/web', 'recreate'), change('apps/old', 'remove')],
      networks: { removedOf: [], created: [] },
    },
  })
  const client = {
    runs: { start: answer('start'), cancel: answer('cancel'), plan: () => Promise.resolve(plan) },
    host: { preview: () => Promise.resolve(preview), act: answer('act') },
  } as unknown as DesktopClient
  const given: TrayHands = {
    dialog: electron.api.dialog,
    client,
    tray: {
      selection: () => ({ dir: '/lab', environment: 'dev', profiles: ['gpu'] }),
      chooseProfiles: note('profiles'),
    },
    show: note('show'),
    openLink: note('link'),
    quit: () => void asked.push('quit'),
  }
  return { ...electron, asked, perform: (action: TrayAction) => performTrayAction(given, action) }
}

const selection = { dir: '/lab', environment: 'dev', profiles: ['gpu'] }

test.each<[TrayAction, unknown]>([
  [{ type: 'start-everything' }, ['start', { ...selection, kind: 'start' }]],
  [{ type: 'apps', to: 'on' }, ['start', { ...selection, kind: 'start', appsOnly: true }]],
  [{ type: 'apps', to: 'off' }, ['start', { ...selection, kind: 'stop', appsOnly: true }]],
  [{ type: 'stack', stack: 'chat', to: 'on' }, ['start', { ...selection, kind: 'start', targets: ['chat'] }]],
  [{ type: 'stack', stack: 'chat', to: 'off' }, ['start', { ...selection, kind: 'stop', targets: ['chat'] }]],
  [{ type: 'cancel', runId: 'run-1' }, ['cancel', { runId: 'run-1' }]],
  [{ type: 'profiles', profiles: ['cpu'] }, ['profiles', ['cpu']]],
  [{ type: 'open', place: '/runs/1' }, ['show', '/runs/1']],
  [{ type: 'link', url: 'http://localhost/' }, ['link', 'http://localhost/']],
  [{ type: 'quit' }, 'quit'],
])('%o is done at once', async (action, expected) => {
  const { perform, asked, questions } = hands()
  await perform(action)
  expect([asked, questions]).toEqual([[expected], []])
})

test('another environment is asked for first, with what becomes of the services', async () => {
  const { perform, asked, questions, answers } = hands()
  answers.push(1, 0)
  await perform({ type: 'environment', environment: 'dev' })
  expect(asked).toEqual([])
  expect(questions).toEqual([
    {
      type: 'question',
      message: 'Switch northlight to dev?',
      detail: 'Stopped and removed: apps/old.\nReplaced: apps/web.\nVolumes stay.',
      buttons: ['Switch', 'Leave it'],
      defaultId: 1,
      cancelId: 1,
    },
  ])
  await perform({ type: 'environment', environment: 'dev' })
  expect(asked).toEqual([['start', { ...selection, kind: 'switch' }]])
})

test('the host is given back after its risk was told', async () => {
  const { perform, asked, questions, answers } = hands()
  answers.push(1, 0)
  await perform({ type: 'restore' })
  expect(asked).toEqual([])
  expect(questions[0]).toMatchObject({
    type: 'warning',
    message: 'Give the host back now?',
    detail: 'Takes the swap file off.\nsglang may run out of memory.',
  })
  await perform({ type: 'restore' })
  expect(asked).toEqual([['act', { kind: 'restore', lease: null }]])
})
