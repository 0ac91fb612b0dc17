import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { formatCommand } from '../../shared/format.ts'
import { step } from '../../shared/next-steps.ts'
import { dockerConfigDir } from './docker-config-dir.ts'
import { NoEngineError } from './no-engine-error.ts'

/** Where the engine is, as `DOCKER_HOST` writes it, like `unix:///var/run/docker.sock`, and the folder of its TLS keys. */
export interface EngineAddress {
  readonly host: string
  readonly tlsDir: string | null
  /** Who says so; null for the default socket, which nobody has to name. */
  readonly namedBy: EngineNaming | null
}

/** What names an engine, like `DOCKER_HOST` or `the docker context far`, and the command that takes it back. */
export interface EngineNaming {
  readonly what: string
  readonly undo: readonly string[]
}

export const defaultSocket = '/var/run/docker.sock'

/** Finds the engine as the docker client does: `DOCKER_HOST`, `DOCKER_CONTEXT`, the current context, the default socket. */
export function findEngine(variables: NodeJS.ProcessEnv): EngineAddress {
  const host = variables['DOCKER_HOST']
  if (host) {
    const keysDir = variables['DOCKER_CERT_PATH'] || dockerConfigDir(variables)
    const tlsDir = variables['DOCKER_TLS_VERIFY'] ? keysDir : null
    return { host, tlsDir, namedBy: { what: 'DOCKER_HOST', undo: ['unset', 'DOCKER_HOST'] } }
  }
  const configDir = dockerConfigDir(variables)
  const ofShell = variables['DOCKER_CONTEXT']
  const context = ofShell || currentContext(configDir)
  if (!context || context === 'default') {
    return { host: `unix://${defaultSocket}`, tlsDir: null, namedBy: null }
  }
  const undo = ofShell ? ['unset', 'DOCKER_CONTEXT'] : ['docker', 'context', 'use', 'default']
  return readContext(configDir, context, undo)
}

const configSchema = z.object({ currentContext: z.string().optional() })
const contextSchema = z.object({ Endpoints: z.object({ docker: z.object({ Host: z.string() }) }) })

function currentContext(configDir: string): string | null {
  try {
    const config = configSchema.safeParse(JSON.parse(readFileSync(join(configDir, 'config.json'), 'utf8')))
    return config.data?.currentContext ?? null
  } catch {
    return null
  }
}

/** Contexts lie in folders named by the SHA-256 of their name. Source: docker/cli, cli/context/store. */
function readContext(configDir: string, name: string, undo: readonly string[]): EngineAddress {
  const id = createHash('sha256').update(name).digest('hex')
  try {
    const meta = contextSchema.parse(
      JSON.parse(readFileSync(join(configDir, 'contexts', 'meta', id, 'meta.json'), 'utf8')),
    )
    const namedBy = { what: `the docker context ${name}`, undo }
    return { host: meta.Endpoints.docker.Host, tlsDir: null, namedBy }
  } catch (cause) {
    const steps = [
      step('See which there are', 'docker context ls'),
      step('Use the engine of this machine', formatCommand(undo)),
    ]
    const message = `There is no usable docker context named ${name}.`
    throw new NoEngineError({ kind: 'engine-elsewhere', message, steps }, cause)
  }
}
