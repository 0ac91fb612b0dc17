import { setTimeout as sleep } from 'node:timers/promises'
import type { ContainerDetail, Engine } from '../engine/model.ts'

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
 * each question is a process of its own, with longer pauses.
 *
 * True when the command succeeded; false when this container cannot be asked (then Docker's own event decides).
 */
export async function probeHealth(options: ProbeOptions): Promise<boolean> {
  const { engine, container, expectedMs, signal, onOutput } = options
  const command = healthCommand(container)
  if (command === null) return false
  await sleep(quietMs(container, expectedMs), undefined, { signal })
  for (let round = 0; !signal.aborted; round += 1) {
    const script = round === 0 ? eagerScript : patientScript
    const { exitCode, output } = await engine.exec(
      container.id,
      ['/bin/sh', '-c', script, 'probe', ...command],
      signal,
    )
    if (exitCode === 0) return true
    // No shell, or none with a `sleep`.
    if ([125, 126, 127].includes(exitCode)) return probeWithoutShell(command, options)
    onOutput(output)
    // A container that has stopped answers at once and in vain; its own events say what goes on.
    await sleep(betweenRoundsMs, undefined, { signal })
  }
  return false
}

const betweenRoundsMs = 100

/**
 * Asks with growing pauses, at most a dozen seconds a round, so that nothing asks on for long once nobody listens. The
 * command comes in as arguments. A `sleep` without fractions of a second falls back to whole ones.
 */
const askWithPauses = (pauses: readonly number[]): string =>
  `for pause in ${pauses.join(' ')}; do "$@" </dev/null && exit 0; sleep "$pause" 2>/dev/null || sleep 1 || exit 125; done; exit 1`

/** Each pause a sixth longer than the one before: what is asked too late stays in proportion to what was waited. */
const eagerScript = askWithPauses([
  0.1, 0.1, 0.12, 0.14, 0.16, 0.19, 0.22, 0.25, 0.3, 0.34, 0.4, 0.46, 0.54, 0.63, 0.73, 0.85, 1, 1, 1,
])
const patientScript = askWithPauses([1, 1.5, 2, 2, 2, 2])

/** How long nobody asks at first: most of the usual time, but never so long that a quicker start would be missed by much. */
function quietMs({ startedAt }: ContainerDetail, expectedMs: number | null): number {
  const aliveMs = Date.now() - Date.parse(startedAt)
  return expectedMs === null ? 0 : Math.max(0, Math.min(expectedMs * 0.6, 2000) - aliveMs)
}

/** Pauses in milliseconds for a container without a shell: 0.25 s, growing to 2 s. */
const ownPausesMs = [250, 350, 500, 700, 1000, 1400, 2000]

async function probeWithoutShell(
  command: readonly string[],
  { engine, container, signal, onOutput }: ProbeOptions,
): Promise<boolean> {
  for (let question = 0; !signal.aborted; question += 1) {
    const askedAtMs = performance.now()
    const { exitCode, output } = await engine.exec(container.id, command, signal)
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
