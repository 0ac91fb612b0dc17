import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest'
import { installPlanSchema, uninstallPlanSchema } from '../../src/shared/host.ts'
import { startHostMachine, type HostMachine } from './support/host-machine.ts'

const root = join(import.meta.dirname, '../..')
/** Apart from out/cli, which somebody may be using. */
const outDir = join(root, 'out/machine-test')
const helper = '/usr/lib/switchyard/host/switchyard-host'

/** Runs a command in a terminal of its own, and types an answer after each of the texts that it prints: TEXT ANSWER … -- COMMAND. */
const inTerminal = `
import os, pty, sys
end = sys.argv.index('--')
talk = list(zip(sys.argv[1:end:2], sys.argv[2:end:2]))
pid, terminal = pty.fork()
if pid == 0:
    os.execv(sys.argv[end + 1], sys.argv[end + 1:])
said = ''
while True:
    try:
        text = os.read(terminal, 4096).decode()
    except OSError:
        break
    sys.stdout.write(text)
    said += text
    if talk and talk[0][0] in said:
        os.write(terminal, (talk.pop(0)[1] + chr(10)).encode())
        said = ''
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`

let resourcesDir: string
beforeAll(async () => {
  await execa('npx', ['vite', 'build', '--outDir', outDir, '--logLevel', 'error'], {
    cwd: root,
    preferLocal: true,
  })
  resourcesDir = await mkdtemp(join(tmpdir(), 'switchyard-resources-'))
  await cp(join(root, 'resources'), resourcesDir, { recursive: true })
  await execa('chmod', ['-R', 'a+rX', resourcesDir])
})
afterAll(() => rm(resourcesDir, { recursive: true, force: true }))

/** Every path of the machine that an installation could touch, with owner, mode and content. */
async function listAll(machine: HostMachine): Promise<readonly string[]> {
  const places = ['/usr', '/etc', '/var/lib', '/var/log']
  // What the system itself keeps writing, and backups of the list of users.
  const others = ['/var/log/journal/*', '/var/lib/systemd/*', '/var/lib/sudo/*', '/etc/*-']
  const isQuiet = others.flatMap((pattern) => ['-not', '-path', pattern])
  const { stdout } = await machine.exec(['find', ...places, ...isQuiet, '-printf', '%M %u %g %p %l\\n'])
  return stdout.split('\n').sort()
}

async function planned(machine: HostMachine, args: readonly string[] = [], user = 'operator') {
  const { stdout } = await machine.switchyard(['host', 'install', '--dry-run', '--json', ...args], { user })
  return installPlanSchema.parse(JSON.parse(stdout))
}

async function done(
  machine: HostMachine,
  args: readonly string[],
  user = 'operator',
): Promise<readonly string[]> {
  const { code, stdout, stderr } = await machine.switchyard(['host', ...args], { user })
  expect([code, stderr]).toEqual([0, ''])
  return stdout.trimEnd().split('\n')
}

async function codeOf(machine: HostMachine, args: readonly string[], user: string): Promise<number> {
  return (await machine.exec(args, { user })).code
}

describe('on a machine with systemd and polkit', () => {
  let machine: HostMachine
  let before: readonly string[]
  beforeAll(async () => {
    machine = await startHostMachine({ engineVariables: inject('engineVariables'), outDir, resourcesDir })
    before = await listAll(machine)
  })
  afterAll(() => machine.stop())
  beforeEach(async () => {
    await machine.switchyard(['host', 'uninstall', '--yes'])
    await machine.exec(['rm', '-rf', '/var/log/switchyard', '/srv/swap'])
    expect(await listAll(machine)).toEqual(before)
  })

  it.each(['root', 'operator'])(
    'installs for %s exactly what was shown, and says so the next time',
    async (user) => {
      const plan = await planned(machine, [], user)
      expect(plan.way).toBe(user === 'root' ? 'root' : 'sudo')
      expect((await done(machine, ['install', '--yes'], user)).at(user === 'root' ? -1 : -2)).toBe(
        'The host helper is installed, and everything is as it was shown.',
      )
      const added = (await listAll(machine)).filter((line) => !before.includes(line))
      const letters = { file: '-', folder: 'd', link: 'l' }
      expect(added.map((line) => line.split(' ')[3]).sort()).toEqual(
        plan.items.map(({ path }) => path).sort(),
      )
      for (const { path, kind, mode, digest, target } of plan.items) {
        const { stdout } = await machine.exec(['stat', '--format', '%A %a %u:%g', path])
        expect([path, stdout[0], stdout.trim().slice(11)]).toEqual([
          path,
          letters[kind],
          `${mode === null ? '777' : mode.slice(1)} 0:0`,
        ])
        if (digest !== null)
          expect((await machine.exec(['sha256sum', path])).stdout).toBe(`${digest}  ${path}\n`)
        if (target !== null) expect((await machine.exec(['readlink', path])).stdout).toBe(`${target}\n`)
      }
      expect(await done(machine, ['install', '--yes'], user)).toEqual([
        'The host helper is installed, and is this version: nothing to do.',
      ])
    },
  )

  it('writes nothing when it is only shown, or nobody can be asked, or who asks is not allowed', async () => {
    await planned(machine)
    expect((await machine.switchyard(['host', 'install'], { user: 'operator' })).code).toBe(2)
    const guest = await machine.switchyard(['host', 'install', '--yes'], { user: 'guest' })
    expect([guest.code, guest.stderr.split('\n').at(-2)]).toEqual([
      1,
      'switchyard: The host helper was not installed: `/usr/bin/pkexec` ended with 127.',
    ])
    expect(await listAll(machine)).toEqual(before)
  })

  it('asks in a terminal, and lets sudo ask for the password there', async () => {
    await machine.exec(['useradd', '--create-home', '--groups', 'sudo', 'admin'])
    await machine.exec(['chpasswd'], { input: 'admin:open sesame\n' })
    const typed = ['--', '/opt/switchyard/bin/switchyard', 'host', 'install']
    const answers = ['[y/N] ', 'y', 'password for admin:', 'open sesame']
    const seen = await machine.exec(['python3', '-c', inTerminal, ...answers, ...typed], { user: 'admin' })
    expect([seen.code, seen.stdout.includes('and everything is as it was shown.')]).toEqual([0, true])
    await machine.exec(['userdel', '--remove', 'admin'])
  })

  it('lets members of the group docker use its verbs without a password, and nobody else', async () => {
    await done(machine, ['install', '--yes'])
    const status = await machine.exec(['pkexec', helper, 'status'], { user: 'operator' })
    expect([status.code, typeof JSON.parse(status.stdout)]).toEqual([0, 'object'])
    expect(await codeOf(machine, ['pkexec', helper, 'flush', '--door', 'cli'], 'operator')).toBe(0)
    // Not a verb that polkit knows: an administrator's password is wanted.
    expect(await codeOf(machine, ['pkexec', helper, 'boot'], 'operator')).toBe(127)
    expect(await codeOf(machine, ['pkexec', helper], 'operator')).toBe(127)
    expect(await codeOf(machine, ['pkexec', helper, 'flush', '--door', 'cli'], 'guest')).toBe(127)
    expect(await codeOf(machine, ['pkexec', helper, 'status'], 'guest')).toBe(127)
  })

  it('lets nobody use it without a password when that is wished, also afterwards', async () => {
    await done(machine, ['install', '--yes'])
    expect((await planned(machine, ['--ask-password'])).obsolete).toEqual([
      '/etc/polkit-1/rules.d/50-switchyard.rules',
    ])
    await done(machine, ['install', '--yes', '--ask-password'])
    await expect.poll(() => codeOf(machine, ['pkexec', helper, 'status'], 'operator')).toBe(127)
    expect((await planned(machine, ['--ask-password'])).isCurrent).toBe(true)
  })

  it('refuses to run where somebody else than root could have written it', async () => {
    await done(machine, ['install', '--yes'])
    await machine.exec(['cp', '--recursive', '/usr/lib/switchyard/host', '/home/operator/host'])
    expect(
      await codeOf(machine, ['/home/operator/host/switchyard-host', 'flush', '--door', 'cli'], 'root'),
    ).toBe(77)
    const journal = '/usr/lib/switchyard/host/journal.py'
    await machine.exec(['chmod', 'g+w', journal])
    expect(await codeOf(machine, ['pkexec', helper, 'flush', '--door', 'cli'], 'operator')).toBe(77)
    const plan = await planned(machine)
    expect(plan.items.filter(({ state }) => state === 'changed').map(({ path }) => path)).toEqual([journal])
    await done(machine, ['install', '--yes'])
    expect(await codeOf(machine, ['pkexec', helper, 'flush', '--door', 'cli'], 'operator')).toBe(0)
    await machine.exec(['rm', '-rf', '/home/operator/host'])
  })

  it('has systemd reload nothing, and runs its unit at the next boot', async () => {
    await done(machine, ['install', '--yes'])
    const reloads = await machine.exec([
      'journalctl',
      '--boot',
      '--grep',
      'Reloading',
      '--quiet',
      'SYSLOG_IDENTIFIER=systemd',
    ])
    expect(reloads.stdout).toBe('')
    await machine.reboot()
    const unit = ['systemctl', 'show', '--property=LoadState,UnitFileState', 'switchyard-host-boot.service']
    expect((await machine.exec(unit)).stdout.trim().split('\n').sort()).toEqual([
      'LoadState=loaded',
      'UnitFileState=enabled',
    ])
    expect((await machine.exec(['systemctl', 'is-system-running'])).stdout).toBe('running\n')
  })

  it('replaces an older version, and removes what that had more', async () => {
    const old = join(resourcesDir, 'host', 'old_part.py')
    const other = join(resourcesDir, 'host', 'other_part.py')
    await writeFile(old, '')
    await writeFile(other, 'version = 1\n')
    await done(machine, ['install', '--yes'])
    await rm(old)
    await writeFile(other, 'version = 2\n')
    const plan = await planned(machine)
    expect(plan.obsolete).toEqual(['/usr/lib/switchyard/host/old_part.py'])
    expect(
      plan.items.filter(({ state }) => state !== 'same' && state !== 'unreadable').map(({ path }) => path),
    ).toEqual(['/usr/lib/switchyard/host/other_part.py', '/usr/lib/switchyard/host/installed.json'])
    await done(machine, ['install', '--yes'])
    expect((await machine.exec(['cat', '/usr/lib/switchyard/host/other_part.py'])).stdout).toBe(
      'version = 2\n',
    )
    expect(await codeOf(machine, ['test', '-e', '/usr/lib/switchyard/host/old_part.py'], 'root')).toBe(1)
    await rm(other)
  })

  it('adds places for swap that only root can reach, and refuses others', async () => {
    await done(machine, ['install', '--yes', '--swap-place', 'fast=/srv/swap'])
    expect(JSON.parse((await machine.exec(['cat', '/etc/switchyard/host.json'])).stdout)).toEqual({
      version: 1,
      swapPlaces: { default: '/var/lib/switchyard/swap', fast: '/srv/swap' },
      swapMaxMib: 131_072,
    })
    expect((await machine.exec(['stat', '--format', '%a %U', '/srv/swap'])).stdout).toBe('700 root\n')
    const refused = await machine.switchyard(
      ['host', 'install', '--yes', '--swap-place', 'own=/home/operator/swap'],
      { user: 'operator' },
    )
    expect([refused.code, refused.stderr]).toEqual([
      2,
      'switchyard: The swap place own=/home/operator/swap cannot be used: /home/operator does not belong to root.\n',
    ])
    expect((await done(machine, ['uninstall', '--yes'])).at(-1)).toBe(
      '/srv/swap stays: the folder for swap that you named; empty when nothing of yours is in it. `sudo rmdir /srv/swap` removes it.',
    )
  })

  it('stays while a run holds the host, and leaves nothing but the audit log when it goes', async () => {
    await done(machine, ['install', '--yes'])
    const hold = [
      '--id',
      'trial',
      '--swap-mib',
      '0',
      '--place',
      'default',
      '--guards',
      'pause',
      '--cache',
      'leave',
    ]
    const whose = ['--limit-s', '600', '--door', 'cli', '--run', 'run-1', '--label', 'ai/sglang']
    const lease = await machine.spawn(['pkexec', helper, 'hold', ...hold, ...whose], { user: 'operator' })
    await expect.poll(() => lease.printed().stdout, { timeout: 20_000 }).toContain('"event":"held"')
    const refused = await machine.switchyard(['host', 'uninstall', '--yes'], { user: 'operator' })
    expect([refused.code, refused.stderr]).toEqual([
      1,
      'switchyard: The host helper is in use: ai/sglang of operator holds the host. Wait for it, or give the host back first: `switchyard host restore`.\n',
    ])
    lease.stdin.write('release\n')
    expect(await lease.ended).toBe(0)
    const { stdout } = await machine.switchyard(['host', 'uninstall', '--dry-run', '--json'], {
      user: 'operator',
    })
    expect(uninstallPlanSchema.parse(JSON.parse(stdout)).stays.map(({ path }) => path)).toEqual([
      '/var/log/switchyard/host.log',
    ])
    await done(machine, ['uninstall', '--yes'])
    const left = (await listAll(machine))
      .filter((line) => !before.includes(line))
      .map((line) => line.split(' ')[3])
    expect(left.sort()).toEqual(['/var/log/switchyard', '/var/log/switchyard/host.log'])
    expect(await done(machine, ['uninstall', '--yes'])).toEqual([
      'The host helper is not installed: nothing to do.',
      '/var/log/switchyard/host.log stays: the log of all that the helper has done. `sudo rm --recursive /var/log/switchyard` removes it.',
    ])
  })
})

describe('on a machine without systemd and polkit', () => {
  it('lets members of the group docker in by sudo, and to nothing but the verbs', async () => {
    await using machine = await startHostMachine({
      engineVariables: inject('engineVariables'),
      init: 'none',
      outDir,
      resourcesDir,
    })
    const before = await listAll(machine)
    await machine.exec(['useradd', '--groups', 'docker', 'member'])
    expect(await codeOf(machine, ['sudo', '--non-interactive', helper, 'status'], 'member')).toBe(1)
    await done(machine, ['install', '--yes'])
    expect((await machine.exec(['visudo', '--check'])).code).toBe(0)
    const sudo = ['sudo', '--non-interactive']
    expect(await codeOf(machine, [...sudo, helper, 'status'], 'member')).toBe(0)
    expect(await codeOf(machine, [...sudo, helper, 'flush', '--door', 'cli'], 'member')).toBe(0)
    expect(await codeOf(machine, [...sudo, helper, 'boot'], 'member')).toBe(1)
    expect(await codeOf(machine, [...sudo, 'id'], 'member')).toBe(1)
    expect(await codeOf(machine, [...sudo, helper, 'status'], 'guest')).toBe(1)
    await machine.exec(['userdel', '--remove', 'member'])
    await done(machine, ['uninstall', '--yes'])
    await machine.exec(['rm', '-rf', '/var/log/switchyard'])
    const left = (await listAll(machine)).filter(
      (line) => !before.includes(line) && line.includes('switchyard'),
    )
    expect(left).toEqual([])
  })
})
