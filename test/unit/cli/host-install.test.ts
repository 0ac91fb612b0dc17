import { describe, expect, it } from 'vitest'
import { formatBytes } from '../../../src/shared/format.ts'
import type { InstallPlan, UninstallPlan } from '../../../src/shared/host.ts'
import { runCli, type CliOptions } from './support/run-cli.ts'

const installPlan: InstallPlan = {
  items: [
    {
      path: '/usr/lib/switchyard/host/switchyard-host',
      kind: 'file',
      mode: '0755',
      bytes: 24,
      digest: '0123456789abcdef0123',
      content: '#!/usr/bin/python3 -ISB\n',
      target: null,
      why: 'The helper.',
      state: 'new',
    },
  ],
  obsolete: [],
  isCurrent: false,
  notes: ['Nothing is reloaded or restarted.'],
  way: 'sudo',
  commands: [['/usr/bin/sudo', '--', '/usr/bin/tar']],
}

const uninstallPlan: UninstallPlan = {
  removes: ['/usr/lib/switchyard/host/switchyard-host'],
  givesBack: [],
  isPackaged: false,
  restoresFirst: true,
  stays: [{ path: '/var/log/switchyard/host.log', why: 'the log', removeBy: ['sudo', 'rm', '/var/log/x'] }],
  way: 'sudo',
  commands: [['/usr/bin/sudo', '--', '/usr/bin/find']],
}

async function run(args: readonly string[], options: CliOptions = {}, plan = installPlan) {
  const done: unknown[] = []
  const result = await runCli(['host', ...args], {
    ...options,
    hostSetup: {
      planInstall: (wishes) => {
        done.push(['plan', wishes])
        return Promise.resolve(plan)
      },
      install: () => {
        done.push('install')
        return Promise.resolve({ ...plan, isCurrent: true })
      },
      planUninstall: () => Promise.resolve(uninstallPlan),
      uninstall: () => {
        done.push('uninstall')
        return Promise.resolve({ ...uninstallPlan, removes: [] })
      },
    },
  })
  return { ...result, done }
}

const planned = ['plan', { askPassword: false, swapPlaces: {} }]

describe('switchyard host install', () => {
  it('shows what it will write, asks, and writes it', async () => {
    const { exitCode, stdout, stderr, done } = await run(['install'], { answer: 'y' })
    expect(done).toEqual([planned, 'install'])
    expect(stderr).toBe('Write this? [y/N] \n')
    expect(stdout.split('\n')).toEqual([
      "Installing the host helper writes 1 thing, all of them root's:",
      `  new  0755  ${formatBytes(24)}  sha256 0123456789abcdef  /usr/lib/switchyard/host/switchyard-host  The helper.`,
      '',
      'Nothing is reloaded or restarted.',
      'It is done by: /usr/bin/sudo -- /usr/bin/tar',
      'The host helper is installed, and everything is as it was shown.',
      '',
    ])
    expect(exitCode).toBe(0)
  })

  it('writes nothing when the answer is no, and when nobody can answer', async () => {
    const refused = await run(['install'], { answer: '' })
    expect([refused.exitCode, refused.done]).toEqual([130, [planned]])
    const unasked = await run(['install'])
    expect([unasked.exitCode, unasked.done]).toEqual([2, [planned]])
    expect(unasked.stderr).toContain('Nobody can be asked here, so nothing was changed.')
  })

  it('does not ask with --yes, and only prints with --dry-run', async () => {
    expect((await run(['install', '--yes'])).done).toEqual([planned, 'install'])
    expect((await run(['install', '--dry-run', '--yes'])).done).toEqual([planned])
  })

  it('hands on what is wished', async () => {
    const args = [
      '--ask-password',
      '--swap-place',
      'fast=/srv/swap',
      '--swap-place',
      'big=/mnt/b=c',
      '--dry-run',
    ]
    const { done } = await run(['install', ...args])
    expect(done).toEqual([
      ['plan', { askPassword: true, swapPlaces: { fast: '/srv/swap', big: '/mnt/b=c' } }],
    ])
    expect((await run(['install', '--swap-place', '/srv/swap'])).exitCode).toBe(2)
  })

  it('says so when there is nothing to do', async () => {
    const { stdout, done } = await run(['install'], {}, { ...installPlan, isCurrent: true })
    expect(stdout).toBe('The host helper is installed, and is this version: nothing to do.\n')
    expect(done).toEqual([planned])
  })

  it('prints JSON, with contents only when asked, and never asks', async () => {
    const short = await run(['install', '--dry-run', '--json'])
    expect(JSON.parse(short.stdout)).toEqual({
      ...installPlan,
      items: installPlan.items.map((item) => ({ ...item, content: null })),
    })
    const whole = await run(['install', '--dry-run', '--json', '--contents'])
    expect(JSON.parse(whole.stdout)).toEqual(installPlan)
    const unasked = await run(['install', '--json'], { answer: 'y' })
    expect([unasked.exitCode, unasked.done]).toEqual([2, [planned]])
  })

  it('prints what the files contain', async () => {
    const { stdout } = await run(['install', '--dry-run', '--contents'])
    expect(stdout).toContain('--- /usr/lib/switchyard/host/switchyard-host\n#!/usr/bin/python3 -ISB\n')
  })
})

describe('switchyard host uninstall', () => {
  it('shows what it will remove, asks, removes it, and says what stays', async () => {
    const { exitCode, stdout, stderr, done } = await run(['uninstall'], { answer: 'yes' })
    expect(stderr).toBe('Remove this? [y/N] \n')
    expect(stdout.split('\n')).toEqual([
      'Uninstalling the host helper removes 1 thing:',
      '  /usr/lib/switchyard/host/switchyard-host',
      'It is done by: /usr/bin/sudo -- /usr/bin/find',
      '/var/log/switchyard/host.log stays: the log. `sudo rm /var/log/x` removes it.',
      '',
    ])
    expect([exitCode, done]).toEqual([0, ['uninstall']])
  })

  it('removes nothing when it is only looked at, refused or unasked', async () => {
    expect((await run(['uninstall', '--dry-run'])).done).toEqual([])
    expect((await run(['uninstall'], { answer: 'n' })).done).toEqual([])
    expect((await run(['uninstall'])).done).toEqual([])
    expect((await run(['uninstall', '--yes', '--json'])).done).toEqual(['uninstall'])
  })
})
