import { describe, expect, it } from 'vitest'
import type { EngineImage } from '../../../src/main/engine/images.ts'
import { judgeHere, judgeRemote, type LocalImage } from '../../../src/main/updates/judge-image.ts'

const old: EngineImage = { id: 'sha256:old', tags: [], digests: ['redis@sha256:one'] }
const running = { reference: 'redis:7', imageId: 'sha256:old' }
const redis: LocalImage = { reference: 'redis:7', isBuilt: false, runs: running }
const named = (image: EngineImage, ...tags: string[]): EngineImage => ({ ...image, tags })

describe('an image, without a registry', () => {
  it.each<[string, LocalImage, readonly EngineImage[], string | null]>([
    ['of a service without a container', { ...redis, runs: null }, [], 'absent'],
    ['that the files build', { ...redis, isBuilt: true }, [named(old, 'redis:7')], 'built'],
    [
      'that was built again since',
      { ...redis, isBuilt: true },
      [old, { id: 'sha256:new', tags: ['redis:7'], digests: [] }],
      'here',
    ],
    ['that the files name otherwise', { ...redis, reference: 'redis:8' }, [old], 'files'],
    [
      'that the files name by digest',
      {
        reference: 'redis@sha256:one',
        isBuilt: false,
        runs: { ...running, reference: 'redis@sha256:one' },
      },
      [old],
      'pinned',
    ],
    ['that was never in a registry', redis, [{ ...old, tags: ['redis:7'], digests: [] }], 'local'],
    ['that came from a registry', redis, [named(old, 'redis:7')], null],
  ])('%s', (_, local, images, kind) => {
    expect(judgeHere(local, images)?.kind ?? null).toBe(kind)
  })
})

describe('an image, with what the registry says', () => {
  const pulled: EngineImage = { id: 'sha256:new', tags: ['redis:7'], digests: ['redis@sha256:two'] }

  it('is current when the registry has its digest', () => {
    expect(judgeRemote(redis, [named(old, 'redis:7')], { digest: 'sha256:one' })).toEqual({
      kind: 'current',
    })
  })

  it('is newer when the registry has another one', () => {
    expect(judgeRemote(redis, [named(old, 'redis:7')], { digest: 'sha256:two' })).toEqual({
      kind: 'newer',
      digest: 'sha256:two',
    })
  })

  it('is here already when that one was pulled, also while the registry does not answer', () => {
    expect(judgeRemote(redis, [old, pulled], { digest: 'sha256:two' })).toEqual({ kind: 'here' })
    expect(judgeRemote(redis, [old, pulled], { reason: 'It is down.' })).toEqual({ kind: 'here' })
  })

  it('is newer than what was pulled when the registry has a third one', () => {
    expect(judgeRemote(redis, [old, pulled], { digest: 'sha256:three' })).toEqual({
      kind: 'newer',
      digest: 'sha256:three',
    })
  })

  it('is not known, with the reason, when the registry does not say', () => {
    expect(judgeRemote(redis, [named(old, 'redis:7')], { reason: 'It is down.' })).toEqual({
      kind: 'unknown',
      reason: 'It is down.',
    })
  })
})
