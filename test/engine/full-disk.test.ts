import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { type PrivateEngine, startPrivateEngine } from '../../scripts/engine/private-engine.ts'
import { type Registry, startRegistry } from '../../scripts/registry/start-registry.ts'
import { pick, readContainers } from './support/containers.ts'
import { type LabFixture, openLabWith } from './support/lab-fixture.ts'
import { publishImage, removeImages } from './support/publish-image.ts'

describe('an engine whose disk is full in the middle of a pull', () => {
  let disk: string
  let engine: PrivateEngine
  let registry: Registry
  let lab: LabFixture

  beforeAll(async () => {
    disk = await mkdtemp(join(tmpdir(), 'switchyard-disk-'))
    await execa('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'none', disk])
    engine = await startPrivateEngine({
      instance: `${inject('engineInstance').slice(0, 26)}-full`,
      keepData: false,
      daemonSettings: { 'data-root': join(disk, 'docker') },
    })
    registry = await startRegistry()
    const service = (name: string) => `${name}: { image: '${registry.host}/small:1', stop_grace_period: 1s }`
    lab = await openLabWith(
      'full',
      { 'compose.yaml': `services:\n  ${service('app')}\n  ${service('other')}\n` },
      { variables: { ...inject('engineVariables'), ...engine.env } },
    )
    await publishImage(registry, 'small:1')
    await lab.run({ kind: 'start' })
  })
  afterAll(async () => {
    await lab[Symbol.asyncDispose]()
    await removeImages(registry)
    await registry.stop()
    await engine.stop(true)
    await execa('umount', [disk])
    await rm(disk, { recursive: true })
  })

  it('keeps everything as it was, in an update and in a start, and says what to do', async () => {
    const before = await readContainers(lab, ['full'])
    await publishImage(registry, 'big:1', { fillerMib: 6 })
    await publishImage(registry, 'small:1')
    const overlay = `services: { app: { image: '${registry.host}/big:1' } }\n`
    await writeFile(join(lab.dir, 'compose.override.yaml'), overlay)
    const updated = await lab.run({ kind: 'update' })
    const started = await lab.run({ kind: 'start' })
    expect([updated.end.failures, started.end.failures]).toEqual([[full()], [full()]])
    expect([updated.end.outcome, started.end.outcome]).toEqual(['failed', 'failed'])
    const after = await readContainers(lab, ['full'])
    expect([pick(after, 'id'), pick(after, 'state')]).toEqual([pick(before, 'id'), pick(before, 'state')])
  })

  function full(): unknown {
    const dir = join(disk, 'docker')
    return {
      service: null,
      step: 'pull:.',
      // The small image is pulled at the same time, and may find no room either.
      reason: expect.stringMatching(
        new RegExp(
          `^The engine's disk is full, with no room for ${registry.host}/big:1(?: and ${registry.host}/small:1)? \\([\\d.]+\\sMiB are free in ${dir} now\\)\\. Nothing of full/app(?: and full/other)? was stopped for it\\.$`,
        ),
      ) as string,
      exitCode: 1,
      log: [
        expect.stringMatching(/^The engine says: .*no space left on device\.$/),
        'Make room with `switchyard clean` (`switchyard storage` shows what fills the disk), then try again.',
      ],
    }
  }
})
