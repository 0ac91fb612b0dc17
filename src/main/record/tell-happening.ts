import type { Cause, Happening } from '../../shared/record.ts'
import type { ContainerDescription } from '../engine/description.ts'
import type { ContainerDetail, Engine } from '../engine/model.ts'
import { cleanOutput, findFailedCheck } from './check-output.ts'
import { killed, type Life, type Said } from './life.ts'

/** The engine is given that long to say more; what it has told is kept in any case. */
const patienceMs = 5000
/** The longest pause before the engine starts a container again that went down by itself. */
const longestPauseMs = 61_000

export interface Teller {
  readonly engine: Pick<Engine, 'inspect' | 'describeContainer'>
  /** Who asked the engine for it. */
  readonly whoAsked: (atMs: number) => Cause
  /** From when to when the engine was away lately; null when it was not. */
  readonly absence: { readonly fromMs: number; readonly toMs: number } | null
  readonly onChecks: (health: ContainerDescription['health']) => void
}

/** Everything about what an event has said. `before`: the life in which it came. Never throws. */
export async function tellHappening(
  teller: Teller,
  containerId: string,
  said: Said,
  before: Life,
  atMs: number,
): Promise<Happening['what']> {
  const { engine, whoAsked, onChecks } = teller
  switch (said.kind) {
    case 'started': {
      const isClear = said.isAsked && !isInAbsence(teller, atMs)
      const container = isClear ? null : await patiently(engine.inspect(containerId))
      const isByPolicy = !isClear && startedByPolicy(teller, container, before, atMs)
      return { kind: 'started', cause: isByPolicy ? 'restart-policy' : whoAsked(atMs) }
    }
    case 'exited': {
      // An engine that comes back ends what it finds without being asked, with the same signals.
      if (said.isAsked) return { ...exit(said), cause: isInAbsence(teller, atMs) ? 'itself' : whoAsked(atMs) }
      // What has ended the main process is told too late now and then; the engine's own note is of any of its processes.
      const isUnclear = said.exitCode === killed && before.outOfMemoryAtMs === null
      const container = isUnclear ? await patiently(engine.inspect(containerId)) : null
      const isOutOfMemory = said.isOutOfMemory || (container?.oomKilled ?? false)
      return { ...exit(said), cause: 'itself', isOutOfMemory }
    }
    case 'dismissed':
      return { kind: 'dismissed', cause: whoAsked(atMs) }
    case 'oom-kill':
      return said
    case 'healthy':
    case 'unhealthy': {
      const container = await patiently(engine.describeContainer(containerId))
      const health = container?.health ?? []
      onChecks(health)
      if (said.kind === 'healthy') return said
      const check = findFailedCheck(health, atMs)
      const output = check && cleanOutput(check.output)
      return { kind: 'unhealthy', output: output || null, durationMs: check?.elapsedMs ?? null }
    }
  }
}

/** A container that was started by hand counts from 0 again. */
function startedByPolicy(
  teller: Teller,
  container: ContainerDetail | null,
  before: Life,
  atMs: number,
): boolean {
  if (!container) return before.end === 'itself' && atMs - (before.endedAtMs ?? 0) < longestPauseMs
  if (container.restartCount > 0) return true
  // An engine that comes back starts its containers itself, and counts none of it.
  return isInAbsence(teller, atMs) && ['always', 'unless-stopped'].includes(container.restartPolicy)
}

function isInAbsence({ absence }: Teller, atMs: number): boolean {
  return absence !== null && atMs >= absence.fromMs && atMs <= absence.toMs
}

function exit({ exitCode, isOutOfMemory }: Extract<Said, { kind: 'exited' }>) {
  return { kind: 'exited', exitCode, isOutOfMemory } as const
}

async function patiently<Value>(asked: Promise<Value | null>): Promise<Value | null> {
  const { promise, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(() => resolve(null), patienceMs)
  try {
    return await Promise.race([asked, promise])
  } catch {
    return null
  } finally {
    clearTimeout(timer)
  }
}
