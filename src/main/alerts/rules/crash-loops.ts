import type { AlertRules } from '../../../shared/alert-words.ts'
import type { Happening } from '../../../shared/record.ts'
import { serviceKey } from './keys.ts'
import type { Ledger } from './ledger.ts'
import { subjectOf } from './subject-of.ts'

interface Service {
  /** Ends by itself that count, oldest first, in epoch milliseconds. */
  exits: number[]
  /** When it ended with 0; that counts only when the restart policy takes it for a failure, and starts it again. */
  cleanExitMs: number | null
  isRunning: boolean
  /** When the breaker was asked to stop it. */
  brokenAtMs: number
}

/** Docker waits ten seconds for the end of a container by itself. */
const stopsWithinMs = 60_000

/** Services that end by themselves again and again. */
export function createCrashLoops(ledger: Ledger, rules: () => AlertRules) {
  const services = new Map<string, Service>()

  function count(happening: Happening, known: Service, atMs: number): void {
    const { exits: most, minutes } = rules()['crash-loop']
    known.exits = [...known.exits.filter((at) => at > atMs - minutes * 60_000), atMs]
    const key = serviceKey('crash-loop', happening)
    const first = known.exits[0] ?? atMs
    const text = `is in a crash loop: it has ended by itself ${known.exits.length} times in ${minutesOf(minutes)}`
    if (known.exits.length < most && !ledger.has(key)) return
    ledger.hold({ key, kind: 'crash-loop', subject: subjectOf(happening), text, sinceMs: first }, atMs)
  }

  /** Nobody wants it up any more, or it is gone. */
  function forget(container: Pick<Happening, 'project' | 'service'>, atMs: number): void {
    const key = serviceKey('crash-loop', container)
    services.delete(key)
    ledger.end(key, null, atMs)
  }

  return {
    isLooping: (happening: Pick<Happening, 'project' | 'service'>) =>
      ledger.has(serviceKey('crash-loop', happening)),
    take(happening: Happening): void {
      const key = serviceKey('crash-loop', happening)
      const known = services.get(key) ?? createService(false)
      services.set(key, known)
      const { what, atMs } = happening
      if (what.kind === 'dismissed') {
        // What the breaker has stopped is still in need of somebody.
        if (atMs - known.brokenAtMs > stopsWithinMs) forget(happening, atMs)
      } else if (what.kind === 'exited') {
        known.isRunning = false
        known.cleanExitMs = null
        if (what.cause !== 'itself') return
        if (what.exitCode === 0 && !what.isOutOfMemory) known.cleanExitMs = atMs
        else count(happening, known, atMs)
      } else if (what.kind === 'started') {
        known.isRunning = true
        if (what.cause === 'restart-policy') {
          if (known.cleanExitMs !== null) count(happening, known, known.cleanExitMs)
        } else {
          // Whoever starts it has looked after it; what comes now is counted anew.
          known.exits = []
          ledger.end(key, null, atMs)
        }
        known.cleanExitMs = null
      }
    },
    forget,
    broken(container: Pick<Happening, 'project' | 'service'>, atMs: number): void {
      const known = services.get(serviceKey('crash-loop', container))
      if (known) known.brokenAtMs = atMs
    },
    /** It was looked at, as after a gap in the events or at the beginning. */
    seen(container: Pick<Happening, 'project' | 'service'>, isRunning: boolean, atMs: number): void {
      const key = serviceKey('crash-loop', container)
      const known = services.get(key)
      if (known) known.isRunning = isRunning
      else if (ledger.has(key)) services.set(key, { ...createService(isRunning), exits: [atMs] })
    },
    tick(atMs: number): void {
      const { minutes } = rules()['crash-loop']
      for (const [key, known] of services) {
        const latest = known.exits.at(-1)
        const isQuiet = latest === undefined || atMs - latest > minutes * 60_000
        if (!isQuiet || !known.isRunning) continue
        ledger.end(key, `has run for ${minutesOf(minutes)} without ending by itself`, atMs)
        services.delete(key)
      }
    },
  }
}

function createService(isRunning: boolean): Service {
  return { exits: [], cleanExitMs: null, isRunning, brokenAtMs: -Infinity }
}

function minutesOf(minutes: number): string {
  return minutes === 1 ? 'a minute' : `${minutes} minutes`
}
