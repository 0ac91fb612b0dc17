import { SwitchyardError } from '../../shared/errors.ts'
import type { Compose } from '../compose/compose.ts'
import { checkApi, isOlder } from '../engine/check-api.ts'
import type { Engine } from '../engine/model.ts'
import type { Draft } from './draft.ts'

const oldestCompose = '2.24'

export async function checkEngine(engine: Engine): Promise<Draft[]> {
  try {
    const version = await engine.version()
    checkApi(version)
    return [
      {
        check: 'engine',
        about: null,
        level: 'ok',
        message: `Docker Engine ${version.engine} answers at ${engine.address} (API ${version.api}).`,
      },
    ]
  } catch (error) {
    return [asFinding('engine', error)]
  }
}

export async function checkCompose(compose: Compose): Promise<Draft[]> {
  try {
    const version = await compose.version()
    if (isOlder(version, oldestCompose)) {
      return [
        {
          check: 'compose',
          about: null,
          level: 'error',
          message: `Docker Compose ${version} is installed; Switchyard needs ${oldestCompose}.`,
          advice: 'Update the Compose plugin.',
        },
      ]
    }
    return [
      { check: 'compose', about: null, level: 'ok', message: `Docker Compose ${version} is installed.` },
    ]
  } catch (error) {
    return [asFinding('compose', error)]
  }
}

function asFinding(check: string, error: unknown): Draft {
  if (!(error instanceof SwitchyardError)) throw error
  return {
    check,
    about: null,
    level: 'error',
    message: error.message,
    ...(error.hint ? { advice: error.hint } : {}),
  }
}
