import { writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Recipe } from '../../../src/shared/host.ts'
import { createHostControl } from '../../../src/main/host/control.ts'
import type { LeaseChange, LeaseRequest } from '../../../src/main/host/control-model.ts'
import { givesBack, openHelperRoom, takes } from './support/small-helper.ts'

const recipe: Recipe = {
  swapMib: 1024,
  swapPlace: 'default',
  pauseGuards: true,
  flushCache: false,
  until: 'ready',
  limitMs: 60_500,
  whenAvailableBelowMib: null,
  onFailure: 'continue',
}

function request(changes: LeaseChange[] = []): LeaseRequest {
  return { id: 'run-1', recipe, run: 'run', label: 'ai/Sörver', onChange: (change) => changes.push(change) }
}

describe('a lease', () => {
  it('is held until it is released, and tells every change', async () => {
    const { control, told } = openHelperRoom()
    const changes: LeaseChange[] = []
    const lease = control.takeLease(request(changes))
    await lease.held
    expect(told()).toEqual([
      'hold --id run-1 --swap-mib 1024 --place default --guards pause --cache leave --limit-s 61 --door cli --run run --label ai/S?rver',
    ])
    expect(await lease.release()).toBe('restored')
    expect(await lease.ended).toBe('restored')
    expect(told().at(-1)).toBe('given back: release')
    expect(changes).toEqual([
      { part: 'swap', state: 'changing', detail: null, elapsedMs: null },
      { part: 'swap', state: 'changed', detail: '1 GiB', elapsedMs: 12 },
      { part: 'swap', state: 'restoring', detail: null, elapsedMs: null },
      { part: 'swap', state: 'restored', detail: null, elapsedMs: 3 },
    ])
  })

  it('that is refused says why in the helper’s own words', async () => {
    const { control } = openHelperRoom({
      take: `echo '{"event":"refused","message":"There is no room for 1 GiB.","code":73}'\nexit 73`,
    })
    const lease = control.takeLease(request())
    await expect(lease.held).rejects.toMatchObject({
      code: 'HOST_REFUSED',
      message: 'There is no room for 1 GiB.',
    })
    expect(await lease.ended).toBe('restored')
    expect(await lease.release()).toBe('restored')
  })

  it('of a helper that dies without a word ends as refused', async () => {
    const { control } = openHelperRoom({ take: 'exit 70' })
    await expect(control.takeLease(request()).held).rejects.toMatchObject({
      message: 'The host helper could not be used: it ended with 70.',
    })
  })

  it('that cannot be given back yet says so at once, and goes on', async () => {
    const { control } = openHelperRoom({
      giveBack: `echo '{"event":"pending","reason":"2 GiB are still in use","usedBytes":2,"neededBytes":3,"availableBytes":1}'
read -r never
${givesBack}`,
    })
    const changes: LeaseChange[] = []
    const lease = control.takeLease(request(changes))
    await lease.held
    expect(await lease.release()).toBe('pending')
    expect(changes).toContainEqual({
      part: 'swap',
      state: 'pending',
      detail: '2 GiB are still in use',
      elapsedMs: null,
    })
    expect(await lease.ended).toBe('restored')
    expect(changes.at(-1)?.state).toBe('restored')
  })

  it('is given back when the control is disposed of', async () => {
    const { control, told } = openHelperRoom()
    await control.takeLease(request()).held
    await control.dispose()
    expect(told().at(-1)).toBe('given back: release')
  })

  it('tells lines of a newer helper to nobody', async () => {
    const { control } = openHelperRoom({ take: `echo '{"event":"news"}'\necho garbage\n${takes}` })
    const changes: LeaseChange[] = []
    const lease = control.takeLease(request(changes))
    await lease.held
    await lease.release()
    expect(changes).toHaveLength(4)
  })
})

describe('what is done by hand', () => {
  it('is one verb of the helper', async () => {
    const { control, told } = openHelperRoom()
    expect(await control.act({ kind: 'swap-on', swapMib: 2048, swapPlace: 'fast' })).toEqual([
      '2\u00a0GiB of swap is on.',
    ])
    await control.act({ kind: 'guards-pause' })
    await control.act({ kind: 'restore', lease: null })
    expect(told()).toEqual([
      'swap-on --swap-mib 2048 --place fast --door cli',
      'guards-pause --door cli',
      'restore --all',
    ])
  })

  it('that is not finished says that it is tried again', async () => {
    const { control } = openHelperRoom({ verb: 'exit 75' })
    expect(await control.act({ kind: 'swap-off' })).toEqual([
      'Swap cannot be taken off safely yet: more memory must be free first. It is tried again until then.',
    ])
  })

  it('that is refused says why', async () => {
    const { control } = openHelperRoom({
      verb: 'echo "switchyard-host: There is no place called fast." >&2; exit 64',
    })
    await expect(control.act({ kind: 'swap-on', swapMib: 64, swapPlace: 'fast' })).rejects.toMatchObject({
      code: 'HOST_REFUSED',
      message: 'There is no place called fast.',
    })
  })
})

describe('what is known of the host', () => {
  it('comes from the helper’s journal, oldest lease first', async () => {
    const { control, paths } = openHelperRoom()
    const lease = {
      kind: 'run',
      holder: { pid: 1, start: '2' },
      uid: 1000,
      user: 'ann',
      door: 'web',
      run: 'r',
      label: 'ai/sglang',
      wants: {},
      pending: null,
    }
    writeFileSync(
      paths.journal,
      JSON.stringify({
        version: 1,
        boot: 'b',
        leases: {
          late: { ...lease, id: 'late', kind: 'hand', limitS: null, phase: 'held', sinceMs: 2000 },
          early: { ...lease, id: 'early', limitS: 60, phase: 'held', sinceMs: 1000 },
        },
        swaps: { '/s/a': { place: 'default', bytes: 2 ** 30, state: 'on', leases: ['early'] } },
        guards: { earlyoom: { method: 'systemd', units: [], leases: ['early', 'late'] } },
      }),
    )
    writeFileSync(
      paths.configuration,
      JSON.stringify({ version: 1, swapPlaces: { nowhere: '/does/not/exist' } }),
    )
    const { helper, leases } = await control.state()
    expect(helper).toEqual({
      way: 'root',
      isCurrent: null,
      problem: null,
      swapPlaces: [{ name: 'nowhere', dir: '/does/not/exist', freeBytes: null }],
    })
    expect(leases.map(({ id, until, changes }) => ({ id, until, changes }))).toEqual([
      {
        id: 'early',
        until: '1970-01-01T00:01:01.000Z',
        changes: [
          { part: 'swap', now: '1\u00a0GiB of swap on', goesBackTo: 'off, and its file is removed' },
          { part: 'guards', now: 'earlyoom paused', goesBackTo: 'stays for another lease' },
        ],
      },
      {
        id: 'late',
        until: null,
        changes: [{ part: 'guards', now: 'earlyoom paused', goesBackTo: 'stays for another lease' }],
      },
    ])
  })

  it('is nothing where the journal is broken or missing', async () => {
    const { control, paths } = openHelperRoom()
    expect((await control.state()).leases).toEqual([])
    writeFileSync(paths.journal, '{"version":2}')
    expect((await control.state()).leases).toEqual([])
  })

  it('has the audit log, latest first, without what is no entry', async () => {
    const { control, paths } = openHelperRoom()
    expect(await control.audit(5)).toEqual([])
    const entry = (action: string) =>
      JSON.stringify({
        at: '2026-11-21T07:00:00Z',
        action,
        target: '/s/a',
        result: 'done',
        user: 'ann',
        door: 'cli',
      })
    writeFileSync(
      paths.audit,
      `${entry('swap on')}\nhalf a li\n${entry('swap off')}\n${entry('cache flushed')}\n`,
    )
    const actions = (await control.audit(2)).map(({ action, target, run }) => ({ action, target, run }))
    expect(actions).toEqual([
      { action: 'cache flushed', target: '/s/a', run: '' },
      { action: 'swap off', target: '/s/a', run: '' },
    ])
  })
})

describe('a host that must not be changed', () => {
  const control = createHostControl({ door: 'cli', isOff: true })

  it('is left alone, also by root, and says why', async () => {
    const sentence = 'The variable SWITCHYARD_HOST=off keeps Switchyard from changing this machine.'
    const { helper } = await control.state()
    expect([helper.way, helper.problem]).toEqual(['off', sentence])
    await expect(control.act({ kind: 'flush-cache' })).rejects.toThrow(sentence)
  })
})
