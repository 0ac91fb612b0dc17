import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { readSwaps, startHostMachine, type HostMachine } from './support/host-machine.ts'

describe.each(['systemd', 'none'] as const)('a machine with the init %s', (init) => {
  let machine: HostMachine
  beforeAll(async () => {
    machine = await startHostMachine({ engineVariables: inject('engineVariables'), init })
  })
  afterAll(() => machine.stop())

  const say = async (args: readonly string[], user = 'root') => {
    const { code, stdout } = await machine.exec(args, { user })
    return [code, stdout.trim()]
  }

  it('has booted, with every unit', async () => {
    expect(machine.failedUnits).toEqual([])
    expect(await say(['cat', '/proc/1/comm'])).toEqual([0, init === 'systemd' ? 'systemd' : 'docker-init'])
  })

  it('has an operator who may use docker, and a guest who may not', async () => {
    expect(await say(['id', '--groups', '--name'], 'operator')).toEqual([0, 'operator docker'])
    expect(await say(['id', '--groups', '--name'], 'guest')).toEqual([0, 'guest'])
    expect(await say(['docker', 'ps', '--format', '{{.Names}}'], 'operator')).toEqual([0, machine.container])
    expect((await say(['docker', 'ps'], 'guest'))[0]).toBe(1)
    expect((await say(['docker', 'compose', 'version'], 'operator'))[0]).toBe(0)
  })

  it('has sudo, a pkexec that answers, and the terminal door of this checkout', async () => {
    expect(await say(['sudo', '--non-interactive', 'id', '--user'], 'operator')).toEqual([0, '0'])
    expect((await say(['sudo', '--non-interactive', 'id', '--user'], 'guest'))[0]).toBe(1)
    expect(await say(['pkexec', 'id', '--user'])).toEqual([
      init === 'systemd' ? 0 : 127,
      init === 'systemd' ? '0' : '',
    ])
    expect((await machine.exec(['pkexec', 'id'], { user: 'operator' })).code).toBe(127)
    expect((await machine.switchyard(['--version'], { user: 'operator' })).code).toBe(0)
  })

  it('tells how a process inside it ends, and gets its input', async () => {
    const process = await machine.spawn(['cat'], { user: 'operator' })
    process.stdin.write('hello\n')
    await expect.poll(() => process.printed()).toEqual({ stdout: 'hello\n', stderr: '' })
    process.kill('SIGKILL')
    expect(await process.ended).toBe(137)
    expect(await machine.exec(['sh', '-c', 'cat; exit 3'], { input: 'a\n' })).toEqual({
      code: 3,
      stdout: 'a\n',
      stderr: '',
    })
  })

  it('can turn swap on, and has another boot and no swap after a reboot', async () => {
    const before = await readSwaps()
    const make = 'fallocate -l 32M $0 && chmod 600 $0 && mkswap $0 && swapon $0'
    expect((await say(['sh', '-c', make, '/var/lib/trial.swap']))[0]).toBe(0)
    expect((await readSwaps()).length).toBe(before.length + 1)
    const boot = await say(['cat', '/proc/sys/kernel/random/boot_id'])
    await machine.reboot()
    expect(await say(['cat', '/proc/sys/kernel/random/boot_id'])).not.toEqual(boot)
    expect(await say(['ls', '/var/lib/trial.swap'])).toEqual([0, '/var/lib/trial.swap'])
    expect(await readSwaps()).toEqual(before)
  })
})

describe('earlyoom in a machine', () => {
  it('runs as a service of systemd, and as a plain process where there is none', async () => {
    await using machine = await startHostMachine({ engineVariables: inject('engineVariables') })
    expect((await machine.exec(['systemctl', 'is-active', 'earlyoom'])).stdout).toBe('active\n')
    await using bare = await startHostMachine({ engineVariables: inject('engineVariables'), init: 'none' })
    const earlyoom = await bare.spawn(['earlyoom'])
    expect((await bare.exec(['pidof', 'earlyoom'])).stdout).toBe(`${earlyoom.pid}\n`)
    earlyoom.kill('SIGTERM')
    await earlyoom.ended
  })

  it('leaves nothing when it is stopped with swap on', async () => {
    const before = await readSwaps()
    const machine = await startHostMachine({ engineVariables: inject('engineVariables') })
    // On a disk of its own, which the host cannot reach.
    const make = [
      'truncate -s 100M /var/lib/disk && mkfs.ext4 -q /var/lib/disk && mkdir /mnt/disk',
      'mount -o loop /var/lib/disk /mnt/disk && cd /mnt/disk',
      'fallocate -l 32M trial.swap && chmod 600 trial.swap && mkswap trial.swap && swapon /mnt/disk/trial.swap',
    ].join(' && ')
    expect((await machine.exec(['sh', '-c', make])).code).toBe(0)
    expect((await readSwaps()).length).toBe(before.length + 1)
    await machine.stop()
    expect(await readSwaps()).toEqual(before)
  })
})
