import { setTimeout as sleep } from 'node:timers/promises'
import { SwitchyardError } from '../../shared/errors.ts'
import type { Compose } from '../compose/compose.ts'
import { checkApi, isOlder } from '../engine/check-api.ts'
import type { Engine } from '../engine/model.ts'
import type { Draft } from './draft.ts'

const oldestCompose = '2.24'

/** An engine that takes the connection and says nothing is told of, instead of being waited for. */
const patienceMs = 10_000

export async function checkEngine(engine: Engine, answersWithinMs = patienceMs): Promise<Draft[]> {
  try {
    const version = await orSilent(engine, answersWithinMs)
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

async function orSilent(engine: Engine, limitMs: number): ReturnType<Engine['version']> {
  const answered = new AbortController()
  const silence = sleep(limitMs, null, { signal: answered.signal }).catch(() => null)
  try {
    const version = await Promise.race([engine.version(), silence])
    if (version) return version
  } finally {
    answered.abort()
  }
  const seconds = Math.round(limitMs / 1000)
  throw new SwitchyardError(
    'ENGINE_UNREACHABLE',
    `The Docker engine at ${engine.address} has not answered for ${seconds} s.`,
    { hint: 'Look whether it is busy (`systemctl status docker`), or start it again.' },
  )
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
