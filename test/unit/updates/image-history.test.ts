import { describe, expect, it } from 'vitest'
import { describeUses, findWayBack } from '../../../src/main/updates/image-history.ts'
import type { KeptUse } from '../../../src/main/store/image-store.ts'
import { problemsOf } from '../run/sample-model.ts'

const use = (reference: string, imageId: string, digest: string | null, sinceMs: number): KeptUse => ({
  reference,
  imageId,
  digest,
  sinceMs,
  runId: null,
})
const uses = [
  use('redis:7', 'sha256:ccccccc1', 'sha256:ccccccd1', 3000),
  use('redis:7', 'sha256:bbbbbbb1', 'sha256:bbbbbbd1', 2000),
  use('redis:6', 'sha256:aaaaaaa1', null, 1000),
]
const images = [{ id: 'sha256:ccccccc1', tags: [], digests: [] }]

describe('what a service ran', () => {
  it('is told newest first, each until the next one came', () => {
    expect(describeUses(uses, 'sha256:ccccccc1', images)).toEqual([
      {
        reference: 'redis:7',
        imageId: 'sha256:ccccccc1',
        digest: 'sha256:ccccccd1',
        since: '1970-01-01T00:00:03.000Z',
        until: null,
        runId: null,
        isHere: true,
        isCurrent: true,
      },
      {
        reference: 'redis:7',
        imageId: 'sha256:bbbbbbb1',
        digest: 'sha256:bbbbbbd1',
        since: '1970-01-01T00:00:02.000Z',
        until: '1970-01-01T00:00:03.000Z',
        runId: null,
        isHere: false,
        isCurrent: false,
      },
      {
        reference: 'redis:6',
        imageId: 'sha256:aaaaaaa1',
        digest: null,
        since: '1970-01-01T00:00:01.000Z',
        until: '1970-01-01T00:00:02.000Z',
        runId: null,
        isHere: false,
        isCurrent: false,
      },
    ])
  })

  const known = { reference: 'redis:7', uses, images }
  it('can be gone back to by id, or by digest when the engine does not have it any more', () => {
    expect(findWayBack('data/cache', 'ccccccc1', known)).toBe('sha256:ccccccc1')
    expect(findWayBack('data/cache', 'sha256:bbbbbbd1', known)).toBe('redis@sha256:bbbbbbd1')
    expect(findWayBack('data/cache', 'redis@sha256:bbbbbbd1', known)).toBe('redis@sha256:bbbbbbd1')
  })

  it('cannot be gone back to under another name, unknown, or when nobody has it', () => {
    expect(problemsOf(() => findWayBack('data/cache', 'aaaaaaa1', known))).toEqual([
      'USAGE data/cache ran that image as redis:6, and its Compose file names redis:7 now.',
    ])
    expect(problemsOf(() => findWayBack('data/cache', '123456', known))).toEqual([
      'NAME_UNKNOWN data/cache is not known to have run an image 123456.',
    ])
    expect(
      problemsOf(() => findWayBack('data/cache', 'aaaaaaa1', { ...known, reference: 'redis:6' })),
    ).toEqual([
      'ENGINE_REFUSED The engine does not have that image of data/cache any more, and it was made here: no registry has it.',
    ])
  })
})
