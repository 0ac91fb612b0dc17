import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import type { StatusChange } from '../../src/main/cli/status/status-changes.ts'
import { planSchema } from '../../src/shared/plan.ts'
import { type RunEvent, runEventSchema } from '../../src/shared/run.ts'
import { labStatusSchema } from '../../src/shared/status.ts'
import { pick, readContainers } from './support/containers.ts'
import { type LabFixture, openLab, openLabWith } from './support/lab-fixture.ts'

const root = join(import.meta.dirname, '../..')
/** Apart from out/cli, which somebody may be using. */
const outDir = join(root, 'out/engine-test')

interface Said {
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
}

/** Runs the built terminal door as a process of its own, in the lab's folder and with nothing of our environment. */
function start(lab: LabFixture, args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  return execa(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(outDir, 'index.js'), ...args],
    {
      cwd: lab.dir,
      env: { ...lab.variables, ...variables },
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
    },
  )
}

async function call(
  lab: LabFixture,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<Said> {
  const { exitCode, stdout, stderr } = await start(lab, args, variables)
  return { exitCode, stdout, stderr }
}

/** The value, when it has all that the schema asks for and nothing else. */
function exactly<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> {
  const value: unknown = JSON.parse(text)
  const parsed = schema.parse(value)
  expect(value).toEqual(parsed)
  return parsed
}

beforeAll(async () => {
  await execa('npx', ['vite', 'build', '--outDir', outDir, '--logLevel', 'error'], {
    cwd: root,
    preferLocal: true,
  })
})

describe('the terminal door', () => {
  let lab: LabFixture
  beforeAll(async () => {
    lab = await openLab('bench-parallel')
  })
  afterAll(() => lab[Symbol.asyncDispose]())

  it('prints the exact events of an up as JSON, the end last, and exits with 0', async () => {
    const { exitCode, stdout, stderr } = await call(lab, ['up', '--json'])
    const events: readonly RunEvent[] = stdout.split('\n').map((text) => exactly(runEventSchema, text))
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    expect(events[0]?.type).toBe('run-started')
    expect(events.filter(({ type }) => type === 'run-finished')).toEqual([events.at(-1)])
    expect(events.at(-1)).toMatchObject({
      outcome: 'succeeded',
      unchanged: false,
      failures: [],
      notStarted: [],
    })
    const states = Object.values(pick(await readContainers(lab, ['bench-parallel']), 'state'))
    expect(states).toEqual(Array.from({ length: 12 }, () => 'running'))
  })

  it('has nothing to do the second time, quickly', async () => {
    const beganAtMs = performance.now()
    const { exitCode, stdout } = await call(lab, ['up'])
    expect(performance.now() - beganAtMs).toBeLessThan(3000)
    expect(exitCode).toBe(0)
    expect(stdout.split('\n').at(-1)).toMatch(/nothing to do \(12 services, [\d.]+s\)$/)
  })

  it('prints the exact shape of the status', async () => {
    const { exitCode, stdout, stderr } = await call(lab, ['status', '--json'])
    const status = exactly(labStatusSchema, stdout)
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
    const containers = await readContainers(lab, ['bench-parallel'])
    expect(status.lab).toEqual({ name: 'bench-parallel', dir: lab.dir })
    expect(
      status.stacks.map(({ name, project, alwaysOn, state }) => [name, project, alwaysOn, state]),
    ).toEqual([['bench-parallel', 'bench-parallel', false, 'ready']])
    expect(
      status.stacks[0]?.services.map(
        ({ name, state, readiness, container, containerId, image, exitCode: code, ports }) => ({
          name,
          state,
          readiness,
          container,
          containerId,
          image,
          code,
          ports,
        }),
      ),
    ).toEqual(
      Object.entries(containers).map(([name, { id, name: container }]) => ({
        name,
        state: 'running',
        readiness: 'ready',
        container,
        containerId: id,
        image: 'switchyard/fixture:1',
        code: null,
        ports: [],
      })),
    )
  })

  it('prints a plan that changes nothing', async () => {
    const { exitCode, stdout } = await call(lab, ['plan', 'stop', '--json'])
    const plan = exactly(planSchema, stdout)
    expect(exitCode).toBe(0)
    expect([plan.kind, plan.steps.length]).toEqual(['stop', 12])
    expect(await call(lab, ['down', '--dry-run'])).toMatchObject({ exitCode: 0, stderr: '' })
    const states = new Set(Object.values(pick(await readContainers(lab, ['bench-parallel']), 'state')))
    expect(states).toEqual(new Set(['running']))
  })

  it('exits with 2 and one sentence for what the person has to correct', async () => {
    const unknown = await call(lab, ['up', 'nobody'])
    expect(unknown).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'switchyard: There is no stack or service named nobody in lab bench-parallel. The stacks are: bench-parallel.',
    })
    const json = await call(lab, ['up', 'nobody', '--json'])
    expect({ ...json, stdout: JSON.parse(json.stdout) as unknown }).toEqual({
      exitCode: 2,
      stdout: {
        type: 'error',
        problems: [
          {
            code: 'NAME_UNKNOWN',
            message: 'There is no stack or service named nobody in lab bench-parallel.',
            hint: 'The stacks are: bench-parallel.',
          },
        ],
      },
      stderr: '',
    })
    expect((await call(lab, ['up', '--lab', '/nowhere'])).exitCode).toBe(2)
    expect((await call(lab, ['fly'])).exitCode).toBe(2)
  })

  it('exits with 1 when no engine answers', async () => {
    const { exitCode, stdout, stderr } = await call(lab, ['up'], {
      DOCKER_HOST: 'unix:///nowhere/docker.sock',
    })
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toMatch(
      /^switchyard: The Docker engine at unix:\/\/\/nowhere\/docker\.sock does not answer\. /,
    )
    // Where another engine answers, that one is named before.
    expect(stderr.endsWith('DOCKER_HOST names it. To go back to the usual one: `unset DOCKER_HOST`.')).toBe(
      true,
    )
  })

  it('takes everything down again', async () => {
    const { exitCode } = await call(lab, ['down'])
    expect(exitCode).toBe(0)
    expect(await readContainers(lab, ['bench-parallel'])).toEqual({})
  })
})

describe('an up that fails', () => {
  it('exits with 1 and says which service, why, and what it last said', async () => {
    await using lab = await openLab('failing')
    const { exitCode, stdout } = await call(lab, ['up', 'apps/shop-mail', 'apps/gallery'])
    expect(exitCode).toBe(1)
    expect(stdout).toContain('apps/migrate: exited with code 3 (exit code 3)')
    expect(stdout).toContain('     | ERROR relation shop_orders does not exist (migration 0042)')
    expect(stdout).toContain('Not started: apps/shop and apps/shop-mail')
    expect(stdout.split('\n').at(-1)).toMatch(/Failed after [\d.]+s: 1 failed, 2 not started$/)
    expect(pick(await readContainers(lab, ['failing-apps']), 'state')).toEqual({
      gallery: 'running',
      migrate: 'exited',
      notes: 'running',
      shop: 'created',
      'shop-mail': 'created',
    })
  })
})

describe('Ctrl-C during an up', () => {
  it.each([
    [
      'keeps what runs',
      [],
      ['running', 'running', 'running', 'created', 'created'],
      [
        /bench-chain +loading +2 ready \(probed\), 1 loading, 2 not started$/,
        /^Not started: bench-chain\/link-4 and bench-chain\/link-5$/,
        /^Not ready yet: bench-chain\/link-3$/,
        /Cancelled after [\d.]+s: 2 not started, 1 not ready yet$/,
      ],
    ],
    [
      'stops what was started, with --rollback',
      ['--rollback'],
      ['exited', 'exited', 'exited', 'created', 'created'],
      [
        /bench-chain +\S.* 3 stopped, 2 not started$/,
        /^Not started: bench-chain\/link-4 and bench-chain\/link-5$/,
        /Cancelled after [\d.]+s: 2 not started$/,
      ],
    ],
  ] as const)('cancels cleanly, %s, and exits with 130', async (_, options, states, said) => {
    await using lab = await openLab('bench-chain')
    const child = start(lab, ['up', ...options])
    for await (const line of child) {
      if (line.includes('link-3 loading')) child.kill('SIGINT')
    }
    const { exitCode, stdout, stderr, signal } = await child
    expect({ exitCode, signal }).toEqual({ exitCode: 130, signal: undefined })
    expect(stderr).toMatch(/^switchyard: Cancelling: .+ Press Ctrl-C again to quit\.$/)
    expect(stdout.split('\n').slice(-said.length)).toEqual(
      said.map((words) => expect.stringMatching(words) as string),
    )
    expect(Object.values(pick(await readContainers(lab, ['bench-chain']), 'state'))).toEqual(states)
  })
})

describe('a status that is watched', () => {
  const compose = 'name: seen\nservices: { web: { image: switchyard/fixture:1, stop_grace_period: 0s } }\n'

  it('tells each change as a line of JSON, and ends with Ctrl-C', async () => {
    await using lab = await openLabWith('seen', { 'compose.yaml': compose })
    const child = start(lab, ['status', '--watch', '--json'])
    const told: string[] = []
    for await (const line of child) {
      const event = JSON.parse(line) as StatusChange
      if (event.type === 'status') told.push(...event.stacks.map(({ name, state }) => `${name}: ${state}`))
      if (event.type === 'service')
        told.push(`${event.stack}/${event.service.name}: ${event.service.readiness}`)
      if (event.type === 'status' && told.length === 1) void lab.docker(['compose', 'up', '--detach'])
      if (event.type === 'service' && event.service.readiness === 'ready') child.kill('SIGINT')
    }
    const { exitCode, stderr, signal } = await child
    expect({ exitCode, stderr, signal }).toEqual({ exitCode: 0, stderr: '', signal: undefined })
    expect([told[0], told.at(-1)]).toEqual(['seen: stopped', 'seen/web: ready'])
  })

  it('ends well when nobody reads it any more', async () => {
    await using lab = await openLabWith('seen', { 'compose.yaml': compose })
    const child = start(lab, ['status', '--watch', '--json'])
    await once(child.stdout, 'data')
    child.stdout.destroy()
    await lab.docker(['compose', 'up', '--detach'])
    const { exitCode, stderr } = await child
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' })
  })
})

describe('a secret', () => {
  const secrets = [
    's3cret-of-the-env-file',
    's3cret-of-the-shell',
    's3cret-of-an-env_file',
    's3cret-of-a-secret',
  ]

  it('is in no output, no record and no cache, whatever is done with the lab', async () => {
    await using lab = await openLabWith('secretive', {
      '.env': `PASSWORD=${secrets[0]}\n`,
      'more.env': `MORE=${secrets[2]}\n`,
      'docker-compose.yml': secretive,
    })
    const variables = { FROM_SHELL: secrets[1] ?? '', TOKEN: secrets[3] ?? '' }
    const said: string[] = []
    const commands = [
      ['up', '--timeout', '2s'],
      ['up', '--json', '--debug', '--timeout', '1s'],
      ['status'],
      ['status', '--json'],
      ['plan', 'restart', '--json'],
      ['plan'],
      ['doctor', '--json'],
      ['init', '--dry-run'],
      ['logs', '--json'],
      ['labs', '--json'],
      ['down', '--json'],
    ]
    for (const command of commands) {
      const { stdout, stderr } = await call(lab, [...command, '--lab', lab.dir], variables)
      said.push(`${command.join(' ')}: ${stdout}${stderr}`)
    }
    // The lab was really used, or there would be nothing to find.
    expect(said[0]).toContain('good ready')
    expect(said[0]).toContain('bad: exited with code 7')
    expect(said[0]).toContain('stuck: not ready after 2 s')
    const files = await readAll(join(lab.dir, '..'), lab.dir)
    expect(files.map(({ name }) => name)).toContain('state/switchyard/history.db')
    expect(files.some(({ name }) => name.startsWith('cache/switchyard/compose/'))).toBe(true)
    for (const secret of secrets) {
      expect(said.filter((text) => text.includes(secret))).toEqual([])
      expect(files.filter(({ content }) => content.includes(secret)).map(({ name }) => name)).toEqual([])
    }
  })
})

const secretive = `name: secretive
services:
  good:
    image: switchyard/fixture:1
    env_file: [more.env]
    environment: { PASSWORD: "\${PASSWORD}", OTHER: "\${FROM_SHELL}", URL: "http://me:\${PASSWORD}@db" }
    command: ["/bin/service", "--ready-after", "0.2"]
    labels: { note: "\${PASSWORD}" }
    secrets: [token]
    healthcheck: { test: ["CMD-SHELL", "test -f /run/ready && test -n \\"\${PASSWORD}\\""], interval: 30s }
  bad:
    image: switchyard/fixture:1
    environment: { PASSWORD: "\${PASSWORD}", EXIT_AFTER: "0.2", EXIT_CODE: "7" }
    healthcheck: { test: ["CMD", "wget", "-q", "http://me:\${PASSWORD}@127.0.0.1:1/"], interval: 30s }
  stuck:
    image: switchyard/fixture:1
    environment: { NEVER_READY: "1" }
    healthcheck: { test: ["CMD", "wget", "-q", "http://me:\${FROM_SHELL}@127.0.0.1:1/"], interval: 1s }
secrets: { token: { environment: TOKEN } }
`

/** Every file below a folder but those of `except`, with its bytes. */
async function readAll(
  dir: string,
  except: string,
): Promise<readonly { readonly name: string; readonly content: Buffer }[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const own = paths.filter((path) => !path.startsWith(`${except}/`))
  return Promise.all(
    own.map(async (path) => ({ name: path.slice(dir.length + 1), content: await readFile(path) })),
  )
}
