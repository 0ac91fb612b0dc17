import { describe, expect, it } from 'vitest'
import type { Readiness } from '../../../src/shared/readiness.ts'
import { rollUpReadiness } from '../../../src/shared/roll-up.ts'
import type { ServiceStatus, StackStatus } from '../../../src/shared/status.ts'
import { describeSituation } from '../../../src/main/situation/describe-situation.ts'
import type { LabFacts, SituationFacts } from '../../../src/main/situation/model.ts'

const dir = '/home/anna/lab'

/** A machine on which all is there and nothing was ever opened, and what is different about it. */
function situation(more: Partial<SituationFacts>) {
  const nothing = { engine: null, compose: null, dir: null, isNamed: false, lab: null, problem: null }
  const found = describeSituation({ ...nothing, places: [], runningOfOthers: 0, sampleLab: null, ...more })
  return { ...found, steps: found.steps.map(({ text, command }) => [text, command]) }
}

function service(name: string, readiness: Readiness): ServiceStatus {
  const unknown = { health: null, container: null, containerId: null, image: null, exitCode: null }
  const times = { startedAt: null, finishedAt: null, usualMs: null }
  return { name, readiness, state: 'running', readyBy: null, detail: null, ports: [], ...unknown, ...times }
}

function stack(name: string, services: Readonly<Record<string, Readiness>>): StackStatus {
  const all = Object.entries(services).map(([each, readiness]) => service(each, readiness))
  return {
    name,
    project: name,
    alwaysOn: false,
    state: rollUpReadiness(Object.values(services)),
    services: all,
  }
}

function lab(stacks: StackStatus[], more: Partial<LabFacts> = {}): Pick<SituationFacts, 'lab' | 'dir'> {
  return {
    dir,
    lab: { status: { lab: { name: 'lab', dir }, stacks }, notStarted: new Set(), other: null, ...more },
  }
}

const inTheWay = {
  kind: 'engine-stopped',
  message: 'The Docker engine does not answer.',
  steps: [{ text: 'Start it', command: 'sudo systemctl start docker', dir: null }],
} as const
const watch = ['Watch it', 'switchyard status --watch']
const browse = ['See it in the browser', 'switchyard serve --open']
const look = ['See first what that would do', 'switchyard plan']
const elsewhere = [
  ['Start what is in another folder with Compose files', 'switchyard up --lab FOLDER'],
  ['Or choose one in the browser', 'switchyard serve --open'],
]

describe('what is in the way', () => {
  it('comes first, whatever the lab is: an engine', () => {
    const facts = lab([stack('apps', { chat: 'ready' })])
    expect(situation({ ...facts, engine: inTheWay, compose: { ...inTheWay, kind: 'no-compose' } })).toEqual({
      kind: 'engine-stopped',
      level: 'error',
      title: 'The Docker engine does not answer.',
      sentence: 'Until this is mended nothing can be started, or shown as it is.',
      steps: [['Start it', 'sudo systemctl start docker']],
    })
  })

  it.each(['no-compose', 'old-compose'] as const)('is Compose (%s)', (kind) => {
    const message = 'Docker Compose will not do.'
    expect(situation({ compose: { kind, message, steps: [] } })).toMatchObject({
      kind,
      level: 'error',
      title: message,
    })
  })

  it.each(['no-permission', 'log-in-again', 'engine-elsewhere'] as const)(
    'is noticed as mended only by a new start, where session or variables are (%s)',
    (kind) => {
      expect(situation({ engine: { ...inTheWay, kind } }).sentence).toBe(
        'Until this is mended nothing can be started, or shown as it is. Start Switchyard again afterwards.',
      )
    },
  )
})

describe('without a lab', () => {
  it('labs that were used, that run and that have files are offered, then the sample, then any folder', () => {
    expect(
      situation({
        places: [
          { dir: '/home/anna/lab', why: 'used', running: 0 },
          { dir: '/srv/media', why: 'running', running: 5 },
          { dir: '/home/anna/my things', why: 'files', running: 0 },
        ],
        sampleLab: '/usr/lib/sample-lab',
      }),
    ).toEqual({
      kind: 'no-lab',
      level: 'ok',
      title: 'No lab has been opened yet.',
      sentence: 'What runs already is shown as it is: opening a lab starts nothing.',
      steps: [
        ['/home/anna/lab was used before', 'switchyard up --lab /home/anna/lab'],
        ['/srv/media runs already, with 5 containers', 'switchyard status --lab /srv/media'],
        ['/home/anna/my things has Compose files', "switchyard up --lab '/home/anna/my things'"],
        ['Try the sample lab', 'switchyard up --lab /usr/lib/sample-lab'],
        ...elsewhere,
      ],
    })
  })

  it('where there is none at all, any folder is the next step', () => {
    expect(situation({ dir: '/tmp' })).toEqual({
      kind: 'no-lab',
      level: 'ok',
      title: 'There is no lab in /tmp.',
      sentence: null,
      steps: elsewhere,
    })
  })

  it('what another user runs is told and offered to nobody', () => {
    expect(situation({ runningOfOthers: 3 })).toMatchObject({
      sentence: '3 containers run from folders that you may not read; they are left alone.',
      steps: elsewhere,
    })
  })

  it('steps about a folder name it for the page', () => {
    const places = [{ dir: '/srv/media', why: 'files', running: 0 }] as const
    const nothing = { engine: null, compose: null, dir: null, isNamed: false, lab: null, problem: null }
    const { steps } = describeSituation({ ...nothing, places, runningOfOthers: 0, sampleLab: '/sample' })
    expect(steps.map((step) => step.dir)).toEqual(['/srv/media', '/sample', null, null])
  })
})

describe('a lab', () => {
  it('of which nothing is up is to be started', () => {
    expect(situation(lab([stack('apps', { chat: 'stopped', agent: 'created' })]))).toEqual({
      kind: 'lab-down',
      level: 'ok',
      title: 'Nothing of lab is up.',
      sentence: null,
      steps: [['Start it', 'switchyard up'], look, browse],
    })
  })

  it('that somebody else has started in part is counted, and its rest is the next step', () => {
    const stacks = [
      stack('data', { db: 'ready', init: 'done' }),
      stack('apps', { chat: 'loading', agent: 'stopped' }),
    ]
    expect(situation(lab(stacks))).toEqual({
      kind: 'lab-partly-up',
      level: 'warning',
      title: '3 of 4 services of lab are up.',
      sentence: null,
      steps: [['Start the rest', 'switchyard up'], look, browse],
    })
  })

  it('that is all up is left as it is', () => {
    expect(situation(lab([stack('data', { db: 'ready', init: 'done' })]))).toEqual({
      kind: 'lab-up',
      level: 'ok',
      title: 'lab is all up: 2 services.',
      sentence: null,
      steps: [browse, watch],
    })
  })

  it('in which a service has failed leads to its log first', () => {
    expect(situation(lab([stack('apps', { chat: 'failed', agent: 'ready' })]))).toEqual({
      kind: 'lab-partly-up',
      level: 'warning',
      title: '1 of 2 services of lab are up.',
      sentence: 'apps/chat has failed.',
      steps: [
        ['See why', 'switchyard logs apps/chat --tail 50'],
        ['Start the rest', 'switchyard up'],
        look,
        browse,
      ],
    })
  })

  it('is all up without the stacks that a start leaves out, and counts them when they run', () => {
    const notStarted = new Set(['train'])
    const stacks = (readiness: Readiness) => [
      stack('apps', { chat: 'ready' }),
      stack('train', { job: readiness }),
    ]
    const titles = (['stopped', 'ready'] as const).map(
      (readiness) => situation(lab(stacks(readiness), { notStarted })).title,
    )
    expect(titles).toEqual(['lab is all up: 1 service.', 'lab is all up: 2 services.'])
  })

  it('that was named is named in every command', () => {
    const { steps } = situation({ ...lab([stack('apps', { chat: 'stopped' })]), isNamed: true })
    expect(steps.map(([, command]) => command)).toEqual([
      'switchyard up --lab /home/anna/lab',
      'switchyard plan --lab /home/anna/lab',
      'switchyard serve --open --lab /home/anna/lab',
    ])
  })

  it('whose name another one goes by is not to be started over that', () => {
    const other = { project: 'apps', dir: '/home/berta/lab/apps' }
    expect(situation(lab([stack('apps', { chat: 'ready' })], { other }))).toEqual({
      kind: 'other-lab',
      level: 'warning',
      title: 'Containers of the project apps were made from /home/berta/lab/apps, which is not this lab.',
      sentence: 'Starting this lab replaces them, and both would share their volumes.',
      steps: [
        ['To keep both, give this one another `name:` in its Compose files', null],
        ['Look at /home/berta/lab/apps', 'switchyard status --lab /home/berta/lab/apps'],
      ],
    })
  })

  it('with a mistake in its files leads to the doctor', () => {
    const problem = { code: 'LAB_FILE_INVALID', message: 'switchyard.yaml is no YAML.', hint: 'Mend it.' }
    expect(situation({ dir, problem })).toEqual({
      kind: 'lab-trouble',
      level: 'error',
      title: 'switchyard.yaml is no YAML.',
      sentence: 'Mend it.',
      steps: [['See it with its place', 'switchyard doctor']],
    })
  })
})
