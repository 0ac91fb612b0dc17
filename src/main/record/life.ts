import type { Happening } from '../../shared/record.ts'
import type { ContainerEvent } from '../engine/model.ts'

/** What is known of a container from the order of its events. Times are epoch milliseconds. */
export interface Life {
  /** Null before the first start, and when nothing is known of it. */
  readonly startedAtMs: number | null
  /** Whether somebody wanted its end; null while it runs, and when nothing is known. */
  readonly end: 'asked' | 'itself' | null
  readonly endedAtMs: number | null
  readonly health: 'healthy' | 'unhealthy' | null
  /** The latest signal that was sent to it in this life. */
  readonly signal: { readonly number: number; readonly atMs: number } | null
  readonly outOfMemoryAtMs: number | null
}

export const unknownLife: Life = {
  startedAtMs: null,
  end: null,
  endedAtMs: null,
  health: null,
  signal: null,
  outOfMemoryAtMs: null,
}

/** What an event says, before it is known who was behind it and what the engine has noted. */
export type Said =
  | { readonly kind: 'started'; readonly isAsked: boolean }
  | { readonly kind: 'healthy'; readonly sinceStartMs: number | null }
  | { readonly kind: 'unhealthy' }
  | {
      readonly kind: 'exited'
      readonly isAsked: boolean
      readonly exitCode: number
      readonly isOutOfMemory: boolean
    }
  | { readonly kind: 'dismissed' }
  | { readonly kind: 'oom-kill' }

/**
 * What an event means after those before it. A stop, a kill, a restart and a removal that somebody asked for
 * send a signal before the container dies; a death without one is its own. Pure.
 */
export function hear(
  life: Life,
  event: ContainerEvent,
  atMs: number,
): { readonly life: Life; readonly said: Said | null } {
  switch (event.kind) {
    case 'created':
      // Nobody but who asks for it starts what has never run.
      return { life: { ...unknownLife, end: 'asked' }, said: null }
    case 'signalled':
      return { life: { ...life, signal: { number: event.signal, atMs } }, said: null }
    case 'out of memory':
      // Told late of what has ended the container.
      if (life.end !== null && atMs - (life.endedAtMs ?? 0) <= outOfMemoryMs) return { life, said: null }
      return { life: { ...life, outOfMemoryAtMs: atMs }, said: { kind: 'oom-kill' } }
    case 'started':
      return { life: started(atMs), said: { kind: 'started', isAsked: life.end === 'asked' } }
    case 'died': {
      const isAsked = ends(life.signal, atMs)
      const isOutOfMemory = !isAsked && event.exitCode === killed && isRecent(life.outOfMemoryAtMs, atMs)
      return {
        life: ended(life, isAsked ? 'asked' : 'itself', atMs),
        said: { kind: 'exited', isAsked, exitCode: event.exitCode, isOutOfMemory },
      }
    }
    case 'stopped':
    case 'destroyed':
      if (life.end === 'itself') return { life: { ...life, end: 'asked' }, said: { kind: 'dismissed' } }
      // The engine tells of a stop and of the death that it has brought in either order.
      return { life: life.end === null ? { ...life, signal: { number: 15, atMs } } : life, said: null }
    case 'health':
      if (event.health === 'starting') return { life, said: null }
      return {
        life: { ...life, health: event.health },
        said:
          event.health === 'unhealthy'
            ? { kind: 'unhealthy' }
            : {
                kind: 'healthy',
                sinceStartMs: life.startedAtMs === null ? null : Math.max(0, atMs - life.startedAtMs),
              },
      }
    case 'paused':
    case 'unpaused':
    case 'renamed':
      return { life, said: null }
  }
}

/** What is known of a container after something that was kept of it. Pure. */
export function remember(life: Life, { atMs, what }: Pick<Happening, 'atMs' | 'what'>): Life {
  switch (what.kind) {
    case 'started':
      return started(atMs)
    case 'healthy':
    case 'unhealthy':
      return { ...life, health: what.kind }
    case 'exited':
      return ended(life, what.cause === 'itself' ? 'itself' : 'asked', atMs)
    case 'dismissed':
      return { ...life, end: 'asked' }
    case 'found':
      return what.isRunning
        ? { ...started(what.startedAtMs ?? atMs), health: what.health === 'starting' ? null : what.health }
        : ended(life, 'asked', atMs)
    case 'oom-kill':
      return { ...life, outOfMemoryAtMs: atMs }
    case 'healed':
      return life
  }
}

/** 128 and the number of SIGKILL, which ends a process for lack of memory. */
export const killed = 137
/**
 * HUP, USR1, USR2 and WINCH: most programs read their settings again, or turn to another log file, and go on.
 */
const gentleSignals: readonly number[] = [1, 10, 12, 28]
/** Some use a gentle signal for their stop. That long is the engine's own patience with one. */
const gentleMs = 10_000
const outOfMemoryMs = 10_000

function ends(signal: Life['signal'], atMs: number): boolean {
  return signal !== null && (!gentleSignals.includes(signal.number) || atMs - signal.atMs <= gentleMs)
}

function isRecent(outOfMemoryAtMs: number | null, atMs: number): boolean {
  return outOfMemoryAtMs !== null && atMs - outOfMemoryAtMs <= outOfMemoryMs
}

function started(atMs: number): Life {
  return { ...unknownLife, startedAtMs: atMs }
}

function ended(life: Life, end: 'asked' | 'itself', atMs: number): Life {
  return { ...life, end, endedAtMs: atMs, health: null, signal: null, outOfMemoryAtMs: null }
}
