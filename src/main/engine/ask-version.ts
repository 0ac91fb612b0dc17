import { setTimeout as sleep } from 'node:timers/promises'
import { SwitchyardError } from '../../shared/errors.ts'
import { checkApi } from './check-api.ts'
import type { Engine } from './model.ts'

/** An engine that takes the connection and says nothing is told of, instead of being waited for. */
const patienceMs = 10_000

/** The engine's version. Throws ENGINE_UNREACHABLE, also for one that says nothing for so long, and ENGINE_TOO_OLD. */
export async function askVersion(
  engine: Pick<Engine, 'address' | 'version'>,
  answersWithinMs = patienceMs,
): ReturnType<Engine['version']> {
  const version = await orSilent(engine, answersWithinMs)
  checkApi(version)
  return version
}

async function orSilent(
  engine: Pick<Engine, 'address' | 'version'>,
  limitMs: number,
): ReturnType<Engine['version']> {
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
