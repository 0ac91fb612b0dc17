import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { EngineStorage, SizeKind } from '../../../src/main/engine/storage-model.ts'
import { createMeasurer } from '../../../src/main/storage/measure.ts'

const options = { waitMs: 0, fresh: false }

async function folder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'switchyard-sizes-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  return dir
}

/** An engine that answers when it is told to. */
function slowEngine() {
  const asked: SizeKind[] = []
  const answer = Promise.withResolvers<void>()
  const measure = async (kind: SizeKind) => {
    asked.push(kind)
    await answer.promise
    return { rows: 5 }
  }
  return { engine: { measure } as unknown as Pick<EngineStorage, 'measure'>, asked, answer: answer.resolve }
}

it('what takes long is not waited for, goes on once, and is there the next time', async () => {
  const cacheDir = await folder()
  const { engine, asked, answer } = slowEngine()
  const measurer = createMeasurer({ engine, address: 'here', cacheDir })
  expect((await measurer.measure(['volumes'], options)).volumes).toBe(null)
  expect((await measurer.measure(['volumes'], options)).volumes).toBe(null)
  expect(asked).toEqual(['volumes'])
  answer()
  const { volumes } = await measurer.measure(['volumes'], { waitMs: 60_000, fresh: false })
  expect(volumes?.value).toEqual({ rows: 5 })
  // Another process has it from the disk, with the time at which it was measured; for another engine it is nothing.
  const later = createMeasurer({ engine: slowEngine().engine, address: 'here', cacheDir })
  expect((await later.measure([], options)).volumes).toEqual(volumes)
  const other = createMeasurer({ engine: slowEngine().engine, address: 'there', cacheDir })
  expect((await other.measure([], options)).volumes).toBe(null)
})
