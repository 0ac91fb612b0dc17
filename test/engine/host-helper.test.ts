import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  helperPath,
  holdArguments,
  programsDir,
  startHelperMachine,
  writeJournal,
  type HelperMachine,
  type HoldOptions,
} from './support/host-helper.ts'
import { readSwaps } from './support/host-machine.ts'

let machine: HelperMachine
let swapsBefore: readonly string[]

async function boot(init: 'systemd' | 'none') {
  swapsBefore = await readSwaps()
  machine = await startHelperMachine(init)
}

/** MiB of each swap of ours that is on, as the kernel rounds them. */
async function swapsOn(): Promise<readonly number[]> {
  const lines = (await readSwaps()).filter((line) => !swapsBefore.includes(line))
  return lines.map((line) => Math.ceil(Number(line.split(/\s+/)[2]) / 1024)).sort((a, b) => a - b)
}

describe.each(['systemd', 'none'] as const)('a lease, with the init %s', (init) => {
  beforeAll(() => boot(init))
  afterAll(() => machine.stop())
  afterEach(({ task }) => machine.expectAsBefore(task.result?.state === 'fail'))

  it('turns swap on, pauses earlyoom and flushes, says each step, and gives it back when it is released', async () => {
    const lease = await machine.hold({ cache: 'flush' })
    expect(await lease.until('held')).toEqual({ event: 'held', lease: 'run-1', limitS: 600 })
    expect([await swapsOn(), await machine.guard()]).toEqual([[64], 'paused'])
    expect((await machine.exec(['stat', '-c', '%a %U', '/var/lib/switchyard/swap'])).stdout).toBe(
      '700 root\n',
    )
    expect(await machine.shell('stat -c "%a %U" /var/lib/switchyard/swap/*')).toBe('600 root')
    lease.process.stdin.write('release\n')
    expect(await lease.process.ended).toBe(0)
    expect(
      lease.events().map(({ event, step, state, reason }) => [event, step ?? reason, state].join(' ').trim()),
    ).toEqual([
      'step swap doing',
      'step swap done',
      'step guards doing',
      'step guards done',
      'step cache doing',
      'step cache done',
      'held',
      'step guards restoring',
      'step guards restored',
      'step swap restoring',
      'step swap restored',
      'released released',
    ])
    expect(await machine.audited('run-1')).toEqual([
      'swap on: done',
      'guard paused: done',
      'cache flushed: done',
      'lease taken: done',
      'guard resumed: done',
      'swap off: done',
      'lease released: done',
    ])
  })

  it.for([
    { why: 'its time is over', reason: 'time limit', limitS: 1, end: null },
    { why: 'it is asked to end', reason: 'signal', limitS: 600, end: 'SIGTERM' },
    { why: 'the terminal is closed', reason: 'signal', limitS: 600, end: 'SIGHUP' },
    { why: 'it is told something else', reason: 'wrong request', limitS: 600, end: 'more please\n' },
    { why: 'the pipe ends', reason: 'app gone', limitS: 600, end: '' },
  ] as const)('ends when $why', async ({ reason, limitS, end }) => {
    const lease = await machine.hold({ limitS })
    await lease.until('held')
    if (end === 'SIGTERM' || end === 'SIGHUP') {
      const { holder } = (await machine.journal()).leases['run-1'] ?? {}
      await machine.shell(`kill -${end.slice(3)} ${holder?.pid}`)
    } else if (end === '') lease.process.stdin.end()
    else if (end !== null) lease.process.stdin.write(end)
    expect(await lease.process.ended).toBe(0)
    expect(lease.events().at(-1)).toEqual({ event: 'released', outcome: 'restored', reason })
  })

  it('shares swap and guards with others: only what is missing is made, and the last one gives back', async () => {
    const first = await machine.hold({ id: 'first' })
    await first.until('held')
    const second = await machine.hold({ id: 'second', swapMib: 160 })
    await second.until('held')
    expect(await swapsOn()).toEqual([64, 96])
    first.process.stdin.end()
    expect(await first.process.ended).toBe(0)
    expect([await swapsOn(), await machine.guard()]).toEqual([[64, 96], 'paused'])
    const third = await machine.hold({ id: 'third', guards: 'leave' })
    await third.until('held')
    second.process.stdin.end()
    expect(await second.process.ended).toBe(0)
    expect([await swapsOn(), await machine.guard()]).toEqual([[96], 'active'])
    third.process.stdin.end()
    expect(await third.process.ended).toBe(0)
  })

  it('is not given twice', async () => {
    const lease = await machine.hold()
    await lease.until('held')
    const again = await machine.helper(holdArguments())
    expect(again.code).toBe(64)
    expect(again.stderr).toBe('switchyard-host: There is a lease run-1 already.\n')
    expect(await swapsOn()).toEqual([64])
    expect((await machine.helper(['restore', '--lease', 'run-1'])).code).toBe(0)
    expect(await lease.process.ended).toBe(0)
    expect(lease.events().at(-1)).toMatchObject({ outcome: 'restored', reason: 'given back by hand' })
  })

  it('leaves a guard alone that the operator has stopped himself', async () => {
    const [stop, start] =
      init === 'systemd'
        ? ['systemctl stop earlyoom', 'systemctl start earlyoom']
        : ['kill -STOP $(pidof earlyoom)', 'kill -CONT $(pidof earlyoom)']
    await machine.shell(stop)
    const lease = await machine.hold()
    await lease.until('held')
    expect(lease.events().find(({ step, state }) => step === 'guards' && state !== 'doing')).toMatchObject({
      state: 'skipped',
    })
    lease.process.stdin.end()
    expect(await lease.process.ended).toBe(0)
    expect(await machine.guard()).toBe('paused')
    await machine.shell(start)
  })

  it('is held by hand without a process, shared with a run, and taken back by hand', async () => {
    const said = ['--door', 'cli'] as const
    expect((await machine.helper(['swap-on', '--swap-mib', '64', '--place', 'default', ...said])).code).toBe(
      0,
    )
    expect((await machine.helper(['guards-pause', ...said])).code).toBe(0)
    expect([await swapsOn(), await machine.guard()]).toEqual([[64], 'paused'])
    const again = await machine.helper(['guards-pause', ...said])
    expect([again.code, again.stderr]).toEqual([
      64,
      'switchyard-host: It was done by hand already; take that back first (guards-by-hand).\n',
    ])
    const lease = await machine.hold()
    await lease.until('held')
    expect((await machine.helper(['swap-off', ...said])).code).toBe(0)
    expect((await machine.helper(['guards-resume', ...said])).code).toBe(0)
    expect([await swapsOn(), await machine.guard()]).toEqual([[64], 'paused'])
    expect((await machine.helper(['flush', ...said])).code).toBe(0)
    lease.process.stdin.end()
    expect(await lease.process.ended).toBe(0)
  })

  it('outlives no reboot: swap files are removed, and it is said', async () => {
    const lease = await machine.hold({ id: 'before-reboot' })
    await lease.until('held')
    await machine.reboot()
    if (init === 'none')
      await machine.shell('earlyoom >/dev/null 2>&1 </dev/null & sleep 0.1; pidof earlyoom')
    expect(await machine.swapFiles()).toEqual(['switchyard-before-reboot-0.swap'])
    expect((await machine.helper(['boot'])).code).toBe(0)
    expect((await machine.audited()).at(-1)).toBe('lease released: done')
  })

  it.for([
    { name: 'is cut off', broken: (text: string) => text.slice(0, text.length / 2) },
    { name: 'is empty', broken: () => '' },
    { name: 'is of another version', broken: (text: string) => text.replace('"version": 1', '"version": 2') },
    { name: 'is something else', broken: () => '["swaps"]' },
    { name: 'names a file that is not ours', broken: (text: string) => text.replaceAll('.swap"', '.txt"') },
  ])('is given back when its journal $name', async ({ broken }) => {
    const lease = await machine.hold()
    await lease.until('held')
    const text = JSON.stringify(await machine.journal()).replaceAll('":', '": ')
    await writeFile(join(machine.varLibDir, 'switchyard/swap/notes.txt'), 'mine')
    await writeJournal(machine, broken(text))
    expect((await machine.helper(['restore', '--orphans'])).code).toBe(0)
    expect([await swapsOn(), await machine.guard()]).toEqual([[], 'active'])
    expect(
      await machine.shell('cat /var/lib/switchyard/swap/notes.txt; rm /var/lib/switchyard/swap/notes.txt'),
    ).toBe('mine')
    expect(
      await machine.shell(
        'ls /var/lib/switchyard/host | grep -c broken; rm /var/lib/switchyard/host/*.broken*',
      ),
    ).toBe('1')
    expect(await machine.audited()).toContain('journal replaced: failed')
    lease.process.stdin.end()
    expect(await lease.process.ended).toBe(0)
  })
})

describe('a clock that jumps', () => {
  beforeAll(() => boot('none'))
  afterAll(() => machine.stop())
  afterEach(({ task }) => machine.expectAsBefore(task.result?.state === 'fail'))

  it('moves the time in the log, and no limit', async () => {
    const setClock = (seconds: number) => machine.shell(`echo ${seconds} >/run/clock-jump`)
    await setClock(0)
    const lease = await machine.hold({ limitS: 3 }, ['python3', `${programsDir}/jumping_clock.py`])
    await lease.until('held')
    await setClock(7200)
    await machine.shell(`kill -USR1 ${(await machine.journal()).leases['run-1']?.holder?.pid}; sleep 0.3`)
    expect((await machine.journal()).leases['run-1']?.phase).toBe('held')
    await setClock(-3600)
    expect(await lease.process.ended).toBe(0)
    expect(lease.events().at(-1)).toMatchObject({ event: 'released', reason: 'time limit' })
    const log = await machine.shell(`grep '"run-1"' /var/log/switchyard/host.log`)
    const [taken, released] = log
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly action: string; readonly atMs: number })
      .filter(({ action }) => action.startsWith('lease '))
    expect(Math.round(((released?.atMs ?? 0) - (taken?.atMs ?? 0)) / 3_600_000)).toBe(-1)
  })
})

describe('swap that cannot be taken off now', () => {
  beforeAll(() => boot('systemd'))
  afterAll(() => machine.stop())
  afterEach(({ task }) => machine.expectAsBefore(task.result?.state === 'fail'))

  /** A lease that was released, whose swap holds more than root's reserve leaves room for. */
  async function pendingLease() {
    const lease = await machine.hold()
    await lease.until('held')
    const filler = await machine.spawn(['python3', `${programsDir}/fill_swap.py`, '16'])
    await expect.poll(() => filler.printed().stdout, { timeout: 20_000 }).toBe('ready\n')
    await machine.configure({ swapoffReserveMib: 16_000_000 })
    lease.process.stdin.write('release\n')
    const pending = await lease.until('pending')
    return { lease, filler, pending }
  }

  async function makeRoom() {
    await machine.configure({})
  }

  it('stays, with the reason; earlyoom guards again; it is tried again until there is room', async () => {
    const { lease, filler, pending } = await pendingLease()
    expect(pending['reason']).toMatch(
      /^\d+ MiB of it are in use and need \d+\.\d GiB of memory; \d+\.\d GiB are available$/,
    )
    expect([await swapsOn(), await machine.guard()]).toEqual([[64], 'active'])
    const status = await machine.helper(['status'], { user: 'guest' })
    expect(JSON.parse(status.stdout)).toMatchObject({
      leases: { 'run-1': { phase: 'pending', pending: { reason: expect.stringContaining('in use') } } },
    })
    expect((await machine.helper(['restore', '--lease', 'run-1'])).code).toBe(75)
    await vi.waitFor(async () => {
      expect((await machine.journal()).leases['run-1']?.pending?.attempts).toBeGreaterThan(2)
    })
    await makeRoom()
    expect(await lease.process.ended).toBe(0)
    expect(lease.events().at(-1)).toMatchObject({ event: 'released', outcome: 'restored' })
    filler.stdin.end()
    await filler.ended
  })

  it('goes on when the app and the helper are killed meanwhile', async () => {
    const { lease, filler } = await pendingLease()
    const { holder } = (await machine.journal()).leases['run-1'] ?? {}
    await machine.shell(`kill -9 ${holder?.pid}`)
    await lease.process.ended
    await vi.waitFor(async () => {
      const now = (await machine.journal()).leases['run-1']
      expect([now?.phase, now?.holder?.pid === holder?.pid]).toEqual(['pending', false])
      expect(now?.holder).not.toBeNull()
    })
    await makeRoom()
    await vi.waitFor(async () => expect(await swapsOn()).toEqual([]), { timeout: 20_000 })
    filler.stdin.end()
    await filler.ended
  })

  it('can be kept, and taken off by hand later', async () => {
    const { lease, filler } = await pendingLease()
    expect((await machine.helper(['keep', '--lease', 'run-1'])).code).toBe(0)
    expect(await lease.process.ended).toBe(0)
    expect(lease.events().at(-1)).toMatchObject({ outcome: 'kept' })
    expect(await swapsOn()).toEqual([64])
    expect((await machine.journal()).leases['run-1']).toMatchObject({ kind: 'hand', phase: 'held' })
    filler.stdin.end()
    await filler.ended
    await makeRoom()
    expect((await machine.helper(['swap-off', '--door', 'cli'])).code).toBe(0)
  })

  it('is said when the kernel refuses it, and tried again', async () => {
    const lease = await machine.hold()
    await lease.until('held')
    await machine.shell(
      'printf "#!/bin/sh\\necho swapoff: refused >&2; exit 4\\n" >/opt/refuse; chmod 755 /opt/refuse',
    )
    await machine.shell('mount --bind /opt/refuse $(realpath /usr/sbin/swapoff)')
    lease.process.stdin.end()
    expect(await lease.until('pending')).toMatchObject({ reason: 'swapoff: refused' })
    expect([await swapsOn(), await machine.guard()]).toEqual([[64], 'active'])
    await machine.shell('umount $(realpath /usr/sbin/swapoff)')
    expect(await lease.process.ended).toBe(0)
  })
})

describe('what the helper refuses', () => {
  beforeAll(() => boot('systemd'))
  afterAll(() => machine.stop())
  afterEach(async (context) => {
    await machine.configure({})
    await machine.expectAsBefore(context.task.result?.state === 'fail')
  })

  async function refused(args: readonly string[], user = 'root') {
    const { code, stderr } = await machine.helper(args, { user })
    return [code, stderr.replace(/^switchyard-host: /, '').trim()]
  }

  async function refusedHold(options: HoldOptions) {
    const { process } = await machine.hold(options)
    const code = await process.ended
    return [
      code,
      process
        .printed()
        .stderr.replace(/^switchyard-host: /, '')
        .trim(),
    ]
  }

  it('says everything in one sentence with a number', async () => {
    expect(await refused(['mount'])).toEqual([64, expect.stringMatching(/^The verbs are hold, restore, /)])
    expect(await refused(['flush', '--path', '/etc'])).toEqual([64, 'flush knows these options: --door.'])
    expect(await refused(['flush'])).toEqual([64, 'flush needs --door.'])
    expect(await refused(['hold', '--swap-mib', '-1'])).toEqual([
      64,
      '--swap-mib must be a whole number from 64 to 16777216, or 0.',
    ])
    expect(await refusedHold({ place: 'elsewhere' })).toEqual([
      64,
      'There is no place for swap of that name; there are: default.',
    ])
    await machine.configure({ swapMaxMib: 100 })
    expect(await refusedHold({ swapMib: 128 })).toEqual([
      64,
      '128 MiB of swap in all are more than the 100 MiB that root allows.',
    ])
    expect(await refused(['keep', '--lease', 'nobodys'])).toEqual([64, 'Nothing is pending for nobodys.'])
  })

  it('changes nothing for who is not root, and tells everybody the state', async () => {
    expect(await refused(['flush', '--door', 'cli'], 'operator')).toEqual([
      77,
      'This needs root: it is called through pkexec or sudo.',
    ])
    const status = await machine.helper(['status'], { user: 'guest' })
    expect([status.code, JSON.parse(status.stdout)]).toMatchObject([0, { version: '1', leases: {} }])
  })

  it('does not run where somebody else than root could have changed it', async () => {
    await machine.shell(
      'cp -r /usr/lib/switchyard/host /home/operator/; chown -R root:root /home/operator/host',
    )
    const { code, stderr } = await machine.exec(['/home/operator/host/switchyard-host', 'version'])
    expect([code, stderr]).toEqual([
      77,
      'switchyard-host: /home/operator can be changed by others than root, so this program does not run.\n',
    ])
    await machine.shell(`chmod g+w ${helperPath.replace('switchyard-host', 'swap.py')}`)
    expect(await refused(['version'])).toEqual([
      77,
      '/usr/lib/switchyard/host/swap.py can be changed by others than root, so this program does not run.',
    ])
    await machine.shell(`chmod g-w ${helperPath.replace('switchyard-host', 'swap.py')}`)
  })

  it('makes no swap where links lead, others write, memory is the disk, or no room is', async () => {
    const places = {
      link: '/srv/link',
      open: '/srv/open',
      memory: '/srv/memory',
      small: '/srv/small',
      gone: '/srv/link/below',
    }
    await machine.configure({ swapPlaces: places })
    await machine.shell(
      'mkdir -p /srv/target /srv/memory /srv/small; mkdir -m 1777 /srv/open; ln -s target /srv/link',
    )
    await machine.shell(
      'mount -t tmpfs -o mode=755 none /srv/memory; truncate -s 80M /srv/disk; mkfs.ext4 -q /srv/disk',
    )
    await machine.shell('mount -o loop /srv/disk /srv/small')
    const place = (name: string) => refusedHold({ place: name })
    expect(await place('link')).toEqual([77, '/srv/link is no folder, or a link.'])
    expect(await place('gone')).toEqual([77, '/srv/link is no folder, or a link.'])
    expect(await place('open')).toEqual([77, '/srv/open can be changed by others than root.'])
    expect(await place('memory')).toEqual([69, '/srv/memory is on tmpfs, where no swap file can be.'])
    expect(await place('small')).toEqual([
      73,
      expect.stringMatching(/^There is no room for 64 MiB of swap in \/srv\/small: \d+ MiB are free\.$/),
    ])
    expect(await machine.shell('ls -A /srv/target /srv/memory /srv/open; ls -A /srv/small')).toBe(
      '/srv/memory:\n\n/srv/open:\n\n/srv/target:\nlost+found',
    )
    await machine.shell('umount /srv/memory /srv/small; rm -r /srv/disk /srv/link /srv/target /srv/open')
  })

  it.for([
    { name: 'is no JSON', text: '{', sentence: 'it is no JSON' },
    { name: 'is of another version', text: '{"version":2}', sentence: 'its version is not 1' },
    {
      name: 'has a wrong place',
      text: '{"version":1,"swapPlaces":{"a/b":"/srv"}}',
      sentence: 'swapPlaces must map names to folders',
    },
  ])('takes no lease when its configuration $name', async ({ text, sentence }) => {
    await machine.exec(['sh', '-c', 'cat >/etc/switchyard/host.json'], { input: text })
    expect(await refusedHold({})).toEqual([69, `/etc/switchyard/host.json cannot be used: ${sentence}.`])
  })

  it('tells who asked, and that it refused', async () => {
    await machine.exec(['sudo', helperPath, 'flush', '--door', 'cli'], { user: 'operator' })
    const last = JSON.parse(await machine.shell('tail -n 1 /var/log/switchyard/host.log')) as Record<
      string,
      unknown
    >
    expect(last).toMatchObject({ user: 'operator', uid: 1000, door: 'cli', action: 'cache flushed' })
    await machine.helper(holdArguments({ place: 'elsewhere' }))
    expect((await machine.audited()).at(-1)).toBe('refused: refused')
  })
})
