import { expect, it } from 'vitest'
import { isEngineGone } from '../../../../src/main/run/execute/run-compose.ts'

it.each([
  ['Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?', true],
  ['failed to connect to the docker API at unix:///var/run/docker.sock; check if the path is correct', true],
  ['error during connect: Post "http://%2Fvar%2Frun%2Fdocker.sock/v1.51/containers/create": EOF', true],
  [
    'Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.51/networks": read unix @->/var/run/docker.sock: read: connection reset by peer',
    true,
  ],
  ['unexpected EOF', true],
  [
    'Error response from daemon: Get "https://registry.local:5000/v2/": dial tcp 10.0.0.9:5000: connect: connection refused',
    false,
  ],
  ['Error response from daemon: Get "https://registry-1.docker.io/v2/": EOF', false],
  [
    'failed to resolve reference "localhost:5000/web:1": failed to do request: Head "http://localhost:5000/v2/web/manifests/1": dial tcp 127.0.0.1:5000: connect: connection refused',
    false,
  ],
  [
    'failed to solve: process "/bin/sh -c curl http://localhost" did not complete successfully: exit code: 7',
    false,
  ],
  ['no such service: web', false],
])('%s: the engine is gone: %s', (reason, expected) => {
  expect(isEngineGone(reason)).toBe(expected)
})
