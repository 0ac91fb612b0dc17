import type { AlertRules } from '../../../shared/alert-words.ts'
import { formatDuration } from '../../../shared/format.ts'
import type { Happening } from '../../../shared/record.ts'
import { createCrashLoops } from './crash-loops.ts'
import { containerKey } from './keys.ts'
import type { Ledger } from './ledger.ts'
import type { RuleInput, ServiceContainer } from './model.ts'
import { subjectOf } from './subject-of.ts'

/** A container that its restart policy has up again by then has not really ended. */
const backWithinMs = 5000
/** An unhealthy one that recovers at once is nothing to wake anybody for. */
const steadyMs = 3000
/** After a kill for lack of memory a container that lives this long is taken for well. */
const wellAfterKillMs = 10 * 60_000

/** What happens to services: unhealthy, ended, killed, in a loop. */
export function createServiceRules(ledger: Ledger, rules: () => AlertRules) {
  const loops = createCrashLoops(ledger, rules)
  const kills = new Map<string, number>()

  const endAll = (container: ServiceContainer, atMs: number) => {
    ledger.end(containerKey('unhealthy', container), null, atMs)
    ledger.end(containerKey('gpu-lost', container), null, atMs)
  }

  /** Nobody wants it up any more. */
  function ended(container: ServiceContainer, atMs: number): void {
    endAll(container, atMs)
    for (const kind of ['exited', 'oom-kill', 'memory'] as const)
      ledger.end(containerKey(kind, container), null, atMs)
  }

  function killed(happening: Happening, text: string): void {
    const key = containerKey('oom-kill', happening)
    kills.set(key, happening.atMs)
    ledger.hold(
      { key, kind: 'oom-kill', subject: subjectOf(happening), text, sinceMs: happening.atMs },
      happening.atMs,
    )
  }

  function exited(happening: Happening, what: Extract<Happening['what'], { kind: 'exited' }>): void {
    endAll(happening, happening.atMs)
    if (what.isOutOfMemory) killed(happening, 'was killed for lack of memory')
    if (what.cause !== 'itself') {
      ledger.end(containerKey('exited', happening), null, happening.atMs)
      return
    }
    if (what.isOutOfMemory || loops.isLooping(happening)) return
    ledger.hold(
      {
        key: containerKey('exited', happening),
        kind: 'exited',
        subject: subjectOf(happening),
        text: `exited on its own with code ${what.exitCode}`,
        sinceMs: happening.atMs,
      },
      happening.atMs + backWithinMs,
      what.exitCode,
    )
  }

  function started(happening: Happening): void {
    const { atMs } = happening
    endAll(happening, atMs)
    ledger.end(containerKey('exited', happening), back('down', atMs), atMs)
    const key = containerKey('oom-kill', happening)
    if (kills.delete(key)) ledger.end(key, 'runs again after it was killed for lack of memory', atMs)
  }

  function unhealthy(container: ServiceContainer, atMs: number, output: string | null): void {
    const said = output === null ? '' : `: ${firstLine(output)}`
    ledger.hold(
      {
        key: containerKey('unhealthy', container),
        kind: 'unhealthy',
        subject: subjectOf(container),
        text: `is unhealthy${said}`,
        sinceMs: atMs,
      },
      atMs + steadyMs,
    )
  }

  const healthy = (container: ServiceContainer, atMs: number) =>
    ledger.end(containerKey('unhealthy', container), back('unhealthy', atMs), atMs)

  return {
    happened(happening: Happening): void {
      const { what, atMs } = happening
      loops.take(happening)
      if (what.kind === 'unhealthy') unhealthy(happening, atMs, what.output)
      else if (what.kind === 'healthy') healthy(happening, atMs)
      else if (what.kind === 'exited') exited(happening, what)
      else if (what.kind === 'started') started(happening)
      else if (what.kind === 'dismissed') ended(happening, atMs)
      else if (what.kind === 'oom-kill') killed(happening, 'had a process killed for lack of memory')
      if (loops.isLooping(happening)) ledger.end(containerKey('exited', happening), null, atMs)
    },
    broken: ({ container, atMs }: Extract<RuleInput, { type: 'broken' }>) => loops.broken(container, atMs),
    seen({ container, state, atMs }: Extract<RuleInput, { type: 'seen' }>): void {
      if (state) loops.seen(container, state.isRunning, atMs)
      else loops.forget(container, atMs)
      if (state?.isRunning) {
        ledger.end(containerKey('exited', container), back('down', atMs), atMs)
        if (state.isUnhealthy) {
          if (!ledger.has(containerKey('unhealthy', container))) unhealthy(container, atMs, null)
        } else healthy(container, atMs)
        return
      }
      if (state === null) ended(container, atMs)
      else endAll(container, atMs)
    },
    tick(atMs: number): void {
      loops.tick(atMs)
      for (const key of ledger.keys().filter((each) => each.startsWith('oom-kill:'))) {
        // One that an earlier process has raised counts from now.
        const killedAtMs = kills.get(key) ?? atMs
        kills.set(key, killedAtMs)
        if (atMs - killedAtMs < wellAfterKillMs) continue
        kills.delete(key)
        ledger.end(key, null, atMs)
      }
    },
  }
}

function back(what: 'down' | 'unhealthy', atMs: number): (sinceMs: number) => string {
  const now = what === 'down' ? 'runs again' : 'is healthy again'
  return (sinceMs) => `${now}; it was ${what} for ${formatDuration(atMs - sinceMs)}`
}

function firstLine(output: string): string {
  const line = output.trim().split('\n', 1)[0] ?? ''
  return line.length > 200 ? `${line.slice(0, 200)}…` : line
}
