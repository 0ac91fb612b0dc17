import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { helperPath, holdArguments, startHelperMachine, type HelperMachine } from './support/host-helper.ts'

describe('what stands behind a lease where systemd is', () => {
  let machine: HelperMachine
  beforeAll(async () => {
    machine = await startHelperMachine('systemd')
  })
  afterAll(() => machine.stop())
  afterEach(async ({ task }) => {
    await machine.expectAsBefore(task.result?.state === 'fail')
    await vi.waitFor(async () => expect(await units()).toEqual([]), { timeout: 20_000, interval: 20 })
  })

  /** Names and states of our units, whatever these are. */
  async function units(): Promise<readonly string[]> {
    const lines = await machine.shell(`systemctl list-units --all --plain --no-legend 'switchyard-*' | sort`)
    return lines.split('\n').flatMap((line) => {
      const [name = '', , active = '', sub = ''] = line.split(/\s+/)
      return name === '' ? [] : [`${name} ${active} ${sub}`]
    })
  }

  async function holder(): Promise<number> {
    return (await machine.journal()).leases['run-1']?.holder?.pid ?? Number.NaN
  }

  /** By which verb each lease was given back. */
  async function givenBackBy(): Promise<readonly string[]> {
    const lines = await machine.shell(
      `grep '"lease released"' /var/log/switchyard/host.log; rm /var/log/switchyard/host.log`,
    )
    return lines.split('\n').map((line) => (JSON.parse(line) as { readonly verb: string }).verb)
  }

  const both = [
    'switchyard-keeper-run-1.service active exited',
    'switchyard-lease-run-1.scope active running',
  ]

  it('is a scope and its keeper, which are gone with the lease and had nothing to do', async () => {
    const lease = await machine.hold()
    await lease.until('held')
    expect(await units()).toEqual(both)
    expect(await machine.shell(`tail -n 1 /proc/${await holder()}/cgroup`)).toMatch(
      /\/system\.slice\/switchyard-lease-run-1\.scope$/,
    )
    lease.process.stdin.end()
    expect(await lease.process.ended).toBe(0)
    await vi.waitFor(async () => expect(await units()).toEqual([]))
    expect(await givenBackBy()).toEqual(['hold'])
    expect(
      await machine.shell(
        'journalctl --unit=switchyard-keeper-run-1.service --output=cat --grep=fail || true',
      ),
    ).toBe('')
  })

  it.for([
    { what: 'the helper', kill: 'kill -9 $HOLDER' },
    { what: 'all of its scope', kill: 'systemctl kill --signal=KILL switchyard-lease-run-1.scope' },
    {
      what: 'the helper after systemd has read its units again',
      kill: 'systemctl daemon-reload && kill -9 $HOLDER',
    },
    {
      what: 'the helper after systemd itself has begun anew',
      kill: 'systemctl daemon-reexec && kill -9 $HOLDER',
    },
  ])('gives back when $what is killed', async ({ kill }) => {
    const lease = await machine.hold()
    await lease.until('held')
    await machine.shell(`HOLDER=${await holder()}; ${kill}`)
    expect(await lease.process.ended).toBe(137)
    await vi.waitFor(async () => expect((await machine.journal()).leases).toEqual({}), { timeout: 10_000 })
    expect(await givenBackBy()).toEqual(['holder-gone'])
  })

  it('lets the helper give back itself when all is killed that the app was started in', async () => {
    const app = ['systemd-run', '--scope', '--quiet', '--unit=app', 'sh', '-c', 'sleep 600 | "$@"', 'sh']
    const started = await machine.spawn([...app, helperPath, ...holdArguments()])
    await vi.waitFor(() => expect(started.printed().stdout).toContain('"held"'), { timeout: 20_000 })
    await machine.shell('systemctl kill --signal=KILL app.scope')
    await vi.waitFor(async () => expect((await machine.journal()).leases).toEqual({}), { timeout: 10_000 })
    expect(await givenBackBy()).toEqual(['hold'])
    await started.ended
  })

  it('gives back when somebody stops the keeper', async () => {
    const lease = await machine.hold()
    await lease.until('held')
    await machine.shell('systemctl stop switchyard-keeper-run-1.service')
    expect(await lease.process.ended).toBe(0)
    expect(lease.events().at(-1)).toMatchObject({ outcome: 'restored', reason: 'signal' })
    expect(await givenBackBy()).toEqual(['hold'])
  })

  it('is a second process where systemd cannot be asked', async () => {
    await machine.shell('mount --bind /bin/false /usr/bin/busctl')
    const lease = await machine.hold()
    await lease.until('held')
    await machine.shell('umount /usr/bin/busctl')
    expect(await units()).toEqual([])
    await machine.shell(`kill -9 ${await holder()}`)
    expect(await lease.process.ended).toBe(137)
    await vi.waitFor(async () => expect((await machine.journal()).leases).toEqual({}), { timeout: 10_000 })
    expect(await givenBackBy()).toEqual(['hold'])
  })
})
