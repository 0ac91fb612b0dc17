import { makeTree } from '../../../host/readings/support/tree.ts'

export const id = '34ff60ace5adb737969458fae49690309d1a5c868731dfca38380e5f2c013e80'
export const pid = 4711

/** What the kernel counts for a container, in the units of its files. */
export interface Counted {
  readonly cpuMs: number
  readonly usedBytes: number
  readonly idleBytes: number
  readonly readBytes: number
  readonly writtenBytes: number
  readonly receivedBytes: number
  readonly sentBytes: number
  readonly pids: number
}

export const layouts = ['v1', 'v2 by cgroupfs', 'v2 by systemd', 'v2 rootless'] as const
export type Layout = (typeof layouts)[number]

const unifiedPaths = {
  'v2 by cgroupfs': `/docker/${id}`,
  'v2 by systemd': `/system.slice/docker-${id}.scope`,
  'v2 rootless': `/user.slice/user-1000.slice/user@1000.service/user.slice/docker-${id}.scope`,
} as const

/** A machine of this layout on which one container runs; `count` writes its files anew. */
export function makeMachine(layout: Layout, memoryLimit: number | null = null) {
  const tree = makeTree()
  const isFirst = layout === 'v1'
  const group = isFirst ? `/docker/${id}` : unifiedPaths[layout]
  const dirOf = (controller: string) => (isFirst ? `cgroup/${controller}${group}` : `cgroup${group}`)
  const mount = (name: string, kind: string, options: string) =>
    `40 31 0:37 / ${tree.dir}/cgroup${name} rw,relatime - ${kind} ${kind} rw,${options}\n`
  const controllers = ['cpu,cpuacct', 'memory', 'blkio', 'pids']
  tree.write(
    'proc/self/mountinfo',
    isFirst
      ? controllers.map((name) => mount(`/${name}`, 'cgroup', name)).join('')
      : mount('', 'cgroup2', 'nsdelegate'),
  )
  tree.write(
    `proc/${pid}/cgroup`,
    isFirst
      ? controllers.map((name, index) => `${index + 2}:${name}:${group}\n`).join('') +
          `1:name=systemd:${group}\n`
      : `0::${group}\n`,
  )
  tree.write(
    `${dirOf('memory')}/${isFirst ? 'memory.limit_in_bytes' : 'memory.max'}`,
    `${memoryLimit ?? (isFirst ? '9223372036854771712' : 'max')}\n`,
  )
  const write = (controller: string, name: string, text: string) =>
    tree.write(`${dirOf(controller)}/${name}`, text)

  function countFirst(now: Counted): void {
    write('cpu,cpuacct', 'cpuacct.usage', `${now.cpuMs * 1e6}\n`)
    write('memory', 'memory.usage_in_bytes', `${now.usedBytes}\n`)
    write(
      'memory',
      'memory.stat',
      `cache 8192\ninactive_file 5\nactive_file 0\ntotal_cache 8192\ntotal_inactive_file ${now.idleBytes}\ntotal_unevictable 0\n`,
    )
    write(
      'blkio',
      'blkio.throttle.io_service_bytes_recursive',
      `8:0 Read ${now.readBytes}\n8:0 Write ${now.writtenBytes - 1000}\n8:0 Sync 0\n8:0 Total 5\n254:1 Read 0\n254:1 Write 1000\n254:1 Total 1000\nTotal 9\n`,
    )
    write('pids', 'pids.current', `${now.pids}\n`)
  }

  function countUnified(now: Counted): void {
    write('', 'cpu.stat', `usage_usec ${now.cpuMs * 1000}\nuser_usec 1\nsystem_usec 2\nnr_periods 0\n`)
    write('', 'memory.current', `${now.usedBytes}\n`)
    write(
      '',
      'memory.stat',
      `anon 4096\nfile 8192\ninactive_anon 0\nactive_anon 4096\ninactive_file ${now.idleBytes}\nactive_file 0\n`,
    )
    write(
      '',
      'io.stat',
      `8:0 rbytes=${now.readBytes} wbytes=${now.writtenBytes - 1000} rios=1 wios=2 dbytes=7 dios=0\n254:1 rbytes=0 wbytes=1000 rios=0 wios=1 dbytes=0 dios=0\n`,
    )
    write('', 'pids.current', `${now.pids}\n`)
  }

  return {
    ...tree,
    dirOf,
    count(now: Counted): void {
      ;(isFirst ? countFirst : countUnified)(now)
      tree.write(
        `proc/${pid}/net/dev`,
        trafficTable([
          ['lo', 5_000_000, 5_000_000],
          ['eth0', now.receivedBytes - 500, now.sentBytes - 70],
          ['eth1', 500, 70],
        ]),
      )
    },
  }
}

/** As the kernel sets it: name to the right, then eight columns of what came in and eight of what went out. */
export function trafficTable(interfaces: readonly (readonly [string, number, number])[]): string {
  const heading =
    'Inter-|   Receive                                                |  Transmit\n' +
    ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n'
  const lines = interfaces.map(
    ([name, received, sent]) =>
      `${name.padStart(6)}: ${String(received).padStart(7)}       9    0    0    0     0          0         0 ${String(sent).padStart(8)}       8    0    0    0     0       0          0\n`,
  )
  return heading + lines.join('')
}
