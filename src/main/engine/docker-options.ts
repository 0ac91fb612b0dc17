import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type Docker from 'dockerode'
import { SwitchyardError } from '../../shared/errors.ts'
import { step } from '../../shared/next-steps.ts'
import type { EngineAddress } from './find-engine.ts'
import { NoEngineError } from './no-engine-error.ts'

/** How dockerode reaches an address. Throws ENGINE_UNREACHABLE for one that is none, and for keys that cannot be read. */
export function dockerOptions({ host, tlsDir }: EngineAddress): Docker.DockerOptions {
  if (host.startsWith('unix://')) return { socketPath: host.slice('unix://'.length) }
  const url = parseHost(host)
  if (url.protocol === 'ssh:') {
    return { protocol: 'ssh', host: url.hostname, port: Number(url.port) || 22, username: url.username }
  }
  const keys = tlsDir === null ? null : readKeys(tlsDir)
  const port = Number(url.port) || (keys ? 2376 : 2375)
  return { protocol: keys ? 'https' : 'http', host: url.hostname, port, ...(keys ?? {}) }
}

function parseHost(host: string): URL {
  try {
    return new URL(host)
  } catch (cause) {
    const steps = [
      step('Write it like unix:///var/run/docker.sock or tcp://127.0.0.1:2375'),
      step('Or use the engine of this machine', 'unset DOCKER_HOST'),
    ]
    const message = `DOCKER_HOST is not an address: ${host}.`
    throw new NoEngineError({ kind: 'engine-elsewhere', message, steps }, cause)
  }
}

function readKeys(dir: string): { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer } {
  const read = (name: string) => {
    try {
      return readFileSync(join(dir, name))
    } catch (cause) {
      throw new SwitchyardError('ENGINE_UNREACHABLE', 'A key for the Docker engine cannot be read.', {
        place: { file: join(dir, name) },
        hint: 'Set DOCKER_CERT_PATH to the folder with ca.pem, cert.pem and key.pem, or unset DOCKER_TLS_VERIFY.',
        cause,
      })
    }
  }
  return { ca: read('ca.pem'), cert: read('cert.pem'), key: read('key.pem') }
}
