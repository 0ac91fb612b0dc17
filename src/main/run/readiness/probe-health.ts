import { setTimeout as sleep } from 'node:timers/promises'
import type { ContainerDetail, Engine } from '../../engine/model.ts'

export interface ProbeOptions {
  readonly engine: Engine
  readonly container: ContainerDetail
  /** Usual time from start to ready in milliseconds; null when nobody has measured it. */
  readonly expectedMs: number | null
  readonly signal: AbortSignal
  /** What the command printed when it last failed. */
  readonly onOutput: (output: string) => void
}

/**
 * Runs a container's own health command until it succeeds, earlier than Docker would: Docker makes its first check one
 * interval after the start, and starts a process in the container (about 55 ms of processor time) for each. Here one such
 * process asks again and again, so that the price of a question is the command itself. Where the container has no shell,
 * each question is a process of its own, with longer pauses. A question that is not answered within the health check's own
 * timeout is given up, as Docker does it; there is never more than one.
 *
 * True when the command succeeded; false when this container cannot be asked (then Docker's own event decides).
 */
export async function probeHealth(options: ProbeOptions): Promise<boolean> {
  const { engine, container, expectedMs, signal, onOutput } = options
  const command = healthCommand(container)
  if (command === null) return false
  for (let round = 0; !signal.aborted; round += 1) {
    const pauses = round === 0 ? pausesUntil(leftOf(container, expectedMs)) : patientPauses
    const { exitCode, output } = await engine.exec(
      container.id,
      ['/bin/sh', '-c', askWithPauses(pauses, limitSeconds(container)), 'probe', ...command],
      signal,
    )
    if (exitCode === 0) return true
    // No shell, or none with a `sleep`.
    if ([125, 126, 127].includes(exitCode)) return probeWithoutShell(command, options)
    onOutput(exitCode === gaveUp ? noAnswer(container) : output)
    // A container that has stopped answers at once and in vain; its own events say what goes on.
    await sleep(betweenRoundsMs, undefined, { signal })
  }
  return false
}

const betweenRoundsMs = 100

/** Exit code of a round that ended with a question that was given up. */
const gaveUp = 124

/**
 * Asks with these pauses, at most half a minute a round, so that nothing asks on for long once nobody listens; a question
 * that is given up is the last one of its round. The command comes in as arguments. A `sleep` without fractions of a second
 * falls back to whole ones.
 *
 * A question is given up after its limit, or a third of it (a second at least) later: a guard wakes the shell so often, which counts.
 * That is one process more in a round. `timeout` would be two in each question, and BusyBox's leaves its own behind, which
 * many a container's first process never clears away. With `setsid` what the command started goes as well.
 */
function askWithPauses(pauses: readonly number[], limit: number): string {
  const tick = Math.ceil(limit / 3)
  const ticks = Math.ceil(limit / tick)
  return `asked= woken= ticks=0 own=
command -v setsid >/dev/null 2>&1 && own=setsid
giveUp() { kill -KILL -$asked || kill -KILL $asked; } 2>/dev/null
trap 'woken=1; ticks=$((ticks + 1)); [ $ticks -gt ${ticks} ] && [ -n "$asked" ] && giveUp' ALRM
( trap 'kill $!; wait $!; exit' TERM; while :; do sleep ${tick} & wait $! || exit; kill -ALRM $$ || exit; done ) >/dev/null 2>&1 &
guard=$!
end() { kill $guard; wait $guard; exit $1; } 2>/dev/null
for pause in ${pauses.join(' ')}; do
  woken= ticks=0
  $own "$@" </dev/null & asked=$!
  wait $asked; code=$?
  while [ -n "$woken" ] && [ $code -gt 128 ]; do woken=; wait $asked; code=$?; done
  asked=
  [ $code -eq 0 ] && end 0
  [ $ticks -gt ${ticks} ] && end ${gaveUp}
  sleep "$pause" 2>/dev/null || sleep 1 || end 125
done
end 1`
}

/** Whole seconds, because not every `sleep` knows fractions. */
function limitSeconds({ healthTimeoutMs }: ContainerDetail): number {
  return Math.max(1, Math.ceil(healthTimeoutMs / 1000))
}

function noAnswer(container: ContainerDetail): string {
  return `no answer within ${limitSeconds(container)} s`
}

/** Each pause a sixth longer than the one before: what is asked too late stays in proportion to what was waited. */
const growingPauses = [
  0.1, 0.1, 0.12, 0.14, 0.16, 0.19, 0.22, 0.25, 0.3, 0.34, 0.4, 0.46, 0.54, 0.63, 0.73, 0.85, 1, 1, 1,
]
const patientPauses = [1, 1.5, 2, 2, 2, 2]

/**
 * Pauses in seconds for a service that is expected to be ready in so many milliseconds; null when nobody knows. While that
 * time is ahead, half of what is left goes by between two questions, for it may be quicker this time; around it they are
 * close together.
 */
export function pausesUntil(leftMs: number | null): readonly number[] {
  if (leftMs === null) return growingPauses
  const approach: number[] = []
  for (let left = leftMs / 1000; left > 0.1 && approach.length < 8; left -= approach.at(-1) ?? left) {
    approach.push(Math.round(Math.min(2, Math.max(0.05, left / 2)) * 100) / 100)
  }
  return [...approach, ...Array<number>(8).fill(0.05), ...growingPauses]
}

/** What is left of the usual time; a question takes about 80 ms from its begin to its answer. */
function leftOf({ startedAt }: ContainerDetail, expectedMs: number | null): number | null {
  return expectedMs === null ? null : expectedMs - (Date.now() - Date.parse(startedAt)) - 80
}

/** Pauses in milliseconds for a container without a shell: 0.25 s, growing to 2 s. */
const ownPausesMs = [250, 350, 500, 700, 1000, 1400, 2000]

async function probeWithoutShell(
  command: readonly string[],
  { engine, container, signal, onOutput }: ProbeOptions,
): Promise<boolean> {
  for (let question = 0; !signal.aborted; question += 1) {
    const askedAtMs = performance.now()
    const limit = AbortSignal.timeout(limitSeconds(container) * 1000)
    const answer = await orNull(limit, () =>
      engine.exec(container.id, command, AbortSignal.any([signal, limit])),
    )
    if (answer === null) {
      signal.throwIfAborted()
      onOutput(noAnswer(container))
      // The engine cannot end the command that hangs, and a second one beside it would only hang as well.
      return false
    }
    const { exitCode, output } = answer
    if (exitCode === 0) return true
    if (exitCode === 126 || exitCode === 127) return false
    onOutput(output)
    const costMs = performance.now() - askedAtMs
    const pauseMs = ownPausesMs[Math.min(question, ownPausesMs.length - 1)] ?? 2000
    // A slow command is asked less often: it must not slow down the start that it watches.
    await sleep(Math.max(pauseMs, 2 * costMs), undefined, { signal })
  }
  return false
}

/** Null when the work fails because of the limit. */
async function orNull<Value>(limit: AbortSignal, work: () => Promise<Value>): Promise<Value | null> {
  try {
    return await work()
  } catch (error) {
    if (limit.aborted) return null
    throw error
  }
}

/** The health test as an argument array, the way Docker runs it. Source: moby, daemon/health.go. */
export function healthCommand({
  healthTest,
  shell,
}: Pick<ContainerDetail, 'healthTest' | 'shell'>): string[] | null {
  const [kind, ...rest] = healthTest
  if (kind === 'CMD' && rest.length > 0) return rest
  if (kind === 'CMD-SHELL' && rest[0] !== undefined) {
    return [...(shell.length > 0 ? shell : ['/bin/sh', '-c']), rest[0]]
  }
  return null
}
