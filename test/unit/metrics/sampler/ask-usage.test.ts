import { describe, expect, it } from 'vitest'
import type { ContainerUsage } from '../../../../src/main/engine/model.ts'
import { makeTree } from '../../host/readings/support/tree.ts'
import { openSampler, settle, web } from './support/small-sampler.ts'

const usage: ContainerUsage = {
  atMs: 5_000_000,
  cpuNs: 1e9,
  memoryBytes: 4096,
  memoryLimitBytes: 16_000,
  networkInBytes: 100,
  networkOutBytes: 200,
  diskReadBytes: 300,
  diskWriteBytes: 400,
  pids: 3,
}
const later = (cpuNs: number, atMs: number): ContainerUsage => ({ ...usage, cpuNs, atMs })

const hour = 3_600_000

describe('a container that the engine is asked for', () => {
  async function openRemote(answers: (ContainerUsage | null)[]) {
    const opened = openSampler(makeTree().procDir, {
      isLocal: false,
      readUsage: () => Promise.resolve(answers.shift() ?? null),
    })
    opened.start(web)
    await settle()
    return opened
  }

  it('has the same reading as one on this machine', async () => {
    const { sampler } = await openRemote([usage])
    expect(await sampler.sample()).toEqual([
      {
        id: web.id,
        name: 'web',
        project: 'app',
        service: 'web',
        cpuCores: null,
        memoryBytes: 4096,
        memoryLimitBytes: null,
        networkInBytesPerS: null,
        networkOutBytesPerS: null,
        diskReadBytesPerS: null,
        diskWriteBytesPerS: null,
        pids: 3,
        counted: { ...usage, atMs: 1000, memoryLimitBytes: null },
      },
    ])
  })

  it.each([
    ['the clock of the engine', usage.atMs + 1250, 0.8],
    ['our own clock, when the engine’s jumps back an hour', usage.atMs - hour, 1],
    ['our own clock, when the engine’s jumps forward an hour', usage.atMs + hour, 1],
  ])('has rates by %s', async (_, atMs, cores) => {
    const { sampler, passMs } = await openRemote([usage, later(2e9, atMs)])
    await sampler.sample()
    passMs(1000)
    expect((await sampler.sample())[0]?.cpuCores).toBe(cores)
  })

  it('is left out when the engine has nothing to say of it', async () => {
    const { sampler } = await openRemote([null, usage])
    expect([await sampler.sample(), (await sampler.sample()).length]).toEqual([[], 1])
  })
})

describe('an engine that is slow to answer', () => {
  const ids = Array.from({ length: 20 }, (_, index) => String(index).padStart(64, 'c'))

  async function openSlow(patienceMs: number) {
    const asked: string[] = []
    const open = new Map<string, (usage: ContainerUsage) => void>()
    let most = 0
    const opened = openSampler(makeTree().procDir, {
      isLocal: false,
      patienceMs,
      readUsage(id) {
        asked.push(id)
        const { promise, resolve } = Promise.withResolvers<ContainerUsage>()
        open.set(id, (answer) => {
          open.delete(id)
          resolve(answer)
        })
        most = Math.max(most, open.size)
        return promise
      },
    })
    for (const id of ids) opened.start({ ...web, id, name: id })
    await settle()
    return { ...opened, asked, open, most: () => most }
  }

  it('is asked a few questions at a time', async () => {
    const { sampler, asked, open, most } = await openSlow(60_000)
    const sample = sampler.sample()
    while (asked.length < ids.length || open.size > 0) {
      for (const answer of open.values()) answer(usage)
      await settle()
    }
    expect([(await sample).length, most()]).toEqual([20, 8])
  })

  it('is not asked again before it has answered, and holds up nobody', async () => {
    const { sampler, asked, open } = await openSlow(5)
    expect(await sampler.sample()).toEqual([])
    expect(await sampler.sample()).toEqual([])
    expect(asked.length).toBe(8)
    const [first = ''] = asked
    open.get(first)?.(usage)
    await settle()
    const readings = await sampler.sample()
    expect(readings.map(({ id }) => id)).toEqual([first])
  })
})
