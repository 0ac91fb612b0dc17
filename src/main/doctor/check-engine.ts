import type { Finding } from '../../shared/doctor.ts'
import { SwitchyardError } from '../../shared/errors.ts'
import type { Compose } from '../compose/compose.ts'
import { checkApi, isOlder } from '../engine/check-api.ts'
import type { Engine } from '../engine/model.ts'

const oldestCompose = '2.24'

export async function checkEngine(engine: Engine): Promise<Finding[]> {
  try {
    const version = await engine.version()
    checkApi(version)
    return [
      {
        check: 'engine',
        level: 'ok',
        message: `Docker Engine ${version.engine} answers at ${engine.address} (API ${version.api}).`,
      },
    ]
  } catch (error) {
    return [asFinding('engine', error)]
  }
}

export async function checkCompose(compose: Compose): Promise<Finding[]> {
  try {
    const version = await compose.version()
    if (isOlder(version, oldestCompose)) {
      return [
        {
          check: 'compose',
          level: 'error',
          message: `Docker Compose ${version} is installed; Switchyard needs ${oldestCompose}.`,
          advice: 'Update the Compose plugin.',
        },
      ]
    }
    return [{ check: 'compose', level: 'ok', message: `Docker Compose ${version} is installed.` }]
  } catch (error) {
    return [asFinding('compose', error)]
  }
}

function asFinding(check: string, error: unknown): Finding {
  if (!(error instanceof SwitchyardError)) throw error
  return { check, level: 'error', message: error.message, ...(error.hint ? { advice: error.hint } : {}) }
}
