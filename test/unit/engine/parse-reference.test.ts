import { describe, expect, it } from 'vitest'
import { digestFor, isSameReference, parseReference } from '../../../src/main/engine/parse-reference.ts'

describe('an image reference', () => {
  it.each([
    ['redis', 'docker.io', 'docker.io/library/redis', 'latest', null],
    ['redis:7', 'docker.io', 'docker.io/library/redis', '7', null],
    ['grafana/loki', 'docker.io', 'docker.io/grafana/loki', 'latest', null],
    ['docker.io/library/redis:7', 'docker.io', 'docker.io/library/redis', '7', null],
    ['index.docker.io/redis', 'docker.io', 'docker.io/library/redis', 'latest', null],
    ['ghcr.io/a/b:1', 'ghcr.io', 'ghcr.io/a/b', '1', null],
    ['localhost/a', 'localhost', 'localhost/a', 'latest', null],
    ['127.0.0.1:5000/a', '127.0.0.1:5000', '127.0.0.1:5000/a', 'latest', null],
    ['127.0.0.1:5000/a:2', '127.0.0.1:5000', '127.0.0.1:5000/a', '2', null],
    ['redis@sha256:ab', 'docker.io', 'docker.io/library/redis', null, 'sha256:ab'],
    ['redis:7@sha256:ab', 'docker.io', 'docker.io/library/redis', '7', 'sha256:ab'],
  ])('%s is taken apart as Docker does', (text, host, repository, tag, digest) => {
    expect(parseReference(text)).toEqual({ host, repository, tag, digest })
  })

  it('is the same in its long and its short form, and with a digest whatever the tag says', () => {
    expect(isSameReference('redis', 'docker.io/library/redis:latest')).toBe(true)
    expect(isSameReference('redis:7', 'redis:8')).toBe(false)
    expect(isSameReference('redis:7@sha256:ab', 'redis@sha256:ab')).toBe(true)
    expect(isSameReference('redis:7', 'redis@sha256:ab')).toBe(false)
  })

  it('has the digest of its own repository, else the first', () => {
    const digests = ['ghcr.io/me/redis@sha256:aa', 'redis@sha256:bb']
    expect(digestFor('redis:7', digests)).toBe('sha256:bb')
    expect(digestFor('other:7', digests)).toBe('sha256:aa')
    expect(digestFor('redis:7', [])).toBe(null)
  })
})
