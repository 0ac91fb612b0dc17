import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { askRegistries } from '../../../src/main/updates/ask-registries.ts'
import { SwitchyardError } from '../../../src/shared/errors.ts'

describe('registries', () => {
  let home: string
  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'switchyard-registries-'))
  })
  afterAll(() => rm(home, { recursive: true }))
  const says = (words: string) => new SwitchyardError('ENGINE_REFUSED', `The engine says: ${words}.`)

  /** An engine whose registries answer by what a reference is called. */
  const ask = async (references: readonly string[]) => {
    const asked: string[] = []
    let most = 0
    let now = 0
    const answers = await askRegistries(references, {
      variables: { HOME: home },
      limitMs: 50,
      engine: {
        async findRemoteDigest(reference, _login, signal) {
          asked.push(reference)
          now += 1
          most = Math.max(most, now)
          try {
            await new Promise((resolve) => setImmediate(resolve))
            if (reference.startsWith('down.example')) throw says('dial tcp: connect: connection refused')
            if (reference.startsWith('slow.example')) {
              await new Promise((resolve) => signal.addEventListener('abort', resolve))
              throw signal.reason
            }
            if (reference.includes('secret')) throw says('unauthorized: authentication required')
            if (reference.includes('gone')) throw says('manifest unknown: manifest unknown')
            if (reference.includes('many')) throw says('toomanyrequests: You have reached your limit')
            return `sha256:${reference}`
          } finally {
            now -= 1
          }
        },
      },
    })
    return { asked, most, answers: Object.fromEntries(answers) }
  }

  it('are asked once for each reference, and not more than a dozen at a time', async () => {
    const references = Array.from({ length: 50 }, (_, index) => `image${index % 25}`)
    const { asked, most, answers } = await ask(references)
    expect([asked.length, most, Object.keys(answers).length]).toEqual([25, 12, 25])
  })

  it('each have one clear sentence for what goes wrong, and the others still answer', async () => {
    const { answers } = await ask([
      'down.example/a:1',
      'slow.example/b:1',
      'ghcr.io/me/secret:1',
      'gone:1',
      'many:1',
      'redis:7',
    ])
    expect(answers).toEqual({
      'down.example/a:1': { reason: 'down.example cannot be reached: connection refused.' },
      'slow.example/b:1': { reason: 'slow.example did not answer in time about slow.example/b:1.' },
      'ghcr.io/me/secret:1': {
        reason:
          'ghcr.io does not show ghcr.io/me/secret:1: it is not there, or you must log in first (docker login ghcr.io).',
      },
      'gone:1': { reason: 'Docker Hub has no gone:1.' },
      'many:1': {
        reason:
          'Docker Hub answers no more questions for now (its rate limit is reached); try later, or log in: docker login.',
      },
      'redis:7': { digest: 'sha256:redis:7' },
    })
  })

  it('that are out of reach are asked nothing more', async () => {
    const references = Array.from({ length: 40 }, (_, index) => `down.example/image${index}`)
    const { asked, answers } = await ask(references)
    expect(asked.length).toBe(12)
    expect(new Set(Object.values(answers).map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([JSON.stringify({ reason: 'down.example cannot be reached: connection refused.' })]),
    )
  })
})
