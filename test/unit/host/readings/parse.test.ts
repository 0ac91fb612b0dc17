import { describe, expect, it } from 'vitest'
import {
  findContainerId,
  findControllerGroup,
  parseControlGroups,
} from '../../../../src/main/host/readings/parse/control-group.ts'
import {
  busyPercent,
  parseBootTime,
  parseCpuStat,
} from '../../../../src/main/host/readings/parse/cpu-times.ts'
import { parseDiskCounters } from '../../../../src/main/host/readings/parse/disk-counters.ts'
import {
  firstMemory,
  parseLimit,
  unifiedMemory,
} from '../../../../src/main/host/readings/parse/memory-group.ts'
import { parseMounts } from '../../../../src/main/host/readings/parse/mounts.ts'
import { parsePressure } from '../../../../src/main/host/readings/parse/pressure.ts'
import { parseSwaps } from '../../../../src/main/host/readings/parse/swaps.ts'

describe('processor times', () => {
  // Debian 12, kernel 6.18, two virtual processors.
  const virtual = `cpu  1480697 8175 602231 3823225 21327 0 8900 2309 0 0
cpu0 728982 4122 294840 1937449 5149 0 1550 1140 0 0
cpu1 751715 4052 307390 1885776 16178 0 7350 1169 0 0
intr 82074625 0 0 0
ctxt 263698452
btime 1795218665
processes 3776661
`

  it('are added up, with waiting for disks as idle', () => {
    expect(parseCpuStat(virtual)).toEqual({
      all: { total: 5946864, idle: 3844552 },
      threads: [
        { total: 2973232, idle: 1942598 },
        { total: 2973630, idle: 1901954 },
      ],
    })
  })

  it('do not count guests twice', () => {
    const { all } = parseCpuStat('cpu  301854 612 111922 8979004 3552 2 3944 0 44 36\n')
    expect(all).toEqual({ total: 9400890, idle: 8982556 })
  })

  it('tell when the machine started', () => {
    expect([parseBootTime(virtual), parseBootTime('')]).toEqual([1795218665, null])
  })

  it.each([
    ['half busy', { total: 100, idle: 80 }, { total: 300, idle: 180 }, 50],
    ['a third busy', { total: 0, idle: 0 }, { total: 300, idle: 200 }, 33.3],
    ['no time between', { total: 100, idle: 80 }, { total: 100, idle: 80 }, 0],
    ['an idle count that goes back', { total: 100, idle: 80 }, { total: 200, idle: 79 }, 100],
  ])('give the share of %s', (_, before, after, percent) => {
    expect(busyPercent(before, after)).toBe(percent)
  })
})

describe('pressure', () => {
  it('has some and full', () => {
    const text = `some avg10=0.00 avg60=1.17 avg300=0.94 total=424778283
full avg10=0.00 avg60=1.15 avg300=0.89 total=122263036
`
    expect(parsePressure(text)).toEqual({
      some: { avg10: 0, avg60: 1.17, avg300: 0.94 },
      full: { avg10: 0, avg60: 1.15, avg300: 0.89 },
    })
  })

  it('of the processor has no full before kernel 5.13', () => {
    expect(parsePressure('some avg10=2.04 avg60=0.75 avg300=0.40 total=157622151\n')).toEqual({
      some: { avg10: 2.04, avg60: 0.75, avg300: 0.4 },
      full: null,
    })
  })

  it('of a kernel without it is none', () => {
    expect(parsePressure('')).toBeNull()
  })
})

describe('swaps', () => {
  const head = 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n'

  it('are zram, files and partitions', () => {
    const text = `${head}/dev/zram0                              partition\t8388604\t\t76\t\t100
/swap.img                               file\t\t2097148\t\t0\t\t-2
/dev/nvme0n1p3                          partition\t16777212\t1024\t\t-3
`
    expect(parseSwaps(text)).toEqual([
      { path: '/dev/zram0', kind: 'zram', totalBytes: 8589930496, usedBytes: 77824, priority: 100 },
      { path: '/swap.img', kind: 'file', totalBytes: 2147479552, usedBytes: 0, priority: -2 },
      {
        path: '/dev/nvme0n1p3',
        kind: 'partition',
        totalBytes: 17179865088,
        usedBytes: 1048576,
        priority: -3,
      },
    ])
  })

  it('can have blanks in their path, and be removed while they are on', () => {
    const text = `${head}/mnt/my\\040disk/a.swap\\040(deleted)       file\t\t262140\t\t16\t\t-2\n`
    expect(parseSwaps(text)).toEqual([
      { path: '/mnt/my disk/a.swap', kind: 'file', totalBytes: 268431360, usedBytes: 16384, priority: -2 },
    ])
  })

  it('are none where nothing is on, and where there is no such file', () => {
    expect([parseSwaps(head), parseSwaps('')]).toEqual([[], []])
  })
})

describe('disk counters', () => {
  it('are bytes by device number, for old and new kernels', () => {
    const text = ` 252       0 dm-0 59910002 0 1003337218 46229572 39231014 0 505696880 1158557800 0 11325968 1206301256
 254       0 vda 1837954 195252 74743202 1410833 5038717 1843229 116363784 2155402 0 728428 3995982 1323923 4264 71625024 239541 995351 190204
`
    expect([...parseDiskCounters(text)]).toEqual([
      ['252:0', { name: 'dm-0', readBytes: 513708655616, writtenBytes: 258916802560 }],
      ['254:0', { name: 'vda', readBytes: 38268519424, writtenBytes: 59578257408 }],
    ])
  })
})

const id = '34ff60ace5adb737969458fae49690309d1a5c868731dfca38380e5f2c013e80'

describe('the control group of a container', () => {
  const asked = { containerId: id, controller: 'memory' }
  const mixed = parseMounts(`31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
40 31 0:37 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
`)
  const unified = parseMounts(
    '32 24 0:28 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate,memory_recursiveprot\n',
  )

  it.each([
    [
      'v1, with the engine’s own parent',
      mixed,
      `9:name=systemd:/switchyard/${id}\n4:memory:/switchyard/${id}\n1:cpu:/switchyard/${id}\n0::/switchyard/${id}\n`,
      { version: 1, dir: `/sys/fs/cgroup/memory/switchyard/${id}` },
    ],
    [
      'v2 by systemd',
      unified,
      `0::/system.slice/docker-${id}.scope\n`,
      { version: 2, dir: `/sys/fs/cgroup/system.slice/docker-${id}.scope` },
    ],
    [
      'v2 by cgroupfs, with a systemd inside',
      unified,
      `0::/docker/${id}/init.scope\n`,
      { version: 2, dir: `/sys/fs/cgroup/docker/${id}` },
    ],
    [
      'rootless',
      unified,
      `0::/user.slice/user-1000.slice/user@1000.service/user.slice/docker-${id}.scope\n`,
      {
        version: 2,
        dir: `/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/user.slice/docker-${id}.scope`,
      },
    ],
    [
      'a process number that is another’s by now',
      unified,
      '0::/user.slice/user-1000.slice/session-2.scope\n',
      null,
    ],
    ['a group outside of our own name space', unified, `0::/../docker-${id}.scope\n`, null],
  ])('is found for %s', (_, mounts, text, expected) => {
    expect(findControllerGroup(parseControlGroups(text), mounts, asked)).toEqual(expected)
  })

  it('is found below a mount of a part', () => {
    const part = parseMounts('32 24 0:28 /machine /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n')
    const group = (path: string) => findControllerGroup(parseControlGroups(`0::${path}\n`), part, asked)
    expect([group(`/machine/docker/${id}`), group(`/other/docker/${id}`)]).toEqual([
      { version: 2, dir: `/sys/fs/cgroup/docker/${id}` },
      null,
    ])
  })

  it('tells whose process it is', () => {
    expect([
      findContainerId(`0::/system.slice/docker-${id}.scope\n`),
      findContainerId('0::/user.slice/user-1000.slice/session-2.scope\n'),
    ]).toEqual([id, null])
  })
})

describe('the memory of a control group', () => {
  it('is what the engine says: v1 with the groups below', () => {
    const stat = `cache 643072
inactive_file 630784
active_file 12288
total_cache 643072
total_swap 4096
total_inactive_file 630784
total_active_file 12288
total_unevictable 0
`
    expect(firstMemory('1011712\n', stat)).toEqual({ usedBytes: 380928, swapBytes: 4096, cacheBytes: 12288 })
  })

  it('is what the engine says: v2, whose slabs are cache as well', () => {
    const stat = `anon 4096000
file 8192000
inactive_file 6144000
active_file 2048000
slab_reclaimable 512000
slab_unreclaimable 100000
`
    expect(unifiedMemory('12800000\n', stat, '65536\n')).toEqual({
      usedBytes: 6656000,
      swapBytes: 65536,
      cacheBytes: 2560000,
    })
    expect(unifiedMemory('12800000\n', stat, null).swapBytes).toBe(0)
  })

  it.each([
    ['max\n', null],
    ['67108864\n', 67108864],
    ['9223372036854771712\n', null],
  ])('is limited to %j', (text, bytes) => {
    expect(parseLimit(text)).toBe(bytes)
  })
})
