import { describe, expect, test } from 'vitest'
import type { DesktopClient } from '../../../src/main/desktop/desktop-core.ts'
import { createRequestOpener } from '../../../src/main/desktop/open-request.ts'
import type { StartRequest } from '../../../src/main/desktop/read-arguments.ts'
import { SwitchyardError } from '../../../src/shared/errors.ts'
import { placeInLab } from '../../../src/shared/desktop.ts'
import { planStart } from '../../../src/main/run/plan/plan-start.ts'
import { facts, model, wholeLab } from '../run/sample-model.ts'
import { createStandIn } from './support/stand-in.ts'

const dir = '/home/ai/lab'
const plan = {
  ...planStart(facts(model({ apps: { services: { web: {}, db: {} } } })), {
    targets: wholeLab,
    appsOnly: false,
    timeoutMs: null,
  }),
  lab: { name: 'home', dir },
}
const plain: StartRequest = { link: null, labDir: null, action: null, isHidden: false }
const up = 'switchyard://home/apps?action=up'

/** An opener over a core that only says what it was asked. */
function prepare({
  deepLinks = true,
  labs = [{ name: 'home', dir }],
  problem = null as SwitchyardError | null,
} = {}) {
  const electron = createStandIn()
  const asked: unknown[] = []
  const places: (string | null)[] = []
  const client = {
    settings: { get: () => Promise.resolve({ deepLinks }) },
    labs: {
      list: () => Promise.resolve(labs),
      add: ({ dir: added }: { dir: string }) => Promise.resolve({ dir: added }),
      describe: () => Promise.resolve({ stacks: [{ name: 'apps' }] }),
    },
    runs: {
      plan: (request: unknown) => {
        asked.push(['plan', request])
        return problem ? Promise.reject(problem) : Promise.resolve(plan)
      },
      start: (request: unknown) => {
        asked.push(['start', request])
        return problem ? Promise.reject(problem) : Promise.resolve({ runId: 'run-1' })
      },
    },
  } as unknown as DesktopClient
  const open = createRequestOpener({
    api: electron.api,
    client,
    show: (place) => Promise.resolve(void places.push(place)),
  })
  return { ...electron, open, asked, places }
}

describe('a link', () => {
  const request = { dir, kind: 'start', targets: ['apps'] }

  test('asks with what would happen, then does it and shows the run', async () => {
    const { open, asked, places, questions } = prepare()
    await open({ ...plain, link: up })
    expect(questions).toEqual([
      {
        type: 'question',
        message: 'Start apps of home?',
        detail:
          'A link asks for this.\n\nStarting 2 services: apps/web and apps/db.\n\nThe lab is in /home/ai/lab.',
        buttons: ['Start', 'Cancel'],
        defaultId: 1,
        cancelId: 1,
        noLink: true,
      },
    ])
    expect(asked).toEqual([
      ['plan', request],
      ['start', request],
    ])
    expect(places).toEqual([null, placeInLab(dir, '/runs/run-1')])
  })

  test('does nothing when the operator does not want it', async () => {
    const { open, asked, answers } = prepare()
    answers.push(1)
    await open({ ...plain, link: up })
    expect(asked).toEqual([['plan', request]])
  })

  test('that only opens a place asks nothing', async () => {
    const { open, asked, places, questions } = prepare()
    await open({ ...plain, link: 'switchyard://home/apps' })
    await open({ ...plain, link: 'switchyard://home' })
    expect([asked, questions]).toEqual([[], []])
    expect(places).toEqual([placeInLab(dir, '/stacks/apps'), placeInLab(dir, '/yard')])
  })

  test.each([
    ['switchyard://home/nothing?action=up', 'The lab home has no stack called nothing.'],
    [
      'switchyard://strange',
      'Switchyard knows no lab called strange. Open its folder once, then use the link.',
    ],
    [
      'switchyard://home/apps?action=down',
      'A link of Switchyard can say action=open, up, stop or restart only.',
    ],
  ])('%s is told and does nothing', async (link, detail) => {
    const { open, asked, questions } = prepare()
    await open({ ...plain, link })
    expect(asked).toEqual([])
    expect(questions).toEqual([{ type: 'info', message: 'The link was not opened', detail, buttons: ['OK'] }])
  })

  test('does nothing before the operator has switched links on', async () => {
    const { open, asked, questions } = prepare({ deepLinks: false })
    await open({ ...plain, link: up })
    expect([asked, questions.map(({ detail }) => detail)]).toEqual([
      [],
      ['Links of Switchyard are off. Settings switches them on, under Desktop.'],
    ])
  })

  test('cannot cover the question of another one', async () => {
    const { open, asked, questions } = prepare()
    await Promise.all([open({ ...plain, link: up }), open({ ...plain, link: up })])
    expect([questions.length, asked.length]).toEqual([1, 2])
  })

  test('that the core refuses is told in its words', async () => {
    const problem = new SwitchyardError('ALWAYS_ON', 'apps is always-on.', { hint: 'Stop it by hand.' })
    const { open, questions } = prepare({ problem })
    await open({ ...plain, link: 'switchyard://home/apps?action=stop' })
    expect(questions).toEqual([
      {
        type: 'info',
        message: 'Switchyard could not do that',
        detail: 'apps is always-on. Stop it by hand.',
        buttons: ['OK'],
      },
    ])
  })
})

describe('actions of the program’s own entry', () => {
  test('start everything of the lab that was used last', async () => {
    const { open, asked, places, questions } = prepare()
    await open({ ...plain, action: 'start-everything' })
    expect([asked, questions]).toEqual([[['start', { dir, kind: 'start', appsOnly: false }]], []])
    expect(places).toEqual([placeInLab(dir, '/runs/run-1')])
  })

  test('stop the apps of a lab that is named, and never what is always-on', async () => {
    const { open, asked } = prepare()
    await open({ ...plain, action: 'stop-apps', labDir: '/srv/lab' })
    expect(asked).toEqual([['start', { dir: '/srv/lab', kind: 'stop', appsOnly: true }]])
  })

  test('of none, a lab that is named is shown', async () => {
    const { open, asked, places } = prepare()
    await open({ ...plain, labDir: '/srv/lab' })
    expect([asked, places]).toEqual([[], [placeInLab('/srv/lab', '/yard')]])
  })

  test('say so when there is no lab yet', async () => {
    const { open, asked, questions } = prepare({ labs: [] })
    await open({ ...plain, action: 'start-everything' })
    expect([asked, questions.map(({ message }) => message)]).toEqual([[], ['There is no lab yet']])
  })
})
