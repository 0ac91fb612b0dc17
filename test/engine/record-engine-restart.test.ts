import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest'
import { ensureImages } from '../../scripts/engine/images.ts'
import { type PrivateEngine, startPrivateEngine } from '../../scripts/engine/private-engine.ts'
import { followRecord } from './support/follow-record.ts'
import { openLabWith } from './support/lab-fixture.ts'

const compose = `name: reborn
services:
  again: { image: 'switchyard/fixture:1', init: true, restart: always, entrypoint: [sleep, infinity] }
  once: { image: 'switchyard/fixture:1', init: true, entrypoint: [sleep, infinity] }
`
const isSeen = { timeout: 60_000, interval: 100 }

let engine: PrivateEngine
beforeAll(async () => {
  engine = await startPrivateEngine({ instance: `${inject('engineInstance')}-reborn` })
  await ensureImages(engine.env, ['fixture'])
})
afterAll(() => engine.stop())

it('an engine that dies leaves a gap, and how containers are after it is found out', async () => {
  await using lab = await openLabWith('reborn', { 'compose.yaml': compose }, { variables: engine.env })
  const fromMs = Date.now()
  await using followed = followRecord(lab.variables, 'reborn')
  const { record, told } = followed
  await lab.docker(['compose', 'up', '--detach', '--no-build'])
  await vi.waitFor(() => {
    expect([told('again'), told('once')]).toEqual([['started operator'], ['started operator']])
  }, isSeen)

  await engine.kill()
  await engine.restart()
  await vi.waitFor(() => {
    // With which exit code depends on what the engine finds.
    const ends = (service: string) => told(service).map((each) => each.replace(/ \d+$/, ''))
    expect([ends('again'), ends('once')]).toEqual([
      ['started operator', 'exited itself', 'started restart-policy'],
      ['started operator', 'exited itself'],
    ])
    expect(record.watched({ fromMs, toMs: Date.now() })).toHaveLength(2)
  }, isSeen)
})
