import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openLab, openLabFrom, openLabWith, type LabFixture } from './support/lab-fixture.ts'

describe('what a start leaves', () => {
  it('is what docker compose up --wait leaves: containers, hashes, labels, networks, volumes', async () => {
    await using lab = await openLabFrom(await writeFullLab(), 'full')
    await lab.docker(['compose', 'up', '--detach', '--wait'])
    const fromCompose = await describeProject(lab, 'full')
    await lab.docker(['compose', 'down', '--volumes'])

    const { end } = await lab.run({ kind: 'start' })
    expect(end).toMatchObject({ outcome: 'succeeded', unchanged: false, failures: [], notStarted: [] })
    expect(await describeProject(lab, 'full')).toEqual(fromCompose)

    // And Compose agrees that nothing has to change.
    const before = await lab.docker(['ps', '--all', '--quiet', '--no-trunc'])
    await lab.docker(['compose', 'up', '--no-start'])
    expect(await lab.docker(['ps', '--all', '--quiet', '--no-trunc'])).toBe(before)
  })

  it('is nothing new the second time, and is said so', async () => {
    await using lab = await openLab('bench-chain')
    await lab.run({ kind: 'start' })
    const before = await lab.docker(['ps', '--all', '--quiet', '--no-trunc'])
    const { events, end } = await lab.run({ kind: 'start' })
    expect(end).toMatchObject({ outcome: 'succeeded', unchanged: true })
    expect(events.map(({ type }) => type)).toEqual(['run-started', 'run-finished'])
    expect(await lab.docker(['ps', '--all', '--quiet', '--no-trunc'])).toBe(before)
  })

  it('adopts what Compose has started, and starts only what is lacking', async () => {
    await using lab = await openLab('bench-parallel')
    await lab.docker(['compose', 'up', '--detach', '--wait'])
    const ids = await lab.docker(['ps', '--quiet', '--no-trunc'])
    const stopped = (await lab.docker(['compose', 'config', '--services'])).split('\n')[0] ?? ''
    await lab.docker(['compose', 'stop', stopped])

    const { events } = await lab.run({ kind: 'start' })
    const plan = events[0]?.type === 'run-started' ? events[0].plan : null
    expect(plan?.steps.map(({ id }) => id)).toEqual([`start:bench-parallel/${stopped}`])
    expect(plan?.unchanged).toHaveLength(11)
    expect((await lab.docker(['ps', '--quiet', '--no-trunc'])).split('\n').sort()).toEqual(
      ids.split('\n').sort(),
    )
  })

  it('replaces a container whose configuration changed, and only that one', async () => {
    await using lab = await openLabFrom(await writeFullLab(), 'full')
    await lab.run({ kind: 'start' })
    const before = await containerIds(lab)
    await writeFile(join(lab.dir, '.env'), 'GREETING=changed\nTOKEN=not-so-secret\n')
    const { end } = await lab.run({ kind: 'start' })
    expect(end.outcome).toBe('succeeded')
    const after = await containerIds(lab)
    expect(Object.keys(after).filter((service) => after[service] !== before[service])).toEqual(['full-web-1'])
    expect(await lab.docker(['exec', 'full-web-1', 'sh', '-c', 'echo $GREETING'])).toBe('changed')
  })
})

describe('what Compose would leave alone', () => {
  it('is left alone by us, and what we have made is left alone by Compose', async () => {
    await using lab = await openLabWith('joined', joinedLab)
    await lab.docker(['tag', 'switchyard/fixture:1', 'joined/tagged:1'])
    await lab.docker(['compose', 'up', '--detach'])
    const theirs = await containerIds(lab)
    expect((await lab.run({ kind: 'start' })).end).toMatchObject({ outcome: 'succeeded', unchanged: true })
    expect(await containerIds(lab)).toEqual(theirs)

    await writeFile(join(lab.dir, 'b.env'), 'B=changed\n')
    const heir = await readState(lab, 'joined-heir-1')
    expect(await startAgain(lab)).toEqual(['client', 'guest', 'profiled', 'two', 'vpn'])
    const { Running: isRunning, StartedAt: startedAt } = await readState(lab, 'joined-heir-1')
    expect([isRunning, startedAt === heir.StartedAt]).toEqual([true, false])

    // One that somebody else made anew: those that lived in it live nowhere now.
    await lab.docker(['compose', 'up', '--detach', '--force-recreate', '--no-deps', 'lender'])
    await lab.docker(['commit', '--change', 'ENV NEWER=1', 'joined-tagged-1', 'joined/tagged:1'])
    expect(await startAgain(lab)).toEqual(['borrower', 'tagged'])

    const ours = await containerIds(lab)
    await lab.docker(['compose', 'up', '--detach'])
    expect(await containerIds(lab)).toEqual(ours)
    await lab.docker(['rm', '--force', 'joined-tagged-1'])
    await lab.docker(['rmi', 'joined/tagged:1'])
  })
})

/** Starts the lab; the services whose containers were replaced, which are those that the plan named. */
async function startAgain(lab: LabFixture): Promise<readonly string[]> {
  const before = await containerIds(lab)
  const { events } = await lab.run({ kind: 'start' })
  const after = await containerIds(lab)
  const steps = events[0]?.type === 'run-started' ? events[0].plan.steps : []
  const planned = steps
    .flatMap((step) => (step.kind === 'create' ? step.recreates : []))
    .map(({ service }) => service)
    .toSorted()
  expect(Object.keys(after).filter((name) => after[name] !== before[name])).toEqual(
    planned.map((service) => `joined-${service}-1`),
  )
  return planned
}

/** Services whose configuration says more than their files: by env files, or by the containers that they live in. */
const joinedLab = {
  '.env': 'COMPOSE_PROFILES=extra\nOUTER=from outside\n',
  'a.env': 'A=1\nB=${OUTER}\nC="$A and $B"\n',
  'b.env': 'B=2\n',
  'raw.env': 'RAW=$A "as it is"\n',
  'compose.yaml': `
name: joined
services:
  one: { image: "switchyard/fixture:1", env_file: a.env, environment: { "10": ten, "2": two, OUTER: , ODD: "<&>$$\u00fc" } }
  two: { image: "switchyard/fixture:1", env_file: [a.env, b.env], environment: { A: mine } }
  missing: { image: "switchyard/fixture:1", env_file: [{ path: none.env, required: false }] }
  there: { image: "switchyard/fixture:1", env_file: [{ path: a.env, required: false }] }
  raw: { image: "switchyard/fixture:1", env_file: [{ path: raw.env, format: raw }] }
  profiled: { image: "switchyard/fixture:1", env_file: b.env, profiles: [extra] }
  plain: { image: "switchyard/fixture:1" }
  tagged: { image: "joined/tagged:1" }
  vpn: { image: "switchyard/fixture:1", env_file: b.env, ipc: shareable }
  client: { image: "switchyard/fixture:1", network_mode: "service:vpn", ipc: "service:vpn" }
  guest: { image: "switchyard/fixture:1", pid: "service:client" }
  lender: { image: "switchyard/fixture:1", volumes: [/data], scale: 2 }
  heir: { image: "switchyard/fixture:1", depends_on: { two: { condition: service_started, restart: true } } }
  borrower: { image: "switchyard/fixture:1", volumes_from: ["lender:ro", plain] }
`,
}

async function readState(lab: LabFixture, container: string) {
  const state = await lab.docker(['inspect', '--format', '{{json .State}}', container])
  return JSON.parse(state) as { readonly Running: boolean; readonly StartedAt: string }
}

/** By name. */
async function containerIds(lab: LabFixture): Promise<Record<string, string>> {
  const lines = await lab.docker(['ps', '--all', '--no-trunc', '--format', '{{.Names}} {{.ID}}'])
  return Object.fromEntries(
    lines
      .split('\n')
      .sort()
      .map((line) => line.split(' ') as [string, string]),
  )
}

interface Inspected {
  readonly Name: string
  readonly Config: {
    readonly Labels: Record<string, string>
    readonly Image: string
    readonly Env: readonly string[]
  }
  readonly HostConfig: Record<string, unknown>
  readonly Mounts: readonly { readonly Type: string; readonly Name?: string; readonly Destination: string }[]
  readonly NetworkSettings: {
    readonly Networks: Record<string, { readonly Aliases: readonly string[] | null }>
  }
  readonly State: { readonly Status: string; readonly ExitCode: number }
}

/** Everything about a project that must not depend on who started it. */
async function describeProject(lab: LabFixture, project: string): Promise<unknown> {
  const filter = `label=com.docker.compose.project=${project}`
  const ids = (await lab.docker(['ps', '--all', '--quiet', '--filter', filter])).split('\n')
  const inspected = JSON.parse(await lab.docker(['inspect', ...ids])) as Inspected[]
  const containers = inspected.map((container) => ({
    name: container.Name,
    labels: container.Config.Labels,
    image: container.Config.Image,
    // Compose writes them in the order of a Go map, which is another one each time.
    variables: container.Config.Env.toSorted(),
    host: container.HostConfig,
    mounts: container.Mounts.map(({ Type: type, Name: name, Destination: target }) => ({
      type,
      name,
      target,
    })),
    networks: Object.entries(container.NetworkSettings.Networks).map(([name, { Aliases: aliases }]) => [
      name,
      aliases,
    ]),
    state: container.State.Status,
    exitCode: container.State.ExitCode,
  }))
  const files = await Promise.all(
    ['full-web-1', 'full-hooked-1'].map((name) =>
      lab.docker([
        'exec',
        name,
        'sh',
        '-c',
        'cat /run/secrets/* /etc/app.conf /run/hook 2>/dev/null || true',
      ]),
    ),
  )
  return {
    containers: containers.sort((a, b) => a.name.localeCompare(b.name)),
    networks: (
      await lab.docker([
        'network',
        'ls',
        '--filter',
        filter,
        '--format',
        '{{.Name}} {{.Label "com.docker.compose.network"}} {{.Label "com.docker.compose.config-hash"}}',
      ])
    )
      .split('\n')
      .sort(),
    volumes: (await lab.docker(['volume', 'ls', '--filter', filter, '--format', '{{.Name}}']))
      .split('\n')
      .sort(),
    files,
  }
}

/** One of everything that a start can lose: hooks, secrets and configs from variables, one-shots, optional dependencies. */
async function writeFullLab(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'switchyard-full-'))
  onTestFinished(() => rm(parent, { recursive: true }))
  const dir = join(parent, 'full')
  await mkdir(dir)
  await writeFile(join(dir, '.env'), 'GREETING=hello\nTOKEN=not-so-secret\n')
  await writeFile(
    join(dir, 'compose.yaml'),
    `
name: full
services:
  init:
    image: switchyard/fixture:1
    environment: { EXIT_AFTER: "0.2", EXIT_CODE: "0" }
    volumes: [data:/data]
  web:
    image: switchyard/fixture:1
    environment: { READY_AFTER: "0.2", GREETING: "\${GREETING}" }
    secrets: [token]
    configs: [{ source: app, target: /etc/app.conf }]
    networks: [front, back]
    healthcheck: { test: ["CMD", "test", "-f", "/run/ready"], interval: 1s }
    depends_on:
      init: { condition: service_completed_successfully }
      helper: { condition: service_started, required: false }
  hooked:
    image: switchyard/fixture:1
    environment: { READY_AFTER: "0.2" }
    post_start: [{ command: ["sh", "-c", "echo hooked > /run/hook"] }]
    networks: [back]
    depends_on: { web: { condition: service_healthy } }
  helper:
    image: switchyard/fixture:1
    profiles: [extra]
secrets: { token: { environment: TOKEN } }
configs: { app: { content: "greeting = \${GREETING}" } }
networks: { front: {}, back: {} }
volumes: { data: {} }
`,
  )
  return dir
}
