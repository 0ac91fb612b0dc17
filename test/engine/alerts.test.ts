import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, inject, it, vi } from 'vitest'
import { defaultAlertRules, type AlertRules } from '../../src/shared/alert-words.ts'
import { checkGpu } from '../../src/main/alerts/gpu-check.ts'
import { type Core, createCore } from '../../src/main/core.ts'
import { createEngine } from '../../src/main/engine/create-engine.ts'
import { openReceiver, type Received } from '../unit/alerts/support/receiver.ts'
import { type LabFixture, openLabWith } from './support/lab-fixture.ts'

const compose = `name: watched
services:
  moody:
    image: switchyard/fixture:1
    entrypoint: [sleep, infinity]
    init: true
    stop_grace_period: 0s
    healthcheck: { test: [CMD, test, '!', -e, /tmp/sick], interval: 200ms, timeout: 5s, retries: 1 }
  steady:
    image: switchyard/fixture:1
    entrypoint: [sleep, infinity]
    init: true
    stop_grace_period: 0s
  crashing:
    image: switchyard/fixture:1
    entrypoint: [sh, -c, 'echo going down; sleep 0.3; exit 3']
    restart: always
    profiles: [crash]
  once:
    image: switchyard/fixture:1
    entrypoint: [sh, -c, 'exit 0']
`

const heal = `stacks: { watched: { heal: { moody: { after: 1s, at_most: 2/h } }, readiness: { once: { completed: true } } } }`
const noHeal = `stacks: { watched: { readiness: { once: { completed: true } } } }`
const container = (service: string) => `watched-${service}-1`

describe('alerts', () => {
  const parts: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of parts.splice(0).reverse()) await close()
  })

  async function open(
    options: { readonly yaml?: string; readonly rules?: (rules: AlertRules) => AlertRules } = {},
  ) {
    const lab = await openLabWith('watched', {
      'compose.yaml': compose,
      'switchyard.yaml': options.yaml ?? noHeal,
    })
    parts.push(async () => lab[Symbol.asyncDispose]())
    const { url, received } = await openReceiver()
    const rules = options.rules?.(defaultAlertRules) ?? defaultAlertRules
    await lab.client.settings.update({ alertRules: rules })
    await lab.client.alerts.setChannel({
      id: null,
      kind: 'webhook',
      name: 'Test',
      isOn: true,
      address: `${url}/hook`,
      token: null,
    })
    await lab.run({ kind: 'start' })
    return { lab, received, watching: watch(lab) }
  }

  /** A core that records, as a door that stays open has it. */
  function watch(lab: LabFixture): Core {
    const core = createCore({ variables: { ...lab.variables }, records: true })
    let ended: Promise<void> | null = null
    const dispose = () => (ended ??= core.dispose())
    parts.push(dispose)
    return { ...core, dispose }
  }

  const titles = (received: readonly Received[]) =>
    received.map(({ body }) => (body as { readonly title: string }).title)
  const soon = { timeout: 45_000, interval: 100 }
  const openKinds = async (core: Core) => (await core.client.alerts.list()).open.map(({ kind }) => kind)
  const isWatching = (core: Core) =>
    vi.waitFor(async () => expect((await core.client.alerts.list()).watchedBy).toBe('this'), soon)
  const healthOf = async (lab: LabFixture, service: string) =>
    lab.docker(['inspect', '--format', '{{.State.Health.Status}}', container(service)])

  it('tell of an unhealthy service and of its recovery, by webhook and to who looks', async () => {
    const { lab, received, watching } = await open()
    await isWatching(watching)
    await lab.docker(['exec', container('moody'), 'touch', '/tmp/sick'])
    await vi.waitFor(() => expect(titles(received)).toHaveLength(1), soon)
    expect(titles(received)[0]).toMatch(/^watched\/moody is unhealthy/)
    expect(received[0]?.body).toMatchObject({
      event: 'alert',
      alerts: [
        { kind: 'unhealthy', subject: { dir: lab.dir, stack: 'watched', service: 'moody' }, closedAt: null },
      ],
    })
    // A core that does not record shows what the other one has found.
    expect((await lab.client.alerts.list()).open).toMatchObject([{ kind: 'unhealthy' }])
    expect((await lab.client.alerts.list()).watchedBy).toBe('another')
    await lab.docker(['exec', container('moody'), 'rm', '/tmp/sick'])
    await vi.waitFor(() => expect(titles(received)).toHaveLength(2), soon)
    expect(titles(received)[1]).toMatch(/^watched\/moody is healthy again; it was unhealthy for \d/)
    expect((await watching.client.alerts.list()).open).toEqual([])
    const [channel] = await watching.client.alerts.channels()
    expect(channel?.last?.isDelivered).toBe(true)
  })

  it('say nothing of what somebody stops or a run does, and nothing of a one-shot that is done', async () => {
    const { lab, received, watching } = await open()
    await isWatching(watching)
    await lab.docker(['stop', container('steady')])
    await lab.docker(['start', container('steady')])
    await lab.docker(['start', container('once')])
    await lab.run({ kind: 'restart', targets: ['watched/moody'] })
    // What comes after it was decided on as well.
    await lab.docker(['exec', container('moody'), 'touch', '/tmp/sick'])
    await vi.waitFor(() => expect(titles(received).join()).toMatch(/moody is unhealthy/), soon)
    const { open: now, closed } = await watching.client.alerts.list()
    expect([...now, ...closed].map(({ kind, subject }) => [kind, subject])).toEqual([
      ['unhealthy', { kind: 'service', dir: lab.dir, lab: 'watched', stack: 'watched', service: 'moody' }],
    ])
  })

  it('make one of a crash loop, which the breaker ends when it is switched on', async () => {
    const { lab, received, watching } = await open({
      rules: (rules) => ({ ...rules, 'crash-loop': { ...rules['crash-loop'], stops: true } }),
    })
    await isWatching(watching)
    await lab.docker(['compose', '--profile', 'crash', 'up', '--detach', 'crashing'])
    await vi.waitFor(() => expect(titles(received)).toHaveLength(1), soon)
    expect(titles(received)[0]).toMatch(/^watched\/crashing is in a crash loop: .*; the breaker stop/)
    await vi.waitFor(
      async () =>
        expect((await watching.client.alerts.list()).open[0]?.text).toMatch(/; the breaker stopped it$/),
      soon,
    )
    const [alert] = (await watching.client.alerts.list()).open
    expect(alert?.log).toContain('going down')
    expect((await lab.states('watched'))['crashing']).toBe('exited')
    expect(await openKinds(watching)).toEqual(['crash-loop'])
    expect(titles(received)).toHaveLength(1)
  })

  it('that were open are not told again after a restart, and are closed when they ended meanwhile', async () => {
    const { lab, received, watching } = await open()
    await isWatching(watching)
    await lab.docker(['exec', container('moody'), 'touch', '/tmp/sick'])
    await vi.waitFor(() => expect(titles(received)).toHaveLength(1), soon)
    await watching.dispose()
    const second = watch(lab)
    await isWatching(second)
    expect(await openKinds(second)).toEqual(['unhealthy'])
    await second.dispose()
    await lab.docker(['exec', container('moody'), 'rm', '/tmp/sick'])
    await vi.waitFor(async () => expect(await healthOf(lab, 'moody')).toBe('healthy'), soon)
    const third = watch(lab)
    await vi.waitFor(async () => expect(await openKinds(third)).toEqual([]), soon)
    await vi.waitFor(() => expect(titles(received)).toHaveLength(2), soon)
    expect(titles(received)[1]).toMatch(/is healthy again/)
  })

  it('are watched for by one process, and by the next one when it ends', async () => {
    const { lab, watching } = await open()
    await isWatching(watching)
    const second = watch(lab)
    expect((await second.client.alerts.list()).watchedBy).toBe('another')
    await watching.dispose()
    await isWatching(second)
  })

  it('heal what stays unhealthy as often as they may, and then say so', async () => {
    const { lab, received, watching } = await open({ yaml: heal })
    await isWatching(watching)
    const startedAt = () => lab.docker(['inspect', '--format', '{{.State.StartedAt}}', container('moody')])
    const starts = new Set([await startedAt()])
    await lab.docker(['exec', container('moody'), 'touch', '/tmp/sick'])
    await vi.waitFor(async () => {
      starts.add(await startedAt())
      const { open: now } = await watching.client.alerts.list()
      expect(now.find(({ kind }) => kind === 'heal-gave-up')?.text).toMatch(
        /^is still unhealthy after auto-heal has restarted it 2 times/,
      )
    }, soon)
    await vi.waitFor(() => expect(JSON.stringify(received)).toContain('"kind":"heal-gave-up"'), soon)
    expect([2, 3]).toContain(starts.size)
    expect(await healthOf(lab, 'moody')).toBe('unhealthy')
    expect((await openKinds(watching)).sort()).toEqual(['heal-gave-up', 'unhealthy'])
  })

  it('never heal what somebody has stopped', async () => {
    const { lab, watching } = await open({ yaml: heal.replace('after: 1s', 'after: 3s') })
    await isWatching(watching)
    await lab.docker(['exec', container('moody'), 'touch', '/tmp/sick'])
    await vi.waitFor(async () => expect(await healthOf(lab, 'moody')).toBe('unhealthy'), soon)
    await lab.docker(['stop', container('moody')])
    // Another alert comes and is told: time enough for a restart to come as well.
    await lab.docker(['compose', '--profile', 'crash', 'up', '--detach', 'crashing'])
    await vi.waitFor(async () => expect(await openKinds(watching)).toContain('crash-loop'), soon)
    expect((await lab.states('watched'))['moody']).toBe('exited')
  })
})

describe('the sign of a lost GPU', () => {
  it.each([
    ['there', 'touch /dev/nvidiactl'],
    ['lost', 'mknod /dev/nvidiactl c 195 255'],
    ['unknown', 'true'],
  ])('is %s after `%s`', async (expected, prepare) => {
    const variables = inject('engineVariables')
    const root = await mkdtemp(join(tmpdir(), 'switchyard-gpu-'))
    const { execa } = await import('execa')
    const docker = async (...args: string[]) =>
      (await execa('docker', args, { env: { ...variables, HOME: root }, extendEnv: false })).stdout
    const id = await docker(
      ...[
        'run',
        '--detach',
        '--init',
        '--cap-add',
        'MKNOD',
        '--entrypoint',
        'sleep',
        'switchyard/fixture:1',
        'infinity',
      ],
    )
    try {
      await docker('exec', id, 'sh', '-c', prepare)
      expect(await checkGpu(createEngine({ ...variables }), id, new AbortController().signal)).toBe(expected)
    } finally {
      await docker('rm', '--force', id)
      await rm(root, { recursive: true })
    }
  })
})
