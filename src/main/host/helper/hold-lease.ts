import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { formatBytes } from '../../../shared/format.ts'
import type { HeldLease, LeaseChange, LeaseOutcome } from '../control-model.ts'
import type { HelperWay } from './find-way.ts'
import { parseLeaseEvent, type LeaseEvent } from './lease-events.ts'
import { helperMissing, refusal } from './refusal.ts'

/**
 * Runs the helper's `hold`. Its standard input is the lease: the helper gives the host back when that is closed, so it ends
 * with this process, however this process ends.
 */
export function holdLease(
  { way, command }: HelperWay,
  args: readonly string[],
  onChange: (change: LeaseChange) => void,
): HeldLease {
  const held = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<LeaseOutcome>()
  const firstAnswer = Promise.withResolvers<LeaseOutcome>()
  // Whoever waits is told; a run that was cancelled waits no more.
  held.promise.catch(() => undefined)
  const [program, ...prefix] = command ?? []
  if (program === undefined) {
    held.reject(helperMissing(way))
    return {
      held: held.promise,
      ended: Promise.resolve('restored'),
      release: () => Promise.resolve('restored'),
    }
  }
  // A group of its own: Ctrl-C in the terminal is for the run, which gives the lease back in its turn.
  const child = spawn(program, [...prefix, ...args], {
    cwd: '/',
    env: {},
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let said = ''
  let outcome: LeaseOutcome = 'restored'
  let isReleasing = false

  function take(event: LeaseEvent): void {
    switch (event.event) {
      case 'step':
        onChange({
          part: event.step,
          state: stateWords[event.state],
          detail: event.detail ?? null,
          elapsedMs: event.elapsedMs ?? null,
        })
        break
      case 'held':
        held.resolve()
        break
      case 'refused':
        held.reject(refusal(event.message, event.code))
        break
      case 'pending':
        onChange({ part: 'swap', state: 'pending', detail: event.reason, elapsedMs: null })
        firstAnswer.resolve('pending')
        break
      case 'progress': {
        const left = `${formatBytes(event.usedBytes)} of ${formatBytes(event.totalBytes)} still in use`
        onChange({ part: 'swap', state: 'restoring', detail: left, elapsedMs: null })
        break
      }
      case 'released':
        outcome = event.outcome
    }
  }

  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = parseLeaseEvent(line)
    if (event) take(event)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (said.length < 4096) said += text
  })
  // A helper that is gone breaks the pipe; its end is told by `close`.
  child.stdin.on('error', () => undefined)
  const finish = (error: Error | null, exitCode: number | null) => {
    held.reject(error ?? refusal(said, exitCode))
    ended.resolve(outcome)
    firstAnswer.resolve(outcome)
  }
  child.once('error', (error) => finish(error, null))
  child.once('close', (exitCode) => finish(null, exitCode))

  return {
    held: held.promise,
    ended: ended.promise,
    release() {
      if (!isReleasing) child.stdin.end('release\n')
      isReleasing = true
      return firstAnswer.promise
    },
  }
}

const stateWords = {
  doing: 'changing',
  done: 'changed',
  skipped: 'skipped',
  failed: 'failed',
  restoring: 'restoring',
  restored: 'restored',
} as const
