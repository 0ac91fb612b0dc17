import { expect, it } from 'vitest'
import { imageReference } from '../../../../src/main/run/facts/image-reference.ts'

it.each([
  ['redis', 'redis:latest'],
  ['redis:7', 'redis:7'],
  ['library/redis:7', 'redis:7'],
  ['docker.io/redis', 'redis:latest'],
  ['docker.io/library/redis:7', 'redis:7'],
  ['index.docker.io/grafana/grafana', 'grafana/grafana:latest'],
  ['localhost:5000/web', 'localhost:5000/web:latest'],
  ['localhost:5000/web:2', 'localhost:5000/web:2'],
  ['ghcr.io/owner/library/web', 'ghcr.io/owner/library/web:latest'],
  ['redis@sha256:ab', 'redis@sha256:ab'],
  ['redis:7@sha256:ab', 'redis@sha256:ab'],
  ['localhost:5000/web@sha256:ab', 'localhost:5000/web@sha256:ab'],
])('the engine lists %s as %s', (written, listed) => {
  expect(imageReference(written)).toBe(listed)
})
