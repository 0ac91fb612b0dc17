import { onTestFinished, expect, it } from 'vitest'
import { createHostReader } from '../../../../src/main/host/readings/create-host-reader.ts'
import { makeTree } from './support/tree.ts'

const machine = {
  name: 'atlas',
  processor: 'AMD Ryzen 9 7950X, 32 threads',
  system: 'Ubuntu 24.04',
  kernel: '6.8.0',
}
const swapHead = 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n'
const mib = 1024 * 1024

const quiet =
  'some avg10=0.00 avg60=0.00 avg300=0.00 total=0\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n'

/** A machine with control groups of version 2, one disk and one chip that tells its temperature. */
function makeMachine() {
  const tree = makeTree({
    'proc/stat':
      'cpu  100 0 100 800 0 0 0 0 0 0\ncpu0 50 0 50 400 0 0 0 0 0 0\ncpu1 50 0 50 400 0 0 0 0 0 0\nbtime 1795218665\n',
    'proc/loadavg': '0.47 0.60 0.88 2/311 3776661\n',
    'proc/meminfo': `MemTotal:       16777216 kB
MemFree:         4194304 kB
MemAvailable:    9437184 kB
Buffers:          262144 kB
Cached:          4718592 kB
Shmem:            262144 kB
SReclaimable:     524288 kB
`,
    'proc/swaps': swapHead,
    'proc/pressure/cpu': quiet.replace('avg10=0.00', 'avg10=9.04'),
    'proc/pressure/memory': quiet,
    'proc/pressure/io': quiet,
    'proc/diskstats': ' 259       2 nvme0n1p2 100 0 2048 50 100 0 4096 50 0 50 100\n',
  })
  tree.write(
    'proc/self/mountinfo',
    `30 1 259:2 / ${tree.dir} rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw
32 24 0:28 / ${tree.dir}/cgroup rw - cgroup2 cgroup2 rw
`,
  )
  tree.write('sys/devices/pci/nvme0n1/device/model', 'Samsung SSD 990 PRO 2TB                 \n')
  tree.write('sys/devices/pci/nvme0n1/nvme0n1p2/partition', '2\n')
  tree.link('sys/dev/block/259:2', '../../devices/pci/nvme0n1/nvme0n1p2')
  tree.write('sys/class/net/enp5s0/device/vendor', '0x8086\n')
  tree.write('sys/class/net/enp5s0/statistics/rx_bytes', '5000\n')
  tree.write('sys/class/net/enp5s0/statistics/tx_bytes', '700\n')
  tree.write('sys/class/net/docker0/statistics/rx_bytes', '9000\n')
  tree.write('sys/class/hwmon/hwmon0/name', 'k10temp\n')
  tree.write('sys/class/hwmon/hwmon0/temp1_input', '61250\n')
  tree.write('sys/class/hwmon/hwmon0/temp1_label', 'Tctl\n')
  return tree
}

async function openReader(tree: ReturnType<typeof makeTree>) {
  let nowMs = 0
  const { procDir, sysDir } = tree
  const nvidiaSmi = '/nowhere/nvidia-smi'
  const reader = await createHostReader({ procDir, sysDir, nvidiaSmi, machine, clock: () => nowMs })
  onTestFinished(() => reader.close())
  return { reader, passMs: (ms: number) => void (nowMs += ms) }
}

function makeContainer(
  tree: ReturnType<typeof makeTree>,
  letter: string,
  pid: number,
  used: number,
  limit = 'max',
) {
  const id = letter.repeat(64)
  const dir = `cgroup/system.slice/docker-${id}.scope`
  tree.write(`proc/${pid}/cgroup`, `0::/system.slice/docker-${id}.scope\n`)
  tree.write(`${dir}/memory.current`, `${used * mib}\n`)
  tree.write(
    `${dir}/memory.stat`,
    `inactive_file ${100 * mib}\nactive_file ${50 * mib}\nslab_reclaimable 0\n`,
  )
  tree.write(`${dir}/memory.swap.current`, '0\n')
  tree.write(`${dir}/memory.max`, `${limit}\n`)
  return { id, pid, dir }
}

it('reads a whole machine', async () => {
  const tree = makeMachine()
  const { reader, passMs } = await openReader(tree)
  const nothing = { containers: [], swapDirs: [] }
  const first = reader.read(nothing)
  expect([first.cpu, first.disks[0]?.readRate]).toEqual([
    { percent: null, threads: [], load: [0.47, 0.6, 0.88] },
    null,
  ])
  tree.write(
    'proc/stat',
    'cpu  150 0 150 900 0 0 0 0 0 0\ncpu0 100 0 100 400 0 0 0 0 0 0\ncpu1 50 0 50 500 0 0 0 0 0 0\nbtime 1795218665\n',
  )
  tree.write('proc/diskstats', ' 259       2 nvme0n1p2 100 0 6144 50 100 0 4096 50 0 50 100\n')
  tree.write('sys/class/net/enp5s0/statistics/rx_bytes', '7000\n')
  passMs(2000)
  const { at, disks, ...rest } = reader.read(nothing)
  expect(Date.parse(at)).toBeGreaterThan(0)
  expect(disks).toEqual([
    {
      mount: tree.dir,
      device: 'nvme0n1p2',
      model: 'Samsung SSD 990 PRO 2TB',
      kind: 'ext4',
      totalBytes: expect.any(Number) as number,
      usedBytes: expect.any(Number) as number,
      freeBytes: expect.any(Number) as number,
      readRate: mib,
      writeRate: 0,
    },
  ])
  const calm = { avg10: 0, avg60: 0, avg300: 0 }
  expect(rest).toEqual({
    ...machine,
    bootedAt: new Date(1795218665000).toISOString(),
    cpu: { percent: 50, threads: [100, 0], load: [0.47, 0.6, 0.88] },
    memory: {
      totalBytes: 16384 * mib,
      availableBytes: 9216 * mib,
      freeBytes: 4096 * mib,
      cacheBytes: 5120 * mib,
      stacks: [],
      otherBytes: 7168 * mib,
    },
    swap: { totalBytes: 0, usedBytes: 0, devices: [] },
    pressure: {
      cpu: { some: { ...calm, avg10: 9.04 }, full: calm },
      memory: { some: calm, full: calm },
      io: { some: calm, full: calm },
    },
    networks: [{ name: 'enp5s0', inRate: 1000, outRate: 0 }],
    temperatures: [{ name: 'Processor', celsius: 61.3, criticalC: null }],
    gpus: [],
    gpuNote: 'No GPU was found: neither an NVIDIA driver with nvidia-smi nor an AMD GPU.',
  })
})

it('shows memory by stack so that the parts add up to the whole', async () => {
  const tree = makeMachine()
  const one = makeContainer(tree, 'a', 101, 1100)
  const two = makeContainer(tree, 'b', 102, 600, String(1024 * mib))
  const three = makeContainer(tree, 'c', 103, 2100, String(4096 * mib))
  const containers = [
    { ...one, stack: 'data', service: 'db' },
    { ...two, stack: 'data', service: 'cache' },
    { ...three, stack: 'ai', service: 'sglang' },
    { id: 'd'.repeat(64), pid: 104, stack: 'gone', service: 'gone' },
  ]
  const { reader, passMs } = await openReader(tree)
  const { memory } = reader.read({ containers, swapDirs: [] })
  expect(memory).toEqual({
    totalBytes: 16384 * mib,
    availableBytes: 9216 * mib,
    freeBytes: 4096 * mib,
    cacheBytes: 4970 * mib,
    stacks: [
      { stack: 'ai', bytes: 2000 * mib, swapBytes: 0, limitBytes: 4096 * mib },
      { stack: 'data', bytes: 1500 * mib, swapBytes: 0, limitBytes: null },
    ],
    otherBytes: 3818 * mib,
  })
  tree.write(`${three.dir}/memory.current`, `${3100 * mib}\n`)
  passMs(2000)
  expect(reader.read({ containers, swapDirs: [] }).memory.stacks[0]?.bytes).toBe(3000 * mib)
})

it('reads a container anew that has another process, and none that is gone', async () => {
  const tree = makeMachine()
  const before = makeContainer(tree, 'a', 101, 300)
  const { reader, passMs } = await openReader(tree)
  const read = (pid: number) =>
    reader.read({ containers: [{ id: before.id, pid, stack: 'data', service: 'db' }], swapDirs: [] }).memory
      .stacks
  expect(read(101)[0]?.bytes).toBe(200 * mib)
  makeContainer(tree, 'a', 102, 500)
  passMs(1000)
  expect([read(102)[0]?.bytes, read(103)]).toEqual([400 * mib, []])
})

it('tells which swap is ours, and sees it come and go', async () => {
  const tree = makeMachine()
  const { reader, passMs } = await openReader(tree)
  const read = () => reader.read({ containers: [], swapDirs: ['/var/lib/switchyard/swap'] }).swap
  expect(read().devices).toEqual([])
  tree.write(
    'proc/swaps',
    `${swapHead}/var/lib/switchyard/swap/switchyard-1.swap file\t\t1048572\t\t524286\t\t-2
/dev/zram0                              partition\t1048572\t\t0\t\t100
`,
  )
  passMs(1000)
  expect(read()).toEqual({
    totalBytes: 2147475456,
    usedBytes: 536868864,
    devices: [
      {
        path: '/var/lib/switchyard/swap/switchyard-1.swap',
        kind: 'file',
        totalBytes: 1073737728,
        usedBytes: 536868864,
        priority: -2,
        isOurs: true,
      },
      {
        path: '/dev/zram0',
        kind: 'zram',
        totalBytes: 1073737728,
        usedBytes: 0,
        priority: 100,
        isOurs: false,
      },
    ],
  })
})

it('reads what there is of a kernel without pressure, sensors and disks', async () => {
  const tree = makeTree({ 'proc/stat': 'cpu  1 0 1 8 0 0 0 0 0 0\n', 'proc/meminfo': 'MemTotal: 1024 kB\n' })
  const { reader } = await openReader(tree)
  const { pressure, temperatures, disks, memory } = reader.read({ containers: [], swapDirs: [] })
  expect({ pressure, temperatures, disks, total: memory.totalBytes }).toEqual({
    pressure: null,
    temperatures: [],
    disks: [],
    total: mib,
  })
})

it('reads this machine', async () => {
  const reader = await createHostReader()
  onTestFinished(() => reader.close())
  const { memory, cpu, processor, disks } = reader.read({ containers: [], swapDirs: [] })
  const { freeBytes, cacheBytes, otherBytes, totalBytes } = memory
  expect(freeBytes + cacheBytes + otherBytes).toBe(totalBytes)
  expect([cpu.load.length, processor.includes('thread'), Array.isArray(disks)]).toEqual([3, true, true])
})
