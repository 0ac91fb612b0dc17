import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { runInVariables } from '../../../src/main/cli/run-in-variables.ts'
import type { EnvironmentTable } from '../../../src/shared/environments.ts'
import type { LabView } from '../../../src/shared/lab.ts'
import type { Plan } from '../../../src/shared/plan.ts'
import type { LabStatus, ServiceStatus } from '../../../src/shared/status.ts'
import { changed, finished, planOf, ref, started, startStep, stopStep } from './support/examples.ts'
import type { FakeCore } from './support/fake-client.ts'
import { runCli } from './support/run-cli.ts'
import { block } from './support/text.ts'
import { absentService } from '../support/absent-service.ts'

const service = {
  isActive: true,
  isRunning: false,
  image: 'api:1',
  target: null,
  mounts: [],
  networks: [],
  limits: [],
}
const stack = { stack: 'app', envFiles: [], profiles: [], problem: null }

const table: EnvironmentTable = {
  lab: { name: 'northlight', dir: '/lab' },
  isEngineThere: true,
  environments: [
    {
      name: null,
      isRunning: false,
      stacks: [
        {
          ...stack,
          project: 'app',
          files: ['/lab/compose.yaml'],
          isChanged: false,
          running: 0,
          services: [{ ...service, service: 'api', ports: ['8000→80/tcp'] }],
        },
      ],
    },
    {
      name: 'dev',
      isRunning: true,
      stacks: [
        {
          ...stack,
          project: 'app',
          files: ['/lab/compose.yaml', '/lab/compose.dev.yaml'],
          isChanged: true,
          running: 2,
          services: [
            { ...service, service: 'api', ports: ['8000→80/tcp'] },
            { ...service, service: 'debug', ports: [] },
          ],
        },
      ],
    },
  ],
}

const plan: Plan = planOf([['app']], [stopStep('app/debug'), startStep('app/api')], {
  kind: 'switch',
  unchanged: [ref('app/db')],
  switch: {
    from: [{ stack: 'app', environment: 'dev', project: 'app' }],
    networks: { created: [], removedOf: [] },
    services: [
      {
        service: ref('app/api'),
        change: 'recreate',
        project: { before: 'app', after: 'app' },
        differences: [
          { part: 'ports', before: ['8000→80/tcp'], after: ['8001→80/tcp'] },
          { part: 'mounts', before: ['/lab → /app'], after: [] },
          { part: 'settings', before: [], after: ['container_name', 'environment', 'user'] },
        ],
      },
      { service: ref('app/db'), change: 'keep', project: { before: 'app', after: 'app' }, differences: [] },
      {
        service: ref('app/debug'),
        change: 'remove',
        project: { before: 'app', after: null },
        differences: [],
      },
    ],
  },
})

describe('switchyard switch', () => {
  const core: FakeCore = {
    environments: table,
    plan,
    *run() {
      yield started(plan)
      yield changed('app/api', 'ready', 800, { elapsedMs: 800 })
      yield finished(900)
    },
  }
  const askedFor = async (...words: readonly string[]) => {
    const { asked, exitCode } = await runCli(['--lab', '/lab', 'switch', ...words], { core })
    const request = asked.find(({ operation }) => operation === 'runs.start')?.input
    return [exitCode, request]
  }

  it('shows what differs, then does it', async () => {
    const { exitCode, stdout } = await runCli(['--lab', '/lab', 'switch', 'default'], { core })
    expect(exitCode).toBe(0)
    expect(stdout).toContain(block`
        northlight: to default, now dev (project app)
        ◐  app/api is replaced
             Ports: 8000→80/tcp becomes 8001→80/tcp
             Mounts: no more /lab → /app
             Settings: container name, variables and user
        □  app/debug is stopped and removed (project app)
        1 service is not touched: app/db.
        Volumes stay as they are.
      `)
    expect(stdout).toContain('Switched northlight in')
  })

  it('asks for an environment, for the files as they are, or for profiles of what runs', async () => {
    const request = (more: object) => [
      0,
      expect.objectContaining({ kind: 'switch', targets: [], ...more }) as object,
    ]
    expect(await askedFor('dev', 'app')).toEqual(request({ environment: 'dev', targets: ['app'] }))
    expect(await askedFor('default')).toEqual(request({ environment: null }))
    expect(await askedFor('--none', 'app')).toEqual(request({ environment: null, targets: ['app'] }))
    expect(await askedFor('--env', 'dev')).toEqual(request({ environment: 'dev' }))
    expect(await askedFor('--profile', 'gpu', 'app')).toEqual(
      request({ environment: 'dev', profiles: ['gpu'], targets: ['app'] }),
    )
  })

  it('only prints with --dry-run', async () => {
    const { stdout, asked } = await runCli(['--lab', '/lab', 'switch', 'dev', '--dry-run'], { core })
    expect(asked.map(({ operation }) => operation)).toEqual(['environments.table', 'runs.plan'])
    expect(stdout).toContain('Switch northlight to default: 2 services in 1 wave\n◐  app/api is replaced')
  })

  it('names the environments when none or an unknown one is meant', async () => {
    const hint = 'Environments of this lab: default, dev. A profile goes with --profile.\n'
    expect(await runCli(['switch'], { core })).toMatchObject({
      exitCode: 2,
      stderr: `switchyard: No environment was named. ${hint}`,
    })
    expect(await runCli(['switch', 'tset'], { core })).toMatchObject({
      exitCode: 2,
      stderr: `switchyard: There is no environment tset in this lab. ${hint}`,
    })
  })
})

describe('switchyard environments', () => {
  it('prints what differs and which one runs', async () => {
    const { stdout, exitCode } = await runCli(['environments'], { core: { environments: table } })
    expect(exitCode).toBe(0)
    expect(stdout).toBe(
      `${block`
        ○   default
        ✓   dev      runs: 2 containers of app

        app
          Files
            default  compose.yaml
            dev      compose.yaml, compose.dev.yaml
          debug
            Image
              default  no such service
              dev      api:1
      `}\n`,
    )
  })

  it('prints the whole table as JSON', async () => {
    const { stdout } = await runCli(['environments', '--json'], { core: { environments: table } })
    expect(JSON.parse(stdout)).toEqual(table)
  })
})

describe('switchyard run-in', () => {
  const idle = absentService('api')

  function labOf(services: readonly ServiceStatus[]): LabStatus {
    const dir = mkdtempSync(path.join(tmpdir(), 'switchyard-run-in-'))
    onTestFinished(() => rmSync(dir, { recursive: true }))
    return {
      lab: { name: 'northlight', dir },
      stacks: [{ name: 'app', project: 'app', alwaysOn: false, state: 'stopped', services: [...services] }],
    }
  }
  const lab: LabView = {
    name: 'northlight',
    dir: '/lab',
    configFile: null,
    environment: 'test',
    stacks: [],
    layers: [],
    notes: [],
  }

  function coreOf(status: LabStatus): FakeCore {
    const made = planOf(
      [['app']],
      [
        {
          kind: 'create',
          id: 'create:app',
          after: [],
          command: [],
          project: 'app',
          services: [ref('app/api')],
          recreates: [],
        },
        startStep('app/api'),
        startStep('app/db', { containers: ['there'] }),
        startStep('app/up', { containers: ['up'] }),
      ],
    )
    return {
      lab,
      status,
      *run() {
        yield started(made)
        yield finished(900)
      },
    }
  }

  async function runIn(...words: readonly string[]) {
    const status = labOf([
      idle,
      { ...idle, name: 'db', state: 'exited' },
      { ...idle, name: 'up', state: 'running' },
    ])
    const result = await runCli(['run-in', 'test', ...words], {
      core: coreOf(status),
      variables: { PATH: process.env['PATH'], LANG: 'C.UTF-8' },
    })
    const runs = result.asked
      .filter(({ operation }) => operation === 'runs.start')
      .map(({ input }) => input as { kind: string; targets: string[]; environment: string })
    return {
      exitCode: result.exitCode,
      stdout: result.stdout,
      stderr: result.stderr,
      runs: runs.map(({ kind, targets, environment }) => [kind, environment, ...targets]),
    }
  }

  it('starts the environment, exits with the code of the command, and removes only what it made', async () => {
    expect(await runIn('--', 'sh', '-c', 'test "$SWITCHYARD_ENVIRONMENT" = test && exit 7')).toMatchObject({
      exitCode: 7,
      stdout: '',
      runs: [
        ['start', 'test'],
        ['down', 'test', 'app/api'],
        ['stop', 'test', 'app/db'],
      ],
    })
  })

  it('leaves what it started with --keep, and starts only what is named', async () => {
    expect(await runIn('--keep', '--stack', 'app', '--', 'true')).toMatchObject({
      exitCode: 0,
      runs: [['start', 'test', 'app']],
    })
  })

  it('cleans up after a command that cannot be run', async () => {
    const missing = await runIn('--', 'no-such-program-anywhere')
    expect(missing).toMatchObject({ exitCode: 127 })
    expect(missing.stderr).toContain('switchyard: There is no program no-such-program-anywhere.')
    expect(await runIn('--', '/dev/null')).toMatchObject({ exitCode: 126, runs: { length: 3 } })
    expect(await runIn('--', 'sh', '-c', 'kill -TERM $$')).toMatchObject({
      exitCode: 143,
      runs: { length: 3 },
    })
  })

  it('passes an interrupt on, cleans up and exits with 130', async () => {
    const status = labOf([idle])
    let press = () => {}
    const core = coreOf(status)
    const result = await runCli(['run-in', 'test', '--', 'sleep', '60'], {
      core: {
        ...core,
        *run(cancelled) {
          yield* core.run?.(cancelled) as Iterable<ReturnType<typeof started>>
          setTimeout(() => press(), 200)
        },
      },
      variables: { PATH: process.env['PATH'] },
      onStart: (pressInterrupt) => (press = pressInterrupt),
    })
    expect(result.exitCode).toBe(130)
    expect(result.asked.filter(({ operation }) => operation === 'runs.start')).toHaveLength(3)
  })

  it('tells the command where ports are reached', () => {
    const status = labOf([
      { ...idle, ports: ['0.0.0.0:8001→80/tcp', ':::8001→80/tcp', '127.0.0.1:53→53/udp'] },
      { ...idle, name: 'my-db', ports: ['127.0.0.1:5434→5432/tcp'] },
    ])
    expect(runInVariables('test', status)).toEqual({
      SWITCHYARD_LAB: status.lab.dir,
      SWITCHYARD_ENVIRONMENT: 'test',
      SWITCHYARD_ADDRESS_API_80: '127.0.0.1:8001',
      SWITCHYARD_ADDRESS_API_53: '127.0.0.1:53',
      SWITCHYARD_ADDRESS_MY_DB_5432: '127.0.0.1:5434',
    })
  })

  it('is wrong use without a command', async () => {
    expect(await runCli(['run-in', 'test'])).toMatchObject({
      exitCode: 2,
      opened: 0,
      stderr: "switchyard: Missing required argument 'command'.\n",
    })
  })
})
