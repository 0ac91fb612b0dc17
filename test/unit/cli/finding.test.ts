import { describe, expect, it } from 'vitest'
import type { LabLink, LinkCheck } from '../../../src/shared/links.ts'
import { createWorld, type RawTerminal } from '../../../src/main/cli/world.ts'
import { examplePlan, finished, started } from './support/examples.ts'
import { runCli } from './support/run-cli.ts'

const link = (name: string, url: string, more: Partial<LabLink> = {}): LabLink => ({
  id: `apps/${name} ${url}`,
  name,
  url,
  kind: url.startsWith('tcp:') ? 'tcp' : 'web',
  from: 'port',
  stack: 'apps',
  service: name,
  description: null,
  group: null,
  isRunning: true,
  isEverywhere: false,
  ...more,
})
const check = (of: LabLink, state: LinkCheck['state'], status: number | null = null): LinkCheck => ({
  id: of.id,
  state,
  status,
  detail: state === 'down' ? 'refuses connections' : null,
  elapsedMs: 12,
  at: '2026-11-21T12:03:00.000Z',
})
const wiki = link('wiki', 'http://localhost:8080/', { from: 'traefik' })
const db = link('db', 'tcp://localhost:5432', { isRunning: false })
const lines = (text: string) => text.split('\n').map((each) => each.trimEnd())

describe('switchyard links', () => {
  it('lists them with who says so', async () => {
    const { stdout, asked } = await runCli(['links', '*i*'], { core: { links: [wiki, db] } })
    expect(lines(stdout)).toEqual([
      'NAME  SERVICE    ADDRESS                 FROM            STATE',
      'wiki  apps/wiki  http://localhost:8080/  Traefik label',
      'db    apps/db    tcp://localhost:5432    published port  not running',
      '',
    ])
    expect(asked.map(({ operation, input }) => [operation, input])).toMatchObject([
      ['links.list', { targets: ['*i*'] }],
    ])
  })

  it('tries each of them when asked to, in words and as JSON', async () => {
    const core = { links: [wiki, db], checks: [check(wiki, 'login', 401), check(db, 'down')] }
    const { stdout } = await runCli(['links', '--check'], { core })
    expect(lines(stdout).slice(1, 3)).toEqual([
      '✓   wiki  apps/wiki  http://localhost:8080/  Traefik label   asks for a login (401)',
      '✗   db    apps/db    tcp://localhost:5432    published port  refuses connections',
    ])
    const json = await runCli(['links', '--check', '--json'], { core })
    expect(JSON.parse(json.stdout)).toEqual([
      { ...wiki, check: core.checks[0] },
      { ...db, check: core.checks[1] },
    ])
  })

  it('says when there is none', async () => {
    const { stdout, asked } = await runCli(['links', '--check'], { core: { links: [] } })
    expect([stdout, asked.length]).toEqual([
      'There is no link: nothing is published and no label names an address.\n',
      1,
    ])
  })
})

describe('switchyard open', () => {
  it('opens the first page of what runs', async () => {
    const core = { links: [db, link('old', 'http://a.lan/', { isRunning: false }), wiki] }
    const { stdout, pages } = await runCli(['open', 'apps'], { core, hasBrowser: true })
    expect([stdout, pages]).toEqual(['', ['http://localhost:8080/']])
  })

  it('opens of several the first that answers', async () => {
    const first = link('wiki', 'http://wiki.invalid/', { from: 'traefik' })
    const core = { links: [first, wiki], checks: [check(first, 'down'), check(wiki, 'answers', 200)] }
    expect((await runCli(['open', 'wiki'], { core, hasBrowser: true })).pages).toEqual([
      'http://localhost:8080/',
    ])
  })

  it('prints the address where there is no browser, and when only that was asked', async () => {
    const core = { links: [wiki] }
    const none = await runCli(['open', 'wiki'], { core })
    const print = await runCli(['open', 'wiki', '--print'], { core, hasBrowser: true })
    expect([none.stdout, print.stdout, print.pages]).toEqual([
      'http://localhost:8080/\n',
      'http://localhost:8080/\n',
      [],
    ])
  })

  it('says where to look for what is no page', async () => {
    const { stderr, exitCode } = await runCli(['open', 'db'], { core: { links: [db] } })
    expect([exitCode, stderr]).toEqual([
      2,
      'switchyard: db has nothing that a browser can open. `switchyard addresses db` has its ports and names.\n',
    ])
  })
})

describe('switchyard addresses', () => {
  it('prints a table for each network', async () => {
    const networks = [
      {
        network: 'app_default',
        services: [
          {
            ref: { stack: 'app', service: 'api' },
            isRunning: true,
            names: ['api', 'app-api-1'],
            ports: [
              {
                port: 8000,
                from: 'published' as const,
                address: 'http://api:8000',
                outside: ['localhost:27800'],
              },
            ],
          },
          { ref: { stack: 'app', service: 'job' }, isRunning: false, names: ['job'], ports: [] },
        ],
      },
    ]
    const { stdout } = await runCli(['addresses'], { core: { networks } })
    expect(lines(stdout)).toEqual([
      'app_default',
      'SERVICE  ADDRESS          FROM THE MACHINE  KNOWN FROM     ALSO CALLED',
      'app/api  http://api:8000  localhost:27800   published      app-api-1',
      'app/job  job                                no known port',
      '',
    ])
  })
})

describe('switchyard find', () => {
  it('tells services, other containers and programs apart', async () => {
    const published = [{ address: '127.0.0.1', port: 8080, target: 80, protocol: 'tcp' }]
    const found = {
      services: [
        {
          ref: { stack: 'apps', service: 'wiki' },
          alwaysOn: false,
          image: 'wiki:1',
          containers: [{ name: 'wiki-1', state: 'running' }],
          ports: published,
        },
      ],
      containers: [
        {
          id: 'x',
          name: 'old-wiki',
          image: 'wiki:0',
          state: 'exited',
          project: null,
          service: null,
          ports: [],
        },
      ],
      processes: [{ owner: null, address: '0.0.0.0', port: 8080, protocol: 'tcp' }],
    }
    const { stdout, exitCode } = await runCli(['find', ':8080'], { core: { found } })
    expect([exitCode, lines(stdout)]).toEqual([
      0,
      [
        'Services of this lab',
        '✓   apps/wiki  wiki-1 running  127.0.0.1:8080→80/tcp',
        '',
        'Other containers',
        '□   old-wiki  exited, wiki:0  of no Compose project',
        '',
        'Programs of this machine',
        '✓   a program that you may not see  listens on 0.0.0.0:8080/tcp',
        '',
      ],
    ])
  })

  it('ends with 1 when there is nothing', async () => {
    const found = { services: [], containers: [], processes: [] }
    const { stdout, exitCode } = await runCli(['find', 'ghost'], { core: { found } })
    expect([exitCode, stdout]).toEqual([1, 'Nothing was found for ghost.\n'])
  })
})

describe('switchyard exec and run', () => {
  const attached = {
    ref: { stack: 'apps', service: 'api' },
    command: ['docker', 'exec', 'x'],
    dir: '/lab/apps',
  }

  it('hand the command over as it was typed, and end with its exit code', async () => {
    const result = await runCli(
      [
        'exec',
        '*api*',
        '-u',
        'root',
        '-w',
        '/srv',
        '-e',
        'TOKEN=a b',
        '-e',
        'LANG',
        '--',
        'sh',
        '-c',
        'exit 7',
      ],
      { core: { attached }, attachedExitCode: 7, terminal: { columns: 80, rows: 24 } },
    )
    expect(result.exitCode).toBe(7)
    expect(result.asked.map(({ operation, input }) => [operation, input])).toMatchObject([
      [
        'finding.exec',
        {
          target: '*api*',
          command: ['sh', '-c', 'exit 7'],
          tty: true,
          user: 'root',
          workingDir: '/srv',
          variables: ['TOKEN', 'LANG'],
          index: null,
        },
      ],
    ])
    expect(result.attached).toMatchObject([
      { command: ['docker', 'exec', 'x'], dir: '/lab/apps', variables: { TOKEN: 'a b', LANG: 'C.UTF-8' } },
    ])
  })

  it('take no terminal in a pipe, nor with -T', async () => {
    const pipe = await runCli(['exec', 'api', '--', 'ls'], { core: { attached } })
    const without = await runCli(['run', 'api', '-T', '--keep', '--', 'ls'], {
      core: { attached },
      terminal: { columns: 80, rows: 24 },
    })
    expect([pipe.asked[0]?.input, without.asked[0]?.input]).toMatchObject([
      { tty: false },
      { tty: false, keep: true, command: ['ls'] },
    ])
  })

  it('start what is needed first only with --deps, and nothing when that fails', async () => {
    const core = {
      attached,
      needs: ['data'],
      run: () => [finished(10, { outcome: 'failed', failures: [failure] })],
    }
    const plain = await runCli(['run', 'api', '--', 'ls'], { core })
    const failed = await runCli(['run', 'api', '--deps', '--', 'ls'], { core })
    expect([plain.asked.map(({ operation }) => operation), plain.attached.length]).toEqual([
      ['finding.oneOff'],
      1,
    ])
    expect([failed.exitCode, failed.stderr, failed.stdout, failed.attached]).toEqual([
      1,
      'switchyard: data/db failed: exited with code 1.\n',
      '',
      [],
    ])
  })

  const failure = {
    service: { stack: 'data', service: 'db' },
    step: null,
    reason: 'exited with code 1',
    exitCode: 1,
    log: [],
  }

  it('know whether there is a terminal, wherever they run', () => {
    const world = createWorld(() => Promise.reject(new Error('not needed')))
    expect(typeof world.hasTerminal()).toBe('boolean')
  })

  it.each([
    [['exec', 'api'], "Missing required argument 'command'."],
    [['exec', 'api', '--index', '0', '--', 'ls'], 'Give the number of a container, from 1.'],
    [['exec', 'api', '-e', '=x', '--', 'ls'], 'Write it as NAME=value.'],
    [
      ['run', 'api', '-e', 'DOCKER_HOST=tcp://evil', '--', 'ls'],
      'Set DOCKER_HOST inside: -- env DOCKER_HOST=… command',
    ],
  ])('refuse %j', async (words, message) => {
    const { exitCode, stderr, attached: none } = await runCli(words, { core: { attached } })
    expect([exitCode, stderr.includes(message), none]).toEqual([2, true, []])
  })
})

describe('switchyard shell', () => {
  it('joins the terminal and the shell until its end, and gives the terminal back', async () => {
    const seen: string[] = []
    const rawTerminal: RawTerminal = {
      size: () => ({ columns: 100, rows: 30 }),
      onInput: (listener) => listener('ls\r'),
      onResize: (listener) => listener({ columns: 90, rows: 20 }),
      onHangUp: () => undefined,
      write: (bytes) => {
        seen.push(Buffer.from(bytes).toString())
        return Promise.resolve()
      },
      release: () => void seen.push('released'),
    }
    const { exitCode, asked } = await runCli(['shell', 'data/db'], {
      core: { shell: { prints: ['$ ', 'héllo'], exitCode: 3 } },
      rawTerminal,
    })
    expect([exitCode, seen]).toEqual([3, ['$ ', 'héllo', 'released']])
    expect(asked.map(({ operation }) => operation).toSorted()).toEqual([
      'finding.service',
      'shells.open',
      'shells.output',
      'shells.resize',
      'shells.write',
    ])
  })

  it('needs a terminal', async () => {
    const { exitCode, stderr } = await runCli(['shell', 'data/db'], {})
    expect([exitCode, stderr]).toEqual([
      2,
      'switchyard: A shell needs a terminal, and this is none. For one command there is `switchyard exec data/db -- command`.\n',
    ])
  })
})

describe('switchyard restart --clean', () => {
  const remove = {
    kind: 'remove' as const,
    id: 'remove:data/db',
    after: [],
    command: [],
    project: 'data',
    service: { stack: 'data', service: 'db' },
    containers: ['x'],
    force: true,
    anonymousVolumes: true,
  }
  const plan = { ...examplePlan(), kind: 'restart' as const, steps: [remove] }
  const core = { plan, run: () => [started(plan), finished(10)] }
  const operations = ({ asked }: Awaited<ReturnType<typeof runCli>>) =>
    asked.map(({ operation }) => operation)

  it('asks first, naming what goes', async () => {
    const no = await runCli(['restart', 'data/db', '--clean'], { core, answer: 'n' })
    const yes = await runCli(['restart', 'data/db', '--clean', '--retries', '3'], { core, answer: 'y' })
    expect([no.exitCode, no.stderr, operations(no)]).toEqual([
      130,
      'Remove the containers of data/db with their anonymous volumes? [y/N] \n',
      ['runs.plan'],
    ])
    expect([yes.exitCode, operations(yes), yes.asked[1]?.input]).toMatchObject([
      0,
      ['runs.plan', 'runs.start', 'runs.events'],
      { clean: true, retries: 3, targets: ['data/db'] },
    ])
  })

  it('does nothing where nobody can be asked, and asks nobody with --yes', async () => {
    const silent = await runCli(['restart', 'data/db', '--clean'], { core })
    const sure = await runCli(['restart', 'data/db', '--clean', '--yes'], { core })
    expect([silent.exitCode, operations(silent), operations(sure)]).toEqual([
      2,
      ['runs.plan'],
      ['runs.start', 'runs.events'],
    ])
  })
})
