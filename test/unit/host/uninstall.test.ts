import { describe, expect, it } from 'vitest'
import {
  pathsToUninstall,
  planUninstall,
  type UninstallFacts,
} from '../../../src/main/host/install/plan-uninstall.ts'
import type { Lease } from '../../../src/shared/host.ts'

const file = { kind: 'file', uid: 0, gid: 0, mode: 0o644, digest: 'x', target: null } as const
const helper = '/usr/lib/switchyard/host/switchyard-host'

function facts(more: Partial<UninstallFacts> = {}): UninstallFacts {
  const names = {
    manifest: {},
    broughtBy: null,
    helperNames: ['switchyard-host', 'journal.py', '__pycache__'],
    stateNames: ['journal.json', 'lock', 'own.txt'],
  }
  const found = new Map(pathsToUninstall({ ...names, ...more }).map((path) => [path, file]))
  return { machine: { way: 'sudo' }, ...names, found, leases: [], namedPlaces: [], ...more }
}

const lease: Lease = {
  id: 'a',
  kind: 'run',
  phase: 'held',
  user: 'operator',
  door: 'cli',
  run: 'run-1',
  label: 'ai/sglang',
  since: '2026-11-21T12:00:00.000Z',
  until: null,
  changes: [{ part: 'swap', now: '4 GiB of swap on', goesBackTo: 'off' }],
  pending: null,
}

describe('an uninstallation', () => {
  it('gives the host back, then removes what is there: the entry first, the folders last', () => {
    const { found, ...rest } = facts()
    const plan = planUninstall({
      ...rest,
      found: new Map([...found].filter(([path]) => !path.endsWith('.log'))),
    })
    expect(plan.removes).toEqual([
      helper,
      '/usr/lib/switchyard/host/journal.py',
      '/usr/lib/switchyard/host/__pycache__',
      '/usr/share/polkit-1/actions/dev.switchyard.host.policy',
      '/etc/polkit-1/rules.d/50-switchyard.rules',
      '/etc/sudoers.d/switchyard',
      '/etc/systemd/system/multi-user.target.wants/switchyard-host-boot.service',
      '/etc/systemd/system/switchyard-host-boot.service',
      '/etc/switchyard/host.json',
      '/etc/switchyard/installed.json',
      '/usr/lib/switchyard/host/installed.json',
      '/var/lib/switchyard/host/journal.json',
      '/var/lib/switchyard/host/lock',
      '/usr/lib/switchyard/host',
      '/usr/lib/switchyard',
      '/etc/switchyard',
      '/var/lib/switchyard/host',
      '/var/lib/switchyard/swap',
      '/var/lib/switchyard',
      '/var/log/switchyard',
    ])
    expect(plan.commands.map((command) => command.slice(0, 4))).toEqual([
      ['/usr/bin/sudo', '--', helper, 'restore'],
      ['/usr/bin/sudo', '--', '/usr/bin/find', helper],
    ])
  })

  it('leaves what a package brought, and says how that goes', () => {
    const files = { [helper]: 'x', '/usr/lib/switchyard/host/journal.py': 'x' }
    const broughtBy = { name: 'switchyard', removeBy: ['sudo', 'apt', 'remove', 'switchyard'], files }
    const plan = planUninstall(
      facts({ broughtBy, stateNames: [], helperNames: ['switchyard-host', 'journal.py'] }),
    )
    expect(plan.removes.filter((path) => !path.startsWith('/etc/'))).toEqual([
      '/usr/share/polkit-1/actions/dev.switchyard.host.policy',
      '/var/lib/switchyard/host',
      '/var/lib/switchyard/swap',
      '/var/lib/switchyard',
    ])
    expect(plan.stays[0]).toEqual({
      path: '/usr/lib/switchyard/host',
      why: 'it belongs to the package switchyard',
      removeBy: ['sudo', 'apt', 'remove', 'switchyard'],
    })
    expect(plan.isPackaged).toBe(true)
  })

  it('has nothing to do where nothing is installed', () => {
    const plan = planUninstall(facts({ found: new Map() }))
    expect([plan.removes, plan.commands, plan.restoresFirst]).toEqual([[], [], false])
  })

  it('takes for there what only root may look at, when it was installed', () => {
    const rule = '/etc/polkit-1/rules.d/50-switchyard.rules'
    const found = new Map([
      [rule, 'unreadable' as const],
      ['/etc/sudoers.d/switchyard', 'unreadable' as const],
    ])
    expect(planUninstall(facts({ found, manifest: { [rule]: 'x' } })).removes).toEqual([rule])
  })

  it('removes the state that only root may look at, for its folder names it', () => {
    const lock = '/var/lib/switchyard/host/lock'
    const found = new Map([[lock, 'unreadable' as const]])
    expect(planUninstall(facts({ found, stateNames: ['lock', 'lost+found'] })).removes).toEqual([lock])
  })

  it('is refused while a run holds the host', () => {
    for (const phase of ['taking', 'held', 'restoring'] as const)
      expect(() => planUninstall(facts({ leases: [{ ...lease, phase }] }))).toThrow(
        'The host helper is in use: ai/sglang of operator holds the host.',
      )
  })

  it('says what is changed by hand and goes back first', () => {
    const plan = planUninstall(facts({ leases: [{ ...lease, kind: 'hand' }] }))
    expect(plan.givesBack).toEqual(['4 GiB of swap on: off'])
  })

  it('leaves the audit log and folders that the operator named, and says how they go', () => {
    expect(planUninstall(facts({ namedPlaces: ['/srv/swap'] })).stays).toEqual([
      {
        path: '/var/log/switchyard/host.log',
        why: 'the log of all that the helper has done',
        removeBy: ['sudo', 'rm', '--recursive', '/var/log/switchyard'],
      },
      {
        path: '/srv/swap',
        why: 'the folder for swap that you named; empty when nothing of yours is in it',
        removeBy: ['sudo', 'rmdir', '/srv/swap'],
      },
    ])
  })
})
