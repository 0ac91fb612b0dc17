import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parseJournal } from '../../../../src/main/host/readings/guards/journal.ts'
import { findKills } from '../../../../src/main/host/readings/guards/kills.ts'
import { readProcessLog } from '../../../../src/main/host/readings/guards/process-log.ts'
import { findGuardProcesses } from '../../../../src/main/host/readings/guards/processes.ts'
import {
  describeEarlyoom,
  describeNohang,
  describeOomd,
  describeThreshold,
} from '../../../../src/main/host/readings/guards/thresholds.ts'
import { parseUnits } from '../../../../src/main/host/readings/guards/units.ts'
import { makeTree } from './support/tree.ts'

const plain = (text: string) => text.split('\n').map((line) => ({ atMs: null, text: line }))

/** A process as /proc shows it. */
function process(pid: number, comm: string, args: readonly string[], state = 'S (sleeping)', nested = '') {
  return {
    [`proc/${pid}/comm`]: `${comm}\n`,
    [`proc/${pid}/cmdline`]: `${args.join('\0')}\0`,
    [`proc/${pid}/status`]: `Name:\t${comm}\nState:\t${state}\nTgid:\t${pid}\nNSpid:\t${pid}${nested}\n`,
  }
}

describe('guards that run', () => {
  it('are found whoever started them, but not inside of containers', () => {
    const tree = makeTree({
      ...process(1, 'init', ['/sbin/init']),
      ...process(700, 'earlyoom', ['/usr/bin/earlyoom', '-m', '5'], 'T (stopped)'),
      ...process(701, 'systemd-oomd', ['/lib/systemd/systemd-oomd']),
      ...process(702, 'nohang', [
        '/usr/bin/python3',
        '/usr/sbin/nohang',
        '--monitor',
        '--config',
        '/etc/nohang/nohang-desktop.conf',
      ]),
      ...process(703, 'python3', ['/usr/bin/python3', '/srv/nohang/app.py']),
      ...process(704, 'earlyoom', ['/usr/bin/earlyoom'], 'S (sleeping)', '\t12'),
      'proc/self/comm': 'node\n',
    })
    expect(
      findGuardProcesses(tree.procDir).map(({ pid, guard, isStopped }) => [pid, guard, isStopped]),
    ).toEqual([
      [700, 'earlyoom', true],
      [701, 'systemd-oomd', false],
      [702, 'nohang-desktop', false],
    ])
  })

  it('are told by systemd', () => {
    const text = `Id=earlyoom.service
LoadState=loaded
ActiveState=active
MainPID=96

Id=systemd-oomd.service
LoadState=loaded
ActiveState=inactive
MainPID=0

Id=nohang.service
LoadState=masked
ActiveState=inactive
MainPID=0

Id=nohang-desktop.service
LoadState=not-found
ActiveState=inactive
MainPID=0
`
    expect([...parseUnits(text)]).toEqual([
      ['earlyoom', { isActive: true, pid: 96 }],
      ['systemd-oomd', { isActive: false, pid: null }],
    ])
  })
})

describe('what a guard is set to', () => {
  it.each([
    [[], 'ends processes below 10 % memory and 10 % swap'],
    [['-r', '3600'], 'ends processes below 10 % memory and 10 % swap'],
    [['-m', '5,2', '-s', '15'], 'ends processes below 5 % memory and 15 % swap'],
    [['-m4', '-M', '2097152'], 'ends processes below 2 GiB memory and 10 % swap'],
  ])('is for earlyoom %j', (args, words) => {
    expect(describeEarlyoom(args).replaceAll('\u00a0', ' ')).toBe(words)
  })

  it('is for systemd-oomd in its file and what comes after it', () => {
    const usual = '[OOM]\n#SwapUsedLimit=90%\n#DefaultMemoryPressureLimit=60%\n'
    const words = [usual, `${usual}[OOM]\nDefaultMemoryPressureLimit = 50.00%\nSwapUsedLimit=80%\n`].map(
      describeOomd,
    )
    expect(words.map((each) => each.replaceAll('\u00a0', ' '))).toEqual([
      'ends groups of processes above 90 % swap or 60 % memory pressure',
      'ends groups of processes above 80 % swap or 50.00 % memory pressure',
    ])
  })

  it('is for nohang in its file', () => {
    const text =
      'soft_threshold_min_mem = 5 %\nsoft_threshold_min_swap = 10 %\nhard_threshold_min_mem = 2 %\n'
    expect(describeNohang(text)?.replaceAll('\u00a0', ' ')).toBe(
      'ends processes below 5 % memory and 10 % swap',
    )
    expect([describeNohang(''), describeThreshold('earlyoom', null)]).toEqual([null, null])
  })
})

describe('what a guard has ended', () => {
  it('is told by earlyoom, and no command line with it', () => {
    // Versions 1.7 and 1.8.
    const lines = plain(`mem avail: 23535 of 24105 MiB (97.64%), swap free:    0 of    0 MiB ( 0.00%)
low memory! at or below SIGTERM limits: mem 99.00%, swap 100.00%
sending SIGTERM to process 3864 uid 0 "dockerd": badness 669, VmRSS 97 MiB
process exited after 0.3 seconds
sending SIGKILL to process 4071 uid 1000 "python3": oom_score 1100, VmRSS 61440 MiB, cmdline "python3 -m server --key hunter2"`)
    expect(findKills('earlyoom', lines)).toEqual([
      { at: null, process: 'python3', message: 'SIGKILL to process 4071: oom_score 1100, VmRSS 61440 MiB' },
      { at: null, process: 'dockerd', message: 'SIGTERM to process 3864: badness 669, VmRSS 97 MiB' },
    ])
  })

  it('is nothing when earlyoom only rehearses', () => {
    const lines = plain(`sending SIGTERM to process 3864 uid 0 "dockerd": badness 669, VmRSS 97 MiB
dryrun, not actually sending any signal`)
    expect(findKills('earlyoom', lines)).toEqual([])
  })

  it('is told by systemd-oomd', () => {
    const lines = plain(
      'Killed /user.slice/user-1000.slice/user@1000.service/app.slice/vte-spawn-1.scope due to memory pressure for /user.slice being 59.38% > 50.00% for > 20s with reclaim activity',
    )
    expect(findKills('systemd-oomd', lines)).toEqual([
      {
        at: null,
        process: 'vte-spawn-1.scope',
        message:
          'because of memory pressure for /user.slice being 59.38% > 50.00% for > 20s with reclaim activity',
      },
    ])
  })

  it('is told by nohang over several lines', () => {
    const lines = plain(`Process with highest badness (found in 12ms):
  PID: 2041, Name: tail, badness: 951
Victim status (found in 0ms):
  PID:       2041, name: tail, state: R (running), EUID: 1000, SID: 2003 (bash), lifetime: 12s
Implementing a corrective action:
  Sending SIGTERM to the victim`)
    expect(findKills('nohang', lines)).toEqual([
      { at: null, process: 'tail', message: 'SIGTERM to process 2041' },
    ])
  })

  it('has its time in the journal', () => {
    const message = 'sending SIGTERM to process 12 uid 0 "stress": badness 900, VmRSS 97 MiB'
    const entries = [
      { __REALTIME_TIMESTAMP: '1795219200000000', _SYSTEMD_UNIT: 'earlyoom.service', MESSAGE: message },
      {
        __REALTIME_TIMESTAMP: '1795219201000000',
        _SYSTEMD_UNIT: 'earlyoom.service',
        MESSAGE: [...Buffer.from('mem avail: 1')],
      },
      { __REALTIME_TIMESTAMP: '1795219202000000', _SYSTEMD_UNIT: 'init.scope', MESSAGE: 'Stopped earlyoom.' },
    ]
    const lines = parseJournal(`${entries.map((entry) => JSON.stringify(entry)).join('\n')}\n`)
    expect([...lines]).toEqual([
      [
        'earlyoom',
        [
          { atMs: 1795219200000, text: message },
          { atMs: 1795219201000, text: 'mem avail: 1' },
        ],
      ],
    ])
    expect(findKills('earlyoom', lines.get('earlyoom') ?? [])[0]?.at).toBe('2026-11-21T00:00:00.000Z')
  })

  it('is read from the file that a plain process writes to, and never from a pipe', async () => {
    const file = makeTree().write('earlyoom.log', '')
    const writing = (stdout: number | 'pipe') => {
      const child = spawn('/bin/sh', ['-c', 'echo one; echo two; exec sleep 60'], {
        stdio: ['ignore', stdout, 'pipe'],
      })
      onTestFinished(() => void child.kill('SIGKILL'))
      return child
    }
    const toFile = writing(openSync(file, 'w'))
    const toPipe = writing('pipe')
    await once(toPipe.stdout ?? toPipe, 'data')
    while (!readFileSync(file, 'utf8').includes('two')) await new Promise((resolve) => setTimeout(resolve, 5))
    expect(readProcessLog('/proc', toFile.pid ?? 0).map(({ text }) => text)).toEqual(['one', 'two', ''])
    expect(readProcessLog('/proc', toPipe.pid ?? 0)).toEqual([])
  })
})
