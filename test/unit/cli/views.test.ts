import { describe, expect, it } from 'vitest'
import { renderDoctorReport } from '../../../src/main/cli/render/doctor.ts'
import { renderLabs } from '../../../src/main/cli/render/labs.ts'
import { createLogRenderer } from '../../../src/main/cli/render/logs.ts'
import { renderStatus } from '../../../src/main/cli/render/status.ts'
import { plainStyle } from '../../../src/main/cli/render/style.ts'
import { selectStatus } from '../../../src/main/cli/select-status.ts'
import type { LabStatus, ServiceStatus } from '../../../src/shared/status.ts'
import { at, ref, startMs } from './support/examples.ts'
import { block, textOf } from './support/text.ts'
import { absentService } from '../support/absent-service.ts'

function service(name: string, more: Partial<ServiceStatus> = {}): ServiceStatus {
  return {
    ...absentService(name),
    state: 'running',
    readiness: 'ready',
    readyBy: 'health',
    health: 'healthy',
    container: name,
    containerId: name,
    image: name,
    startedAt: at(-192_000),
    ...more,
  }
}

const status: LabStatus = {
  lab: { name: 'northlight', dir: '/home/ai/lab' },
  stacks: [
    {
      name: 'infra',
      project: 'infra',
      alwaysOn: true,
      state: 'ready',
      services: [
        service('proxy', {
          readyBy: 'probe',
          health: 'starting',
          ports: ['0.0.0.0:80→80/tcp', '127.0.0.1:443→443/tcp'],
        }),
      ],
    },
    {
      name: 'data',
      project: 'data',
      alwaysOn: false,
      state: 'failed',
      services: [
        service('db', { state: 'exited', readiness: 'failed', readyBy: null, health: null, exitCode: 137 }),
        service('migrate', {
          state: 'exited',
          readiness: 'done',
          readyBy: 'exit',
          health: null,
          exitCode: 0,
        }),
        service('redis', {
          state: 'absent',
          readiness: 'stopped',
          readyBy: null,
          health: null,
          startedAt: null,
        }),
      ],
    },
  ],
}

describe('status', () => {
  it('is one table of stacks and services', () => {
    expect(textOf(renderStatus(status, plainStyle, startMs))).toBe(block`
      northlight  /home/ai/lab

                           READINESS       HEALTH    CONTAINER     UPTIME  PORTS
      ✓  infra  always-on  ready 1/1
        ✓  proxy           ready (probed)  starting  running       3m 12s  0.0.0.0:80→80/tcp, 127.0.0.1:443→443/tcp
      ✗  data              failed 1/3
        ✗  db              failed                    exited (137)
        ✓✓ migrate         done                      exited (0)
        □  redis           stopped                   no container
    `)
  })

  it('ends with what else there is to know', () => {
    const notes = ['Update 1a2b3c4d broke off.']
    expect(textOf(renderStatus({ ...status, notes }, plainStyle, startMs))).toMatch(
      /redis .*\n\nUpdate 1a2b3c4d broke off\.$/,
    )
  })

  it('says what to do when there are no stacks', () => {
    expect(textOf(renderStatus({ ...status, stacks: [] }, plainStyle, startMs))).toBe(
      'northlight  /home/ai/lab\nNo stacks yet. Open a folder with Compose files.',
    )
  })

  it('shows only the stacks and services that were named, rolled up anew', () => {
    const selected = selectStatus(status, ['infra', 'data/migrate'])
    expect(selected.stacks.map(({ name, state, services }) => [name, state, services.length])).toEqual([
      ['infra', 'ready', 1],
      ['data', 'done', 1],
    ])
  })
})

describe('labs', () => {
  it('gives name, folder and last use', () => {
    const today = new Date(2026, 10, 21, 14, 0, 0).getTime()
    const labs = [
      { name: 'northlight', dir: '/home/ai/lab', lastUsedAt: new Date(2026, 10, 21, 9, 5, 7).toISOString() },
      { name: 'old', dir: '/srv/old lab', lastUsedAt: new Date(2026, 9, 1, 9, 5, 7).toISOString() },
    ]
    expect(textOf(renderLabs(labs, today))).toBe(block`
      LAB         FOLDER        LAST USED
      northlight  /home/ai/lab  09:05:07
      old         /srv/old lab  2026-10-01
    `)
  })

  it('says how to get one when there is none', () => {
    expect(textOf(renderLabs([], 0))).toBe('No labs yet. Run `switchyard up` in a folder with Compose files.')
  })
})

describe('doctor', () => {
  it('gives findings with place and advice, what was fixed, and the counts', () => {
    const report = {
      findings: [
        { id: 'engine', check: 'engine', level: 'ok' as const, message: 'Docker 28.5.2 answers.' },
        {
          id: 'ports:app/db/5432/tcp',
          check: 'ports',
          level: 'error' as const,
          message: 'Port 5432 is taken.',
          place: { file: '/lab/compose.yaml', line: 12 },
          advice: 'Stop postgres or change the port.',
        },
        {
          id: 'networks:shared',
          check: 'networks',
          level: 'warning' as const,
          message: 'The network shared is missing.',
          advice: 'Create it.',
          fix: { kind: 'create-network' as const, network: 'shared' },
        },
      ],
      fixed: ['Copied .env.example to .env.'],
    }
    expect(textOf(renderDoctorReport(report, plainStyle))).toBe(block`
      ✓  engine    Docker 28.5.2 answers.
      ✗  ports     /lab/compose.yaml:12: Port 5432 is taken.
           Stop postgres or change the port.
      !  networks  The network shared is missing.
           Create it.
           ${'`switchyard doctor --fix`'} does this.
      ✓  Fixed: Copied .env.example to .env.
      1 error, 1 warning, 1 ok
    `)
  })
})

describe('logs', () => {
  it('names the service of each line, under each other once a longer name was seen', () => {
    const render = createLogRenderer()
    const log = (name: string, text: string) =>
      textOf([render({ service: ref(name), stream: 'stdout', at: null, text })])
    expect([
      log('data/db', 'ready'),
      log('data/redis', '\u001b[31mhot\u001b[0m'),
      log('data/db', 'again'),
    ]).toEqual(['data/db | ready', 'data/redis | hot', 'data/db    | again'])
  })
})
