import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { SwitchyardError } from '../../../src/shared/errors.ts'
import type { Situation } from '../../../src/shared/situation.ts'
import { changed, examplePlan, finished, planOf, ref, started, startStep } from './support/examples.ts'
import type { FakeCore } from './support/fake-client.ts'
import { runCli } from './support/run-cli.ts'
import { block } from './support/text.ts'

const status = { lab: { name: 'northlight', dir: '/lab' }, stacks: [] }

/** A core whose run comes to this end. */
function ending(outcome: 'succeeded' | 'failed' | 'cancelled'): FakeCore {
  return {
    *run() {
      yield started(examplePlan())
      yield finished(900, { outcome })
    },
  }
}

beforeAll(() => {
  process.env['TZ'] = 'UTC'
  delete process.env['FORCE_COLOR']
})

describe('exit codes', () => {
  it.each([
    ['succeeded', 0],
    ['failed', 1],
    ['cancelled', 130],
  ] as const)('of a run that %s is %i', async (outcome, exitCode) => {
    expect((await runCli(['up'], { core: ending(outcome) })).exitCode).toBe(exitCode)
  })

  it('is 2 with a sentence for wrong use, and the core stays closed', async () => {
    const results = await Promise.all([
      runCli(['ups']),
      runCli(['up', '--nope']),
      runCli(['up', '--timeout', '90']),
      runCli(['apps', 'maybe']),
    ])
    expect(results.map(({ exitCode, opened }) => [exitCode, opened])).toEqual([
      [2, 0],
      [2, 0],
      [2, 0],
      [2, 0],
    ])
    expect(results.map(({ stderr }) => stderr)).toEqual([
      "switchyard: Unknown command 'ups' (Did you mean up?)\n",
      "switchyard: Unknown option '--nope'.\n",
      "switchyard: Option '--timeout <duration>' argument '90' is invalid. Give a time with its unit, like 90s or 10m.\n",
      "switchyard: Command-argument value 'maybe' is invalid for argument 'state'. Allowed choices are on, off.\n",
    ])
  })

  it('is 0 for no command at all, which says what to do next, and 1 when something is in the way', async () => {
    const situation: Situation = {
      kind: 'lab-down',
      level: 'ok',
      title: 'Nothing of northlight is up.',
      sentence: null,
      steps: [{ text: 'Start it', command: 'switchyard up', dir: null }],
    }
    const fine = await runCli([], { core: { situation } })
    const stuck = await runCli(['--lab', '/lab', '--json'], {
      core: { situation: { ...situation, level: 'error' } },
    })
    expect([fine.exitCode, fine.asked, fine.stdout]).toEqual([
      0,
      [{ operation: 'app.situation', input: { dir: '/nowhere/at/all', isNamed: false } }],
      block`
        ✓  Nothing of northlight is up.

           Start it:
             $ switchyard up

        All commands: switchyard --help

      `,
    ])
    expect([stuck.exitCode, stuck.asked, JSON.parse(stuck.stdout)]).toEqual([
      1,
      [{ operation: 'app.situation', input: { dir: '/lab', isNamed: true } }],
      { ...situation, level: 'error' },
    ])
  })

  it('is 2 in a home folder that is no lab itself, where nothing is started and the labs below are named', async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'switchyard-home-'))
    onTestFinished(() => rmSync(home, { recursive: true }))
    const steps = [
      { text: '/home/lab has Compose files', command: 'switchyard up --lab /home/lab', dir: null },
    ]
    const situation: Situation = { kind: 'no-lab', level: 'ok', title: 'No lab.', sentence: null, steps }
    const variables = { HOME: home, LANG: 'C.UTF-8' }
    const { exitCode, asked, stderr } = await runCli(['up'], {
      workingDir: home,
      variables,
      core: { situation },
    })
    expect([exitCode, asked, stderr]).toEqual([
      2,
      [{ operation: 'app.situation', input: { dir: null, isNamed: false } }],
      block`
        switchyard: Your home folder ${home} is no lab by itself. Go to the folder of one, or name it; \`--lab ~\` means all that lies below.
           /home/lab has Compose files:
             $ switchyard up --lab /home/lab

      `.replaceAll('\\`', '`'),
    ])
  })

  it('is 0 for help and version, without the core', async () => {
    const results = await Promise.all([runCli(['-h']), runCli(['up', '-h']), runCli(['--version'])])
    expect(results.map(({ exitCode, opened }) => [exitCode, opened])).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ])
  })

  it('is 1 when doctor finds an error', async () => {
    const finding = { id: 'engine', check: 'engine', level: 'error' as const, message: 'No answer.' }
    const { exitCode } = await runCli(['doctor'], { core: { report: { findings: [finding], fixed: [] } } })
    expect(exitCode).toBe(1)
  })
})

describe('help', () => {
  const commands = [
    'up',
    'stop',
    'down',
    'restart',
    'apps',
    'plan',
    'status',
    'top',
    'record',
    'outdated',
    'update',
    'images',
    'upstream',
    'logs',
    'links',
    'open',
    'tray',
    'addresses',
    'find',
    'exec',
    'shell',
    'run',
    'doctor',
    'secrets',
    'variables',
    'init',
    'split',
    'move',
    'labs',
    'completion',
  ]

  it.each(commands)('of %s has an example', async (command) => {
    expect((await runCli([command, '--help'])).stdout).toContain(`Example:\n  $ `)
  })
})

describe('errors of the core', () => {
  const problems = [
    {
      code: 'VARIABLE_UNSET',
      message: 'TOKEN is not set.',
      place: { file: '/lab/a.yaml', line: 3 },
      hint: 'Put it into .env.',
    },
    { code: 'PORT_CLASH', message: 'Port 80 is\u001b[31m wanted twice.' },
  ] as const
  const error = new SwitchyardError('VARIABLE_UNSET', 'TOKEN is not set.', { problems })

  it('are one sentence each on stderr, without a stack', async () => {
    const result = await runCli(['status'], { core: { error } })
    expect(result).toMatchObject({ exitCode: 2, stdout: '', opened: 1, disposed: 1 })
    expect(result.stderr).toBe(block`
      switchyard: /lab/a.yaml:3: TOKEN is not set. Put it into .env.
      switchyard: Port 80 is wanted twice.

    `)
  })

  it('are one JSON line on stdout with --json, with the same exit code', async () => {
    const result = await runCli(['up', '--json'], { core: { error } })
    expect(result).toMatchObject({ exitCode: 2, stderr: '' })
    expect(result.stdout.split('\n')).toHaveLength(2)
    expect(JSON.parse(result.stdout)).toEqual({ type: 'error', problems })
  })

  it('are exit code 1 when the world failed', async () => {
    const unreachable = new SwitchyardError('ENGINE_UNREACHABLE', 'Docker does not answer.')
    const result = await runCli(['status'], { core: { error: unreachable } })
    expect([result.exitCode, result.stderr]).toEqual([1, 'switchyard: Docker does not answer.\n'])
  })

  it('show where they came from only with --debug', async () => {
    const { stderr } = await runCli(['status', '--debug'], { core: { error } })
    expect(stderr).toMatch(/^switchyard: .*\nswitchyard: .*\nError: TOKEN is not set\.\n {4}at /)
  })

  it('are told when a run breaks off without an outcome', async () => {
    const core: FakeCore = {
      *run() {
        yield started(examplePlan())
      },
    }
    const result = await runCli(['up'], { core })
    expect([result.exitCode, result.stderr]).toEqual([
      1,
      'switchyard: The run broke off without an outcome.\n',
    ])
  })

  it('are JSON for wrong use too', async () => {
    const result = await runCli(['up', '--json', '--nope'])
    expect([result.exitCode, JSON.parse(result.stdout)]).toEqual([
      2,
      { type: 'error', problems: [{ code: 'USAGE', message: "Unknown option '--nope'." }] },
    ])
  })
})

describe('what is asked of the core', () => {
  const request = {
    dir: '/lab',
    environment: null,
    profiles: [],
    kind: 'start',
    targets: [],
    includeAlwaysOn: false,
    appsOnly: false,
    rollback: false,
    timeoutMs: null,
    fetchSecrets: true,
    retries: null,
    clean: false,
  }
  const core: FakeCore = { ...ending('succeeded'), plan: examplePlan(), status, logLines: [] }

  it.each<[string, string, object]>([
    ['up', 'runs.start', {}],
    ['up --no-secrets', 'runs.start', { fetchSecrets: false }],
    [
      'up data apps/web --rollback --timeout 90s',
      'runs.start',
      { targets: ['data', 'apps/web'], rollback: true, timeoutMs: 90_000 },
    ],
    [
      '--profile gpu up --env dev --profile extra',
      'runs.start',
      { profiles: ['gpu', 'extra'], environment: 'dev' },
    ],
    [
      'stop infra --include-always-on',
      'runs.start',
      { kind: 'stop', targets: ['infra'], includeAlwaysOn: true },
    ],
    ['down --dry-run', 'runs.plan', { kind: 'down' }],
    ['restart data', 'runs.start', { kind: 'restart', targets: ['data'] }],
    [
      'restart data --clean --retries 3 --yes',
      'runs.start',
      { kind: 'restart', targets: ['data'], clean: true, retries: 3 },
    ],
    [
      'update data --no-build --no-rollback',
      'runs.start',
      { kind: 'update', targets: ['data'], update: { build: false, putBack: false, to: null } },
    ],
    [
      'update data/db --to 4a3f9c0d21be --dry-run',
      'runs.plan',
      { kind: 'update', targets: ['data/db'], update: { build: true, putBack: true, to: '4a3f9c0d21be' } },
    ],
    ['apps on', 'runs.start', { appsOnly: true }],
    ['apps off --dry-run', 'runs.plan', { kind: 'stop', appsOnly: true }],
    ['plan', 'runs.plan', {}],
    ['plan restart data', 'runs.plan', { kind: 'restart', targets: ['data'] }],
    ['plan data apps', 'runs.plan', { targets: ['data', 'apps'] }],
  ])('by `switchyard %s`', async (words, operation, differences) => {
    const { asked } = await runCli(['--lab', '/lab', ...words.split(' ')], { core })
    expect(asked[0]).toEqual({ operation, input: { ...request, ...differences } })
  })

  it('is the last lines of a log and what follows', async () => {
    const { asked } = await runCli(['logs', '-f', '--tail', '20', 'data', '--lab', '/lab'], { core })
    const lab = { dir: '/lab', environment: null, profiles: [] }
    const input = {
      ...lab,
      targets: ['data'],
      follow: true,
      untilStopped: true,
      tail: 20,
      since: null,
      dropWhenSlow: false,
    }
    expect(asked).toEqual([{ operation: 'labs.logs', input }])
  })

  it('is a new file in the folder where the operator stands', async () => {
    const { asked, stdout } = await runCli(['init'], { core, workingDir: '/lab/new' })
    expect(asked).toEqual([{ operation: 'labs.init', input: { dir: '/lab/new', dryRun: false } }])
    expect(stdout).toBe('Wrote /lab/new/switchyard.yaml.\n')
  })

  it('is the lab that the folder lies in, as an absolute path', async () => {
    const lab = mkdtempSync(path.join(tmpdir(), 'switchyard-'))
    onTestFinished(() => rmSync(lab, { recursive: true }))
    mkdirSync(path.join(lab, 'data', 'deep'), { recursive: true })
    writeFileSync(path.join(lab, 'switchyard.yaml'), '')
    writeFileSync(path.join(lab, 'data', 'compose.yaml'), '')
    const found = await runCli(['status'], { core, workingDir: path.join(lab, 'data', 'deep') })
    const named = await runCli(['status', '--lab', '../data'], { core, workingDir: path.join(lab, 'data') })
    expect([found, named].map(({ asked }) => (asked[0]?.input as { dir: string }).dir)).toEqual([
      lab,
      path.join(lab, 'data'),
    ])
  })
})

describe('JSON', () => {
  it('is exactly one object for status', async () => {
    const { stdout } = await runCli(['status', '--json'], { core: { status } })
    expect(stdout).toBe(`${JSON.stringify(status)}\n`)
  })

  it('is one event a line for a run, ending with how it finished', async () => {
    const { stdout } = await runCli(['up', '--json'], { core: ending('failed') })
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as unknown)
    expect(events).toEqual([started(examplePlan()), finished(900, { outcome: 'failed' })])
  })

  it('carries no control characters, whatever a container says', async () => {
    const logLines = [
      { service: ref('data/db'), stream: 'stdout' as const, at: null, text: 'a\u001b[2J\u009b31mb' },
    ]
    const { stdout } = await runCli(['logs', '--json'], { core: { logLines } })
    expect(stdout).toContain('a\\u001b[2J\\u009b31mb')
    expect((JSON.parse(stdout) as { text: string }).text).toBe(logLines[0]?.text)
  })
})

describe('Ctrl-C', () => {
  it('cancels the run the first time and quits the second time', async () => {
    let press = () => {}
    const core: FakeCore = {
      async *run(cancelled) {
        yield started(planOf([['data']], [startStep('data/db')]))
        press()
        await cancelled
        press()
        yield changed('data/db', 'loading', 500, { elapsedMs: 100 })
        yield finished(900, { outcome: 'cancelled', notStarted: [] })
      },
    }
    const result = await runCli(['up'], { core, onStart: (pressInterrupt) => (press = pressInterrupt) })
    expect(result).toMatchObject({ exitCode: 130, quits: [130], disposed: 1 })
    expect(result.stderr).toBe('switchyard: Cancelling: what runs stays. Press Ctrl-C again to quit.\n')
    expect(result.asked.at(-1)).toEqual({ operation: 'runs.cancel', input: { runId: 'run-1' } })
  })

  it('before a run has begun cancels it as soon as it has', async () => {
    const core: FakeCore = {
      async *run(cancelled) {
        await cancelled
        yield started(examplePlan())
        yield finished(900, { outcome: 'cancelled' })
      },
    }
    const result = await runCli(['up', '--rollback'], {
      core,
      onStart: (press) => setTimeout(press, 0),
    })
    expect([result.exitCode, result.stderr]).toEqual([
      130,
      'switchyard: Cancelling: what this run started is stopped again. Press Ctrl-C again to quit.\n',
    ])
  })
})
