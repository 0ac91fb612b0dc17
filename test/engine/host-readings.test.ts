import { join } from 'node:path'
import { execa } from 'execa'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { z } from 'zod'
import { hostReadingsSchema, hostStateSchema, type HostReadings } from '../../src/shared/host.ts'
import { startHostMachine, type HostMachine } from './support/host-machine.ts'
import { openLabWith } from './support/lab-fixture.ts'

const root = join(import.meta.dirname, '../..')
/** Apart from out/cli, which somebody may be using. */
const outDir = join(root, 'out/machine-test')
const mib = 1024 * 1024

const compose = `
name: measured
services:
  db: { image: "switchyard/fixture:1", mem_limit: 64m }
  web: { image: "switchyard/fixture:1", mem_limit: 32m }
`

describe('the readings of the host', () => {
  it('have the memory of a stack from its start to its stop', async () => {
    await using lab = await openLabWith('measured', { 'compose.yaml': compose })
    const abort = new AbortController()
    const selection = { dir: lab.dir, environment: null, profiles: [] }
    const events = await lab.client.host.watch(selection, { signal: abort.signal })
    const until = async (isThere: (memory: HostReadings['memory']) => boolean) => {
      for (;;) {
        const { value, done } = await events.next()
        if (done) throw new Error('the readings ended')
        if (isThere(value.readings.memory)) return value.readings
      }
    }
    await until(({ stacks }) => stacks.length === 0)
    await lab.run({ kind: 'start' })
    const { memory } = await until(({ stacks }) => stacks[0]?.limitBytes === 96 * mib)
    const [stack] = memory.stacks
    expect([stack?.stack, (stack?.bytes ?? 0) > 0]).toEqual(['measured', true])
    const parts = [memory.freeBytes, memory.cacheBytes, memory.otherBytes, stack?.bytes ?? 0]
    expect(parts.reduce((sum, each) => sum + each, 0)).toBe(memory.totalBytes)
    await lab.run({ kind: 'stop', targets: ['measured/web'] })
    await until(({ stacks }) => stacks[0]?.limitBytes === 64 * mib)
    await lab.run({ kind: 'stop' })
    await until(({ stacks }) => stacks.length === 0)
    abort.abort()
  })
})

describe('the guards of a machine with systemd', () => {
  beforeAll(async () => {
    await execa('npx', ['vite', 'build', '--outDir', outDir, '--logLevel', 'error'], {
      cwd: root,
      preferLocal: true,
    })
  })

  const statusSchema = z.object({ readings: hostReadingsSchema, state: hostStateSchema })

  /** As somebody without any privilege sees them: name, state, what it is set to. */
  async function readGuards(machine: HostMachine): Promise<readonly string[]> {
    const { stdout, stderr } = await machine.switchyard(['host', 'status', '--json'], { user: 'guest' })
    if (stdout === '') throw new Error(stderr)
    const { state } = statusSchema.parse(JSON.parse(stdout))
    return state.guards.map(({ name, state: how, threshold }) =>
      `${name} ${how}: ${threshold}`.replaceAll('\u00a0', ' '),
    )
  }

  it('are seen active, stopped and held still, by whoever looks', async () => {
    await using machine = await startHostMachine({ engineVariables: inject('engineVariables'), outDir })
    const others = [
      'systemd-oomd stopped: ends groups of processes above 90 % swap or 60 % memory pressure',
      'nohang stopped: ends processes below 5 % memory and 10 % swap',
      'nohang-desktop stopped: ends processes below 5 % memory and 10 % swap',
    ]
    const words = 'ends processes below 10 % memory and 10 % swap'
    expect(await readGuards(machine)).toEqual([`earlyoom active: ${words}`, ...others])
    await machine.exec(['systemctl', 'kill', '--signal=STOP', 'earlyoom'])
    expect(await readGuards(machine)).toEqual([`earlyoom paused: ${words}`, ...others])
    await machine.exec(['systemctl', 'kill', '--signal=CONT', 'earlyoom'])
    await machine.exec(['systemctl', 'stop', 'earlyoom'])
    expect(await readGuards(machine)).toEqual(['earlyoom stopped: null', ...others])
  })
})
