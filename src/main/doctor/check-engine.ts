import type { Finding } from '../../shared/doctor.ts'
import { SwitchyardError } from '../../shared/errors.ts'
import type { Compose } from '../compose/compose.ts'
import type { Engine } from '../engine/model.ts'

/** API 1.44 (engine 25) is the first that joins all networks of a container when it is created. */
const oldestApi = '1.44'
const oldestCompose = '2.24'

export async function checkEngine(engine: Engine): Promise<Finding[]> {
  try {
    const { engine: version, api } = await engine.version()
    if (isOlder(api, oldestApi)) {
      return [
        {
          check: 'engine',
          level: 'error',
          message: `Docker Engine ${version} speaks API ${api}; Switchyard needs ${oldestApi}.`,
          advice: 'Update the Docker Engine to version 25 or newer.',
        },
      ]
    }
    return [{ check: 'engine', level: 'ok', message: `Docker Engine ${version} answers at ${engine.address} (API ${api}).` }]
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

/** Compares dotted numbers. */
export function isOlder(version: string, than: string): boolean {
  const left = version.split('.').map(Number)
  const right = than.split('.').map(Number)
  for (let index = 0; index < right.length; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}

function asFinding(check: string, error: unknown): Finding {
  if (!(error instanceof SwitchyardError)) throw error
  return { check, level: 'error', message: error.message, ...(error.hint ? { advice: error.hint } : {}) }
}
