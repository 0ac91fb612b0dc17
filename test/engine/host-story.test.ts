import { chown, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { ensureImages } from '../../scripts/engine/images.ts'
import { startPrivateEngine } from '../../scripts/engine/private-engine.ts'
import type { AuditEntry, Lease } from '../../src/shared/host.ts'
import type { RunEvent } from '../../src/shared/run.ts'
import { readSwaps, startHostMachine, type HostMachine } from './support/host-machine.ts'

const operator = 1000

/** The first seed system in small: nothing of Switchyard's in it, and a start script that prepares the host by itself. */
const files = {
  'docker-compose.infra.yml': `name: host-story
services:
  dynamodb-local:
    image: switchyard/fixture:1
    healthcheck: { test: [CMD, test, -e, /run/ready], interval: 30s }
    stop_grace_period: 0s
`,
  'docker-compose.app.yml': `name: host-story
services:
  sglang-server:
    image: switchyard/fixture:1
    container_name: host-story-sglang
    profiles: [performance]
    command: [/bin/service, --ready-after, '6']
    healthcheck: { test: [CMD, test, -e, /run/ready], interval: 30s, start_period: 60s }
    stop_grace_period: 0s
  fastapi-service:
    image: switchyard/fixture:1
    depends_on: { dynamodb-local: { condition: service_healthy } }
    healthcheck: { test: [CMD, test, -e, /run/ready], interval: 30s }
    stop_grace_period: 0s
`,
  'admin-service/app/config/container_actions.yaml': `containers:
  host-story-sglang:
    start_script: "./scripts/model_management/sglang/start.sh"
    description: "SGLang model server with MoE weight shuffling and earlyoom management"
    timeout: 720
`,
  'scripts/model_management/sglang/start.sh': `#!/bin/sh
sudo fallocate -l 256M /swapfile && sudo mkswap /swapfile && sudo swapon /swapfile
sudo systemctl stop earlyoom
echo 3 | sudo tee /proc/sys/vm/drop_caches
docker start host-story-sglang
until docker exec host-story-sglang test -e /run/ready; do sleep 5; done
sudo systemctl start earlyoom
sudo swapoff /swapfile
`,
}

describe('the start of a model server that needs the whole machine', () => {
  let dir: string
  let machine: HostMachine
  let swapsBefore: readonly string[]

  beforeAll(async () => {
    swapsBefore = await readSwaps()
    const root = await writeLab()
    dir = join(root, 'story')
    machine = await startHostMachine({
      engineVariables: inject('engineVariables'),
      mounts: [{ from: root, to: root }],
    })
    const installed = await machine.switchyard(['host', 'install', '--yes'], { user: 'operator' })
    expect(installed).toMatchObject({ code: 0 })
  })
  afterAll(async () => {
    await machine.stop()
    await rm(join(dir, '..'), { recursive: true })
  })
  afterEach(async () => {
    const env = { ...process.env, ...inject('engineVariables') }
    const { stdout } = await execa(
      'docker',
      ['ps', '-aq', '--filter', 'label=com.docker.compose.project=host-story'],
      { env },
    )
    const ids = stdout.split('\n').filter((id) => id !== '')
    if (ids.length > 0) await execa('docker', ['rm', '--force', ...ids], { env })
  })

  const earlyoom = async () => (await machine.exec(['systemctl', 'is-active', 'earlyoom'])).stdout.trim()
  const up = () =>
    machine.spawn(['/opt/switchyard/bin/switchyard', 'up', '--json', '--profile', 'performance'], {
      user: 'operator',
      cwd: dir,
    })
  const leases = async () => {
    const { stdout } = await machine.switchyard(['host', 'leases', '--json'], { user: 'operator', cwd: dir })
    return JSON.parse(stdout) as readonly Lease[]
  }
  const phase = () => readPhase(machine)
  const swapFiles = async () => {
    const found = await readdir(machine.varLibDir, { recursive: true })
    return found.filter((name) => name.endsWith('.swap'))
  }

  it('turns swap on, pauses earlyoom, flushes, waits until it is ready, and gives everything back', async () => {
    const process = await up()
    await expect.poll(phase, { timeout: 20_000, interval: 50 }).toBe('held')
    expect(await leases()).toMatchObject([
      {
        kind: 'run',
        user: 'operator',
        door: 'cli',
        label: 'app/sglang-server',
        changes: [
          { part: 'swap', goesBackTo: 'off, and its file is removed' },
          { part: 'guards', now: 'earlyoom paused', goesBackTo: 'active' },
        ],
      },
    ])
    expect((await readSwaps()).length).toBe(swapsBefore.length + 1)
    expect(await earlyoom()).toBe('inactive')
    expect(await process.ended).toBe(0)

    expect(await earlyoom()).toBe('active')
    expect(await readSwaps()).toEqual(swapsBefore)
    expect(await swapFiles()).toEqual([])
    const events = process
      .printed()
      .stdout.trim()
      .split('\n')
      .map((line) => JSON.parse(line) as RunEvent)
    expect(tell(events)).toEqual([
      'lease:app/sglang-server',
      'swap changed',
      'guards changed',
      'cache changed',
      'lease:app/sglang-server succeeded',
      'start:app/sglang-server',
      'start:app/sglang-server succeeded',
      'release:app/sglang-server',
      'guards restored',
      'swap restored',
      'release:app/sglang-server succeeded',
      'succeeded',
    ])
  })

  it('is told by the audit log, with who asked', async () => {
    const { stdout } = await machine.switchyard(['host', 'audit', '--json'], { user: 'operator', cwd: dir })
    const entries = JSON.parse(stdout) as readonly AuditEntry[]
    const own = entries.filter(({ label }) => label === 'app/sglang-server').slice(-7)
    expect(own.map(({ action, result }) => `${action}: ${result}`)).toEqual([
      'swap on: done',
      'guard paused: done',
      'cache flushed: done',
      'lease taken: done',
      'guard resumed: done',
      'swap off: done',
      'lease released: done',
    ])
    expect(new Set(own.map(({ user, door }) => `${user} ${door}`))).toEqual(new Set(['operator cli']))
  })

  it('gives the host back when the app is killed in the middle', async () => {
    const process = await up()
    await expect.poll(phase, { timeout: 20_000, interval: 50 }).toBe('held')
    expect(await earlyoom()).toBe('inactive')
    process.kill('SIGKILL')
    await process.ended
    await expect.poll(earlyoom, { timeout: 5000, interval: 20 }).toBe('active')
    await expect.poll(readSwaps, { timeout: 5000, interval: 20 }).toEqual(swapsBefore)
    await expect.poll(leases).toEqual([])
    expect(await swapFiles()).toEqual([])
  })

  it('gives the host back when the run is cancelled', async () => {
    const process = await up()
    await expect.poll(phase, { timeout: 20_000, interval: 50 }).toBe('held')
    process.kill('SIGINT')
    expect(await process.ended).toBe(130)
    expect(await earlyoom()).toBe('active')
    expect(await readSwaps()).toEqual(swapsBefore)
    expect(await leases()).toEqual([])
  })
})

describe('an engine that dies while the host is held', () => {
  it('is waited for with the host as it is; then the start ends well, and the host is given back', async () => {
    const before = await readSwaps()
    const engine = await startPrivateEngine({ instance: `${inject('engineInstance')}-mortal` })
    const root = await writeLab()
    try {
      await ensureImages(engine.env, ['fixture'])
      await using machine = await startHostMachine({
        engineVariables: inject('engineVariables'),
        dockerHost: engine.dockerHost,
        mounts: [{ from: root, to: root }],
      })
      expect(await machine.switchyard(['host', 'install', '--yes'])).toMatchObject({ code: 0 })
      const up = ['/opt/switchyard/bin/switchyard', 'up', '--json', '--profile', 'performance']
      const process = await machine.spawn(up, { cwd: join(root, 'story') })
      await expect.poll(() => readPhase(machine), { timeout: 20_000, interval: 50 }).toBe('held')
      // Its start has been answered: what an engine leaves that dies within the call is another story.
      await expect
        .poll(() => process.printed().stdout, { timeout: 10_000, interval: 50 })
        .toMatch(/"service":\{"stack":"app","service":"sglang-server"\},"readiness":"loading"/)
      await engine.kill()
      await expect
        .poll(() => process.printed().stdout, { timeout: 10_000 })
        .toContain('The Docker engine went away; waiting for it.')
      expect(await readPhase(machine)).toBe('held')
      await engine.restart()
      expect(await process.ended).toBe(0)
      expect((await machine.exec(['systemctl', 'is-active', 'earlyoom'])).stdout).toBe('active\n')
      expect(await readSwaps()).toEqual(before)
      expect(await readPhase(machine)).toBeUndefined()
    } finally {
      await engine.stop()
      await rm(root, { recursive: true })
    }
  })
})

/** Writes the lab into a folder `story` of a folder of its own, which it returns; all of it is the operator's. */
async function writeLab(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'switchyard-story-'))
  const dir = join(root, 'story')
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true })
    await writeFile(join(dir, name), text, { mode: name.endsWith('.sh') ? 0o755 : 0o644 })
  }
  await chown(root, operator, operator)
  await chown(dir, operator, operator)
  return root
}

/** How far the one lease is, from the journal itself, which is quicker than a command; undefined without a lease. */
async function readPhase(machine: HostMachine): Promise<string | undefined> {
  const file = join(machine.varLibDir, 'switchyard/host/journal.json')
  const journal = await readFile(file, 'utf8').catch(() => '{"leases":{}}')
  const { leases } = JSON.parse(journal) as { leases: Record<string, { phase: string }> }
  return Object.values(leases)[0]?.phase
}

/** What happened to the host and around it, in order; what begins is left out where its end is told. */
function tell(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.type === 'step-started') return isOfTheServer(event.step) ? [event.step] : []
    if (event.type === 'step-finished')
      return isOfTheServer(event.step) ? [`${event.step} ${event.outcome}`] : []
    if (event.type === 'host-changed')
      return ends.includes(event.state) ? [`${event.part} ${event.state}`] : []
    return event.type === 'run-finished' ? [event.outcome] : []
  })
}

const ends: readonly string[] = ['changed', 'restored', 'failed', 'pending']

function isOfTheServer(step: string): boolean {
  return step.endsWith(':app/sglang-server')
}
