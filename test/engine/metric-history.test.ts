import { rmSync, statfsSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { describe, expect, it } from 'vitest'
import { createMetricHistory } from '../../src/main/metrics/history/create-history.ts'
import type { MetricHistory, MetricSample } from '../../src/main/metrics/history/model.ts'

const startMs = Date.UTC(2026, 0, 1)
const names = Array.from({ length: 100 }, (_, index) => `container:${index}`)

/** A disk of two mebibytes. */
async function mountSmallDisk() {
  const dir = await mkdtemp(join(tmpdir(), 'switchyard-small-'))
  await execa('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', dir])
  const filler = join(dir, 'filler')
  return {
    dir,
    /** Takes all the room that there is left, but for so much. */
    fill(leftBytes: number) {
      const { bavail, bsize } = statfsSync(dir)
      writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - leftBytes)))
    },
    empty: () => rmSync(filler),
    async [Symbol.asyncDispose]() {
      await execa('umount', ['--lazy', dir])
      await rm(dir, { recursive: true })
    },
  }
}

function addEachSecond(history: MetricHistory, from: number, to: number): void {
  for (let second = from; second < to; second += 1) {
    const value = (name: string, index: number): MetricSample => [
      name,
      'cpu',
      ((second * 37 + index) % 1000) + 1,
    ]
    history.add(startMs + second * 1000, names.map(value))
  }
}

/** From 0 to that second, in steps of ten; whether each has something, of all containers. */
function hasEachStep(history: MetricHistory, seconds: number): boolean {
  const toMs = startMs + seconds * 1000
  const question = { subjects: { prefix: 'container:' }, metrics: ['cpu'], fromMs: startMs, toMs }
  const { series } = history.query({ ...question, points: seconds / 10 })
  return series.length === names.length && series.every(({ mean }) => mean.every((each) => each !== null))
}

const isFull = /^The disk with .*metrics\.db is full, so only the last 15 minutes are kept until .+\.$/

describe('the history on a disk that is full', () => {
  it('goes on in memory, says so, and leaves no gap when there is room again within 15 minutes', async () => {
    await using disk = await mountSmallDisk()
    const history = createMetricHistory({ stateDir: disk.dir })
    try {
      addEachSecond(history, 0, 100)
      expect(history.stats()).toMatchObject({ isWriter: true, droppedBecause: null })
      disk.fill(0)
      addEachSecond(history, 100, 800)
      expect(history.stats().droppedBecause).toMatch(isFull)
      expect(hasEachStep(history, 800)).toBe(true)
      disk.empty()
      addEachSecond(history, 800, 820)
      expect(history.stats().droppedBecause).toBe(null)
    } finally {
      history.dispose()
    }
    const again = createMetricHistory({ stateDir: disk.dir })
    expect(hasEachStep(again, 820)).toBe(true)
    again.dispose()
  })

  it('has a gap when there was no room for longer, and goes on behind it', async () => {
    await using disk = await mountSmallDisk()
    const history = createMetricHistory({ stateDir: disk.dir })
    addEachSecond(history, 0, 100)
    disk.fill(0)
    addEachSecond(history, 100, 3000)
    disk.empty()
    addEachSecond(history, 3000, 3020)
    history.dispose()
    const again = createMetricHistory({ stateDir: disk.dir })
    const toMs = startMs + 3000 * 1000
    const question = { subjects: ['container:5'], metrics: ['cpu'], fromMs: startMs, toMs, points: 5 }
    const { stepMs, series } = again.query(question)
    expect([stepMs, series[0]?.mean.map((each) => each !== null)]).toEqual([
      900_000,
      [true, false, true, true],
    ])
    again.dispose()
  })

  it('begins in memory, and is on the disk as soon as that has room', async () => {
    await using disk = await mountSmallDisk()
    disk.fill(0)
    const history = createMetricHistory({ stateDir: disk.dir })
    addEachSecond(history, 0, 100)
    expect(history.stats()).toMatchObject({ isWriter: false, droppedBecause: expect.stringMatching(isFull) })
    disk.empty()
    addEachSecond(history, 100, 200)
    history.dispose()
    const again = createMetricHistory({ stateDir: disk.dir })
    expect([hasEachStep(again, 200), again.stats().droppedBecause]).toEqual([true, null])
    again.dispose()
  })

  it('fills it by itself, and is still whole when it is opened again', async () => {
    await using disk = await mountSmallDisk()
    const history = createMetricHistory({ stateDir: disk.dir })
    disk.fill(300_000)
    addEachSecond(history, 0, 4000)
    expect(history.stats().droppedBecause).toMatch(isFull)
    history.dispose()
    const again = createMetricHistory({ stateDir: disk.dir })
    expect([hasEachStep(again, 100), again.stats()]).toEqual([
      true,
      expect.objectContaining({ oldestMs: startMs, setAside: null }),
    ])
    again.dispose()
  })
})
