import { SwitchyardError } from '../../shared/errors.ts'
import { checkComposeVersion } from '../compose/check-version.ts'
import type { Compose } from '../compose/compose.ts'
import { askVersion } from '../engine/ask-version.ts'
import type { Engine } from '../engine/model.ts'
import type { Draft } from './draft.ts'

export async function checkEngine(engine: Engine, answersWithinMs?: number): Promise<Draft[]> {
  try {
    const version = await askVersion(engine, answersWithinMs)
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
    checkComposeVersion(version)
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
