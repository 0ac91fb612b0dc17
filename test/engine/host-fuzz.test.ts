import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { programsDir, startHelperMachine, type HelperMachine } from './support/host-helper.ts'
import { readSwaps } from './support/host-machine.ts'

/** What can change a file, a name, a mount or the kernel. */
const watched = [
  'execve,open,openat,openat2,creat,unlink,unlinkat,rename,renameat,renameat2,mkdir,mkdirat,rmdir,mknod,mknodat',
  'link,linkat,symlink,symlinkat,truncate,chmod,fchmodat,chown,lchown,fchownat,setxattr,lsetxattr,removexattr',
  'mount,umount2,pivot_root,chroot,swapon,swapoff,init_module,finit_module,delete_module,reboot,kexec_load,bpf,ptrace',
].join(',')

interface Trace {
  readonly calls: Readonly<Record<string, number>>
  readonly executed: Readonly<Record<string, number>>
  readonly violations: readonly string[]
  readonly violationCount: number
}

interface Answers {
  readonly codes: Readonly<Record<string, number>>
  readonly wrong: readonly unknown[]
  readonly wrongCount: number
  readonly stuck: number
}

interface Races {
  readonly codes: Readonly<Record<string, number>>
  readonly sentences: Readonly<Record<string, number>>
}

describe('the helper under attack', () => {
  let machine: HelperMachine
  let swapsBefore: readonly string[]
  beforeAll(async () => {
    swapsBefore = await readSwaps()
    machine = await startHelperMachine('none')
  })
  afterAll(() => machine.stop())

  /** Runs one of the programs under strace; what it printed, and what strace saw. */
  async function traced<Result>(name: string, args: readonly string[]): Promise<readonly [Result, Trace]> {
    const report = `trace-${args.join('-')}.json`
    const check = `|python3 ${programsDir}/check_trace.py /var/lib/${report}`
    const strace = [
      'strace',
      '-f',
      '--seccomp-bpf',
      '-qq',
      '-y',
      '-e',
      'signal=none',
      '-e',
      `trace=${watched}`,
    ]
    const { code, stdout, stderr } = await machine.exec(
      [...strace, '-o', check, 'python3', `${programsDir}/${name}`, ...args],
      { timeoutMs: 400_000 },
    )
    expect([code, stderr]).toEqual([0, ''])
    const trace = await readFile(`${machine.varLibDir}/${report}`, 'utf8')
    return [JSON.parse(stdout) as Result, JSON.parse(trace) as Trace]
  }

  it('answers 100,000 hostile requests with a clear sentence, writes nothing outside its own folders, and executes its tools only', async () => {
    const halves = ['1', '2'].map((seed) => traced<Answers>('fuzz.py', ['50000', seed]))
    const [one, two] = await Promise.all(halves)
    if (!one || !two) throw new Error('There are two.')
    for (const [answers, trace] of [one, two]) {
      expect([answers.wrong, answers.wrongCount, answers.stuck]).toEqual([[], 0, 0])
      expect([trace.violations, trace.violationCount]).toEqual([[], 0])
    }
    const codes = added(one[0].codes, two[0].codes)
    expect(sum(codes)).toBe(100_000)
    const executed = added(one[1].executed, two[1].executed)
    // The requests reached all that the helper does here.
    expect(Object.keys(executed).sort()).toEqual([
      '/usr/lib/switchyard/host/switchyard-host',
      '/usr/sbin/mkswap',
      '/usr/sbin/swapoff',
      '/usr/sbin/swapon',
    ])
    console.log(
      `Fuzzed requests: ${sum(codes)}, by exit code ${JSON.stringify(codes)}; executed ${JSON.stringify(executed)}; ` +
        `0 files written elsewhere, 0 other programs, 0 unclear answers.`,
    )
    expect((await machine.helper(['restore', '--all'])).code).toBe(0)
    expect((await machine.journal()).leases).toEqual({})
    expect(await machine.guard()).toBe('active')
    expect(await readSwaps()).toEqual(swapsBefore)
    expect(await machine.swapFiles()).toEqual([])
  }, 500_000)

  it('refuses swap in every one of 1,000 races on its folder, and follows no link', async () => {
    await machine.configure({ swapPlaces: { own: '/home/operator/race/swap', open: '/srv/race/swap' } })
    const folders = 'mkdir -m 1777 /srv/race && install -d -o operator /home/operator/race'
    expect((await machine.exec(['sh', '-c', folders])).code).toBe(0)
    const racer = await machine.spawn(['python3', `${programsDir}/race.py`], { user: 'operator' })
    await expect.poll(() => racer.printed().stdout).toBe('ready\n')
    const [races, trace] = await traced<Races>('races.py', ['1000'])
    racer.stdin.end()
    expect(await racer.ended).toBe(0)
    const changes = Number(racer.printed().stdout.split('\n')[1])
    expect(changes).toBeGreaterThan(1000)
    expect(races).toEqual({
      codes: { 77: 1000 },
      sentences: {
        'switchyard-host: /home/operator can be changed by others than root.\n': 500,
        'switchyard-host: /srv/race can be changed by others than root.\n': 500,
      },
    })
    expect([trace.executed, trace.violations]).toEqual([{}, []])
    expect(Object.keys(trace.calls).filter((call) => !['openat', 'renameat'].includes(call))).toEqual([])
    expect(await readSwaps()).toEqual(swapsBefore)
    console.log(`Symlink races: 1000 rounds against ${changes} changes of the folder, 1000 refused.`)
  })
})

function added(
  one: Readonly<Record<string, number>>,
  two: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const names = [...new Set([...Object.keys(one), ...Object.keys(two)])].sort()
  return Object.fromEntries(names.map((name) => [name, (one[name] ?? 0) + (two[name] ?? 0)]))
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}
