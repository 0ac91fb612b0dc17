import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { id, layouts, makeMachine, pid, trafficTable, type Counted } from './support/machine.ts'
import { openSampler, settle, web } from './support/small-sampler.ts'

const mib = 1024 * 1024

const first: Counted = {
  cpuMs: 7000,
  usedBytes: 300 * mib,
  idleBytes: 100 * mib,
  readBytes: 4096,
  writtenBytes: 9000,
  receivedBytes: 10_000,
  sentBytes: 2000,
  pids: 20,
}
const second: Counted = {
  ...first,
  cpuMs: 10_000,
  usedBytes: 310 * mib,
  readBytes: 4096 + 2 * mib,
  writtenBytes: 29_000,
  receivedBytes: 11_000,
  sentBytes: 7000,
  pids: 21,
}

/** What the kernel's files say of it. */
const usageOf = (now: Counted, atMs: number) => ({
  atMs,
  cpuNs: now.cpuMs * 1e6,
  memoryBytes: now.usedBytes - now.idleBytes,
  memoryLimitBytes: null,
  networkInBytes: now.receivedBytes,
  networkOutBytes: now.sentBytes,
  diskReadBytes: now.readBytes,
  diskWriteBytes: now.writtenBytes,
  pids: now.pids,
})

const firstReading = {
  id,
  name: 'web',
  project: 'app',
  service: 'web',
  cpuCores: null,
  memoryBytes: 200 * mib,
  memoryLimitBytes: null,
  networkInBytesPerS: null,
  networkOutBytesPerS: null,
  diskReadBytesPerS: null,
  diskWriteBytesPerS: null,
  pids: 20,
  counted: usageOf(first, 1000),
}
/** Two seconds later. */
const secondReading = {
  ...firstReading,
  cpuCores: 1.5,
  memoryBytes: 210 * mib,
  networkInBytesPerS: 500,
  networkOutBytesPerS: 2500,
  diskReadBytesPerS: mib,
  diskWriteBytesPerS: 10_000,
  pids: 21,
  counted: usageOf(second, 3000),
}

/** With one container that runs already. */
async function openMachine(layout: (typeof layouts)[number] = 'v2 by systemd') {
  const machine = makeMachine(layout)
  machine.count(first)
  const opened = openSampler(machine.procDir)
  opened.start(web)
  await settle()
  return { machine, ...opened }
}

describe('a container on this machine', () => {
  it.each(layouts)('is read from its control groups: %s', async (layout) => {
    const { machine, sampler, passMs } = await openMachine(layout)
    expect(await sampler.sample()).toEqual([firstReading])
    machine.count(second)
    passMs(2000)
    expect(await sampler.sample()).toEqual([secondReading])
    expect(sampler.way.kind).toBe(layout === 'v1' ? 'cgroup-v1' : 'cgroup-v2')
  })

  it.each(layouts)('has its limit of memory: %s', async (layout) => {
    const machine = makeMachine(layout, 512 * mib)
    machine.count(first)
    const { sampler, start } = openSampler(machine.procDir)
    start(web)
    await settle()
    const limit = { memoryLimitBytes: 512 * mib }
    const counted = { ...firstReading.counted, ...limit }
    expect(await sampler.sample()).toEqual([{ ...firstReading, ...limit, counted }])
  })

  it('has no traffic of its own in a network that it shares', async () => {
    const machine = makeMachine('v1')
    machine.count(first)
    const { sampler, start, passMs } = openSampler(machine.procDir)
    start({ ...web, sharesNetwork: true })
    await settle()
    await sampler.sample()
    machine.count(second)
    passMs(2000)
    expect(await sampler.sample()).toEqual([
      {
        ...secondReading,
        networkInBytesPerS: null,
        networkOutBytesPerS: null,
        counted: { ...secondReading.counted, networkInBytes: null, networkOutBytes: null },
      },
    ])
  })

  it('has the traffic of all its interfaces, when they are more than a page of text', async () => {
    const { machine, sampler, passMs } = await openMachine()
    const traffic = (bytes: number) =>
      machine.write(
        `proc/${pid}/net/dev`,
        trafficTable(Array.from({ length: 100 }, (_, index) => [`eth${index}`, bytes, 2 * bytes])),
      )
    traffic(1000)
    await sampler.sample()
    traffic(1010)
    passMs(1000)
    const [reading] = await sampler.sample()
    expect([reading?.networkInBytesPerS, reading?.networkOutBytesPerS]).toEqual([1000, 2000])
  })

  it('has no rate in the second in which a counter goes back, and one in the next', async () => {
    const { machine, sampler, passMs } = await openMachine()
    machine.count({ ...second, cpuMs: 9000, sentBytes: 9000 })
    await sampler.sample()
    machine.count({ ...second, cpuMs: 8000, sentBytes: 100 })
    passMs(1000)
    const [back] = await sampler.sample()
    expect([back?.cpuCores, back?.networkOutBytesPerS, back?.networkInBytesPerS]).toEqual([null, null, 0])
    machine.count({ ...second, cpuMs: 8500, sentBytes: 200 })
    passMs(1000)
    const [after] = await sampler.sample()
    expect([after?.cpuCores, after?.networkOutBytesPerS]).toEqual([0.5, 100])
  })

  it('has no rate twice at the same moment', async () => {
    const { machine, sampler } = await openMachine()
    await sampler.sample()
    machine.count(second)
    expect((await sampler.sample())[0]?.cpuCores).toBe(null)
  })

  it('is left out while its files cannot be read', async () => {
    const machine = makeMachine('v2 by systemd')
    machine.count(first)
    // A folder opens as a file of a group that is gone does, and fails to be read as one does.
    for (const name of ['cpu.stat', 'memory.current']) {
      const path = join(machine.dir, machine.dirOf(''), name)
      rmSync(path)
      mkdirSync(path)
    }
    const { sampler, start } = openSampler(machine.procDir)
    start(web)
    await settle()
    expect(await sampler.sample()).toEqual([])
  })

  it('has what its group counts, and nothing of what it does not', async () => {
    const machine = makeMachine('v1')
    machine.count(first)
    rmSync(join(machine.dir, 'cgroup/blkio'), { recursive: true })
    rmSync(join(machine.dir, 'cgroup/pids'), { recursive: true })
    rmSync(join(machine.dir, `proc/${pid}/net`), { recursive: true })
    const { sampler, start } = openSampler(machine.procDir)
    start(web)
    await settle()
    const counted = {
      ...firstReading.counted,
      networkInBytes: null,
      networkOutBytes: null,
      diskReadBytes: null,
      diskWriteBytes: null,
      pids: null,
    }
    expect(await sampler.sample()).toEqual([{ ...firstReading, pids: null, counted }])
  })
})

describe('the disk of a container without a line of any disk', () => {
  const sampleTwice = async (layout: (typeof layouts)[number], path: string) => {
    const { machine, sampler, passMs } = await openMachine(layout)
    for (const text of ['', 'Total 0\n']) {
      machine.write(path, layout === 'v1' ? text : '')
      passMs(1000)
      await sampler.sample()
    }
    passMs(1000)
    const [reading] = await sampler.sample()
    return [reading?.diskReadBytesPerS, reading?.diskWriteBytesPerS]
  }

  it('is idle by version 2', async () => {
    const path = `cgroup/system.slice/docker-${id}.scope/io.stat`
    expect(await sampleTwice('v2 by systemd', path)).toEqual([0, 0])
  })

  it('cannot be told by version 1', async () => {
    const path = `cgroup/blkio/docker/${id}/blkio.throttle.io_service_bytes_recursive`
    expect(await sampleTwice('v1', path)).toEqual([null, null])
  })
})

describe('which containers are sampled', () => {
  const names = async ({ sampler }: ReturnType<typeof openSampler>) =>
    (await sampler.sample()).map(({ name }) => name)

  it('is told by events, from start to end', async () => {
    const opened = await openMachine()
    expect(await names(opened)).toEqual(['web'])
    opened.die(id)
    expect(await names(opened)).toEqual([])
  })

  it('are those that ran before', async () => {
    const machine = makeMachine('v1')
    machine.count(first)
    const opened = openSampler(machine.procDir)
    opened.running.set(id, web)
    opened.connect(true)
    await settle()
    expect(await names(opened)).toEqual(['web'])
  })

  it('never has one that ended before the engine could be asked for it', async () => {
    const machine = makeMachine('v1')
    machine.count(first)
    const opened = openSampler(machine.procDir)
    const answerNow = opened.holdAnswers()
    opened.start(web)
    opened.die(id)
    answerNow()
    await settle()
    expect(await names(opened)).toEqual([])
  })

  it('begins anew with a restart', async () => {
    const opened = await openMachine()
    await opened.sampler.sample()
    opened.die(id)
    const text = `0::/system.slice/docker-${id}.scope\n`
    opened.machine.write('proc/4712/cgroup', text)
    opened.start({ ...web, pid: 4712 })
    await settle()
    opened.passMs(1000)
    const noTraffic = { networkInBytes: null, networkOutBytes: null }
    const counted = { ...firstReading.counted, atMs: 2000, ...noTraffic }
    expect(await opened.sampler.sample()).toEqual([{ ...firstReading, counted }])
  })

  it('goes on under a new name', async () => {
    const opened = await openMachine()
    await opened.sampler.sample()
    opened.running.set(id, { ...web, name: 'site' })
    opened.tell(id, { kind: 'renamed' })
    await settle()
    opened.machine.count(second)
    opened.passMs(2000)
    expect(await opened.sampler.sample()).toEqual([{ ...secondReading, name: 'site' }])
  })

  it('is looked up anew when the engine is back', async () => {
    const opened = await openMachine()
    const other = id.replace(/^./, 'a')
    opened.machine.write('proc/99/cgroup', `0::/docker/${other}\n`)
    opened.machine.write(`cgroup/docker/${other}/cpu.stat`, 'usage_usec 5\n')
    opened.connect(false)
    opened.running.delete(id)
    opened.running.set(other, { ...web, id: other, name: 'db', pid: 99 })
    expect(await names(opened)).toEqual(['web'])
    opened.connect(true)
    await settle()
    expect(await names(opened)).toEqual(['db'])
  })

  it('hears no more once it is disposed of', async () => {
    const opened = await openMachine()
    await opened.sampler.dispose()
    expect([opened.listeners.size, await opened.sampler.sample()]).toEqual([0, []])
  })
})
