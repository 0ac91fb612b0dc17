import Docker from 'dockerode'
import { SwitchyardError } from '../../shared/errors.ts'
import { dockerOptions } from './docker-options.ts'
import { explainAbsence } from './explain-absence.ts'
import { findEngine, type EngineAddress } from './find-engine.ts'
import { NoEngineError } from './no-engine-error.ts'
import { findPlaces, probeAbsence, type ProbePlaces } from './probe-absence.ts'

/** The way to an engine. */
export interface EngineReach {
  readonly address: EngineAddress
  readonly docker: Docker
  /** Does work with the engine; what goes wrong becomes an error with a sentence. */
  readonly call: <Value>(work: () => Promise<Value>) => Promise<Value>
  /** That error, for what was thrown elsewhere. */
  readonly fail: (error: unknown) => Promise<Error>
}

/**
 * The way to the engine that these variables name. Where they name none that can be tried, every call says so: the doors open all the
 * same, and have something to say.
 */
export function reachEngine(variables: NodeJS.ProcessEnv): EngineReach {
  try {
    const address = findEngine(variables)
    const docker = new Docker(dockerOptions(address))
    const places = findPlaces(variables)
    const fail = (error: unknown) => engineError(address, error, places)
    const call = async <Value>(work: () => Promise<Value>): Promise<Value> => {
      try {
        return await work()
      } catch (error) {
        throw await fail(error)
      }
    }
    return { address, docker, call, fail }
  } catch (error) {
    if (!(error instanceof SwitchyardError)) throw error
    const named = variables['DOCKER_HOST'] || `the docker context ${variables['DOCKER_CONTEXT'] ?? ''}`.trim()
    return {
      address: { host: named, tlsDir: null, namedBy: null },
      // Nothing is asked of it.
      docker: new Docker({ socketPath: '/dev/null' }),
      call: () => Promise.reject(error),
      fail: () => Promise.resolve(error),
    }
  }
}

/** An answer of the engine keeps its own words; everything else means that nobody answered. */
async function engineError(address: EngineAddress, error: unknown, places: ProbePlaces): Promise<Error> {
  if (error instanceof SwitchyardError) return error
  const status = (error as { statusCode?: number }).statusCode
  if (status !== undefined) {
    const reason = (error as { json?: { message?: string } }).json?.message ?? (error as Error).message
    const code = /client version .* is too (new|old)/.test(reason) ? 'ENGINE_TOO_OLD' : 'ENGINE_REFUSED'
    return new SwitchyardError(code, `The engine says: ${reason.trim()}.`.replace(/\.\.$/, '.'), {
      cause: error,
    })
  }
  const absence = await probeAbsence(address, (error as { code?: string }).code, places)
  return new NoEngineError(explainAbsence(absence), error)
}
