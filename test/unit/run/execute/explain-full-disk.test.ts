import { describe, expect, it } from 'vitest'
import {
  explainFullDisk,
  findUnpulled,
  isDiskFull,
} from '../../../../src/main/run/execute/explain-full-disk.ts'

// As engine 28 with overlay2 has said it, on a disk that was full while it loaded, unpacked or imported.
const told = [
  'write /var/lib/docker/tmp/GetImageBlob784365095: no space left on device',
  'failed to register layer: write /big: no space left on device',
  'write /blobs/sha256/5f91cee6c1b4d7a76d099f7608251bf96b50fa8aca67685feb3f6db1bc94672d: no space left on device',
]
const far = { isLocal: false, rootDir: () => Promise.resolve('/var/lib/docker') }
const failure = { service: null, step: 'pull:apps', reason: told[1] ?? '', exitCode: 1, log: ['Extracting'] }

describe('a full disk', () => {
  it.each(told)('is heard from: %s', (reason) => expect(isDiskFull(reason)).toBe(true))

  it('is told with the images that had not come, where the engine keeps them, and what to do', async () => {
    const services = [
      { stack: 'apps', service: 'web' },
      { stack: 'apps', service: 'worker' },
    ]
    expect(await explainFullDisk(far, failure, { services, images: ['web:1', 'worker:1'] })).toEqual({
      ...failure,
      reason:
        "The engine's disk is full, with no room for web:1 and worker:1 (it keeps images in /var/lib/docker). Nothing of apps/web and apps/worker was stopped for it.",
      log: [
        'The engine says: failed to register layer: write /big: no space left on device.',
        'Make room with `switchyard clean` (`switchyard storage` shows what fills the disk), then try again.',
      ],
    })
    const unknown = { ...far, rootDir: () => Promise.reject(new Error('gone')) }
    expect((await explainFullDisk(unknown, failure, { services: [], images: [] })).reason).toBe(
      "The engine's disk is full.",
    )
  })

  it('is not what other failures are', async () => {
    const other = { ...failure, reason: 'manifest unknown' }
    expect(await explainFullDisk(far, other, { services: [], images: [] })).toBe(other)
  })
})

describe('what Compose had not pulled', () => {
  const web = { stack: 'apps', service: 'web' }
  const worker = { stack: 'apps', service: 'worker' }

  it('is what it does not call pulled, or everything when it says nothing', () => {
    const said =
      ' web Pulling \n worker Pulling \n web Pulled \nfailed to register layer: no space left on device'
    expect(findUnpulled([web, worker], said)).toEqual([worker])
    expect(findUnpulled([web, worker], '')).toEqual([web, worker])
    expect(findUnpulled([web], 'web Pulled')).toEqual([web])
  })
})
