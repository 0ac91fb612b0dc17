import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { callEngine } from '../../scripts/engine/engine-api.ts'
import { createEngine } from '../../src/main/engine/create-engine.ts'
import { parseMounts } from '../../src/main/host/readings/parse/mounts.ts'
import { createContainerSampler } from '../../src/main/metrics/sampler/create-sampler.ts'
import type { ContainerReading } from '../../src/main/metrics/sampler/model.ts'
import { createEngineFeed } from '../../src/main/watch/engine-feed.ts'

const mib = 1024 * 1024
const image = 'switchyard/fixture:1'
const network = 'sampler-test'
/** Goes on until it is told to end. */
const forever = 'trap exit TERM; while :; do sleep 0.1; done'
const windowMs = 5000

const docker = async (...args: readonly string[]) => {
  const { stdout } = await execa('docker', [...args], { env: inject('engineVariables'), extendEnv: false })
  return stdout
}
const run = (name: string, options: readonly string[], script: string) =>
  docker('run', '--detach', '--name', name, ...options, '--entrypoint', 'sh', image, '-c', script)

/** What the engine itself says, as `docker stats` calculates from it. */
async function askEngine(name: string) {
  const host = inject('engineVariables')['DOCKER_HOST'] ?? ''
  const { text } = await callEngine(host, `/containers/${name}/stats?stream=false&one-shot=true`)
  const stats = JSON.parse(text) as {
    readonly read: string
    readonly cpu_stats: { readonly cpu_usage: { readonly total_usage: number } }
    readonly memory_stats: {
      readonly usage: number
      readonly limit: number
      readonly stats: { readonly inactive_file: number; readonly total_inactive_file?: number }
    }
    readonly networks?: Readonly<Record<string, { readonly rx_bytes: number; readonly tx_bytes: number }>>
    readonly blkio_stats: {
      readonly io_service_bytes_recursive: readonly { readonly op: string; readonly value: number }[] | null
    }
    readonly pids_stats: { readonly current: number }
  }
  const blocks = stats.blkio_stats.io_service_bytes_recursive ?? []
  const sumOf = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0)
  const blocksOf = (op: string) =>
    sumOf(blocks.filter((each) => each.op.toLowerCase() === op).map(({ value }) => value))
  const memory = stats.memory_stats
  return {
    atMs: Date.parse(stats.read),
    cpuMs: stats.cpu_stats.cpu_usage.total_usage / 1e6,
    memoryBytes: memory.usage - (memory.stats.total_inactive_file ?? memory.stats.inactive_file),
    memoryLimitBytes: memory.limit,
    receivedBytes: sumOf(Object.values(stats.networks ?? {}).map(({ rx_bytes }) => rx_bytes)),
    sentBytes: sumOf(Object.values(stats.networks ?? {}).map(({ tx_bytes }) => tx_bytes)),
    readBytes: blocksOf('read'),
    writtenBytes: blocksOf('write'),
    pids: stats.pids_stats.current,
  }
}

/** On the shared engine, by files or, as if it were another machine's, by its API. */
function openSampler(way: 'files' | 'api', clock?: () => number) {
  const engine = createEngine(inject('engineVariables'))
  const feed = createEngineFeed(engine)
  const sampler = createContainerSampler({
    engine: way === 'files' ? engine : { ...engine, isLocal: false },
    feed,
    patienceMs: 10_000,
    ...(clock ? { clock } : {}),
  })
  onTestFinished(async () => {
    await sampler.dispose()
    feed.close()
  })
  const find = async (name: string) => (await sampler.sample()).find((each) => each.name === name)
  return {
    sampler,
    find,
    /** Waits until the container is there, or is not any more. */
    until: async (name: string, isThere = true): Promise<void> => {
      while (((await find(name)) !== undefined) !== isThere) await sleep(50)
    },
  }
}

/** The disk on which the engine keeps its data, as a device. */
async function findDisk(): Promise<string> {
  const dir = await createEngine(inject('engineVariables')).rootDir()
  const mounts = parseMounts(readFileSync('/proc/self/mountinfo', 'utf8'))
  const under = mounts.filter(({ path }) => `${dir}/`.startsWith(path.endsWith('/') ? path : `${path}/`))
  return under.toSorted((a, b) => a.path.length - b.path.length).at(-1)?.source ?? ''
}

beforeAll(async () => {
  await docker('network', 'create', network)
  await run('burner', ['--cpus', '0.5'], 'while :; do :; done')
  const fill =
    'dd if=/dev/zero of=/dev/shm/kept bs=1M count=40; dd if=/dev/zero of=/cache/file bs=1M count=60; cat /cache/file /cache/file >/dev/null; touch /cache/full'
  await run('filler', ['--memory', '256m', '--shm-size', '64m', '--volume', '/cache'], `${fill}; ${forever}`)
  // A limit makes newer kernels count what a group of version 1 does to the disk.
  await run('writer', ['--volume', '/data', '--device-write-bps', `${await findDisk()}:1gb`], forever)
  await run('receiver', ['--network', network], 'nc -ll -p 9000 -e cat >/dev/null')
  await run('sender', ['--network', network], forever)
  await run('many', [], 'for each in $(seq 19); do sleep 100000 & done; wait')
  await run('inhost', ['--network', 'host'], forever)
  await run('joined', ['--network', 'container:sender'], forever)
  while (
    (await docker('exec', 'filler', 'sh', '-c', 'test -e /cache/full && echo full || true')) !== 'full' ||
    (await askEngine('many')).pids !== 20
  )
    await sleep(100)
})

afterAll(async () => {
  const names = ['burner', 'filler', 'writer', 'receiver', 'sender', 'many', 'inhost', 'joined']
  await docker('rm', '--force', '--volumes', ...names)
  await docker('network', 'rm', network)
})

describe.each(['files', 'api'] as const)('what is said of a container by %s', (way) => {
  /**
   * What was moved between two samples, to the byte. A quarter of an hour passes on the sampler's clock: so long that the
   * engine's own, which is the better one otherwise, cannot be meant.
   */
  async function measure(name: string, work: () => Promise<unknown>) {
    let nowMs = 0
    const { find, until } = openSampler(way, () => nowMs)
    await until(name)
    await find(name)
    const before = await askEngine(name)
    await work()
    nowMs += 1_000_000
    const reading = await find(name)
    const after = await askEngine(name)
    const moved = (rate: number | null | undefined) =>
      rate === null || rate === undefined ? null : Math.round(rate * 1000)
    return {
      before,
      after,
      received: moved(reading?.networkInBytesPerS),
      sent: moved(reading?.networkOutBytesPerS),
      read: moved(reading?.diskReadBytesPerS),
      written: moved(reading?.diskWriteBytesPerS),
    }
  }

  it('is the CPU that it burns, within two points', async () => {
    const { until, find } = openSampler(way)
    await until('burner')
    const before = await askEngine('burner')
    await find('burner')
    await sleep(windowMs)
    const reading = await find('burner')
    const after = await askEngine('burner')
    const theirs = (after.cpuMs - before.cpuMs) / (after.atMs - before.atMs)
    expect(Math.abs((reading?.cpuCores ?? NaN) - theirs)).toBeLessThanOrEqual(0.02)
    expect(theirs).toBeGreaterThan(0.1)
  })

  it('is its memory without the page cache, within 1 %, and its limit', async () => {
    const { until, find } = openSampler(way)
    await until('filler')
    const reading = await find('filler')
    const theirs = await askEngine('filler')
    expect((reading?.memoryBytes ?? NaN) / theirs.memoryBytes).toBeCloseTo(1, 2)
    expect(reading?.memoryBytes).toBeGreaterThan(40 * mib)
    expect([reading?.memoryLimitBytes, theirs.memoryLimitBytes]).toEqual([256 * mib, 256 * mib])
    expect((await find('many'))?.memoryLimitBytes).toBe(null)
  })

  it('is what it writes to a disk and reads from it', async () => {
    const { read, written, before, after } = await measure('writer', async () => {
      const file = 'bs=64k count=160'
      const write = `dd if=/dev/zero of=/data/file ${file} oflag=direct`
      await docker(
        'exec',
        'writer',
        'sh',
        '-c',
        `${write} && dd if=/data/file of=/dev/null ${file} iflag=direct`,
      )
    })
    const theirs = [after.readBytes - before.readBytes, after.writtenBytes - before.writtenBytes]
    expect([read, written]).toEqual(theirs)
    expect(Math.min(...theirs)).toBeGreaterThanOrEqual(10 * mib)
  })

  it('is what it sends, and what another receives of it', async () => {
    const send = async () => {
      await docker('exec', 'sender', 'sh', '-c', 'head -c 20000000 /dev/zero | nc receiver 9000 | wc -c')
      // What was sent last is on its way for a moment.
      let before = -1
      for (;;) {
        const { receivedBytes, sentBytes } = await askEngine('receiver')
        if (receivedBytes + sentBytes === before) return
        before = receivedBytes + sentBytes
        await sleep(200)
      }
    }
    const sender = await measure('sender', send)
    const receiver = await measure('receiver', send)
    for (const { received, sent, before, after } of [sender, receiver]) {
      const theirs = {
        received: after.receivedBytes - before.receivedBytes,
        sent: after.sentBytes - before.sentBytes,
      }
      expect(Math.min(theirs.received, theirs.sent)).toBeGreaterThan(20_000_000)
      // Neighbours talk at any moment, so not to the byte.
      expect(Math.abs((received ?? NaN) - theirs.received)).toBeLessThan(20_000)
      expect(Math.abs((sent ?? NaN) - theirs.sent)).toBeLessThan(20_000)
    }
  })

  it('is how many processes it has', async () => {
    const { until, find } = openSampler(way)
    await until('many')
    expect([(await find('many'))?.pids, (await askEngine('many')).pids]).toEqual([20, 20])
  })

  it('is no traffic in the network of the machine', async () => {
    const { received, sent } = await measure('inhost', () => Promise.resolve())
    expect([received, sent]).toEqual([null, null])
  })

  it('is no traffic in the network of another container, which has it counted already', async () => {
    const { received, sent } = await measure('joined', () =>
      docker('exec', 'joined', 'ping', '-c', '1', 'receiver'),
    )
    expect([received, sent]).toEqual([null, null])
  })
})

describe('containers that come and go', () => {
  it('are sampled from their start to their end, over a restart and under a new name', async () => {
    const { until, find } = openSampler('files')
    await run('comes', [], forever)
    onTestFinished(() => docker('rm', '--force', 'goes').then(() => undefined))
    await until('comes')
    const [, before] = [await find('comes'), await find('comes')]
    expect(before?.cpuCores).toBeGreaterThanOrEqual(0)
    await docker('rename', 'comes', 'goes')
    await until('goes')
    await docker('restart', '--time', '5', 'goes')
    // Its first second again.
    while ((await find('goes'))?.cpuCores !== null) await sleep(50)
    await docker('stop', '--time', '5', 'goes')
    await until('goes', false)
  })

  it('may live for 200 ms', async () => {
    const { sampler, until } = openSampler('files')
    await until('many')
    const seen: ContainerReading[] = []
    let isOver = false
    const lives = async () => {
      for (let count = 0; count < 5; count += 1)
        await docker('run', '--rm', '--name', `brief-${count}`, '--entrypoint', 'sleep', image, '0.2')
      isOver = true
    }
    const watch = async () => {
      while (!isOver) {
        seen.push(...(await sampler.sample()))
        await sleep(20)
      }
    }
    await Promise.all([lives(), watch()])
    for (let count = 0; count < 5; count += 1) await until(`brief-${count}`, false)
    const rates = seen.flatMap((each) => [each.cpuCores, each.networkInBytesPerS, each.diskWriteBytesPerS])
    expect(rates.filter((rate) => rate !== null && !(rate >= 0))).toEqual([])
  })
})
