import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ReadinessCheck } from '../../../shared/plan.ts'
import type { Engine } from '../../engine/model.ts'
import { createLinePattern } from './line-pattern.ts'

type OutsideCheck = Extract<ReadinessCheck, { kind: 'http' | 'tcp' | 'log' }>

/**
 * Waits until a probe of the operator holds: an HTTP answer, a TCP connection, or a line of the log since `since`.
 * Returns when it holds; throws the signal's reason when aborted.
 */
export async function probeOutside(
  check: OutsideCheck,
  options: {
    readonly engine: Engine
    readonly containerId: string
    readonly since: string
    readonly signal: AbortSignal
    readonly onOutput: (output: string) => void
  },
): Promise<void> {
  const { signal, onOutput } = options
  if (check.kind === 'log') return waitForLine(createLinePattern(check.pattern), options)
  for (let question = 0; ; question += 1) {
    signal.throwIfAborted()
    const complaint = check.kind === 'http' ? await askHttp(check, signal) : await askTcp(check, signal)
    signal.throwIfAborted()
    if (complaint === null) return
    onOutput(complaint)
    await sleep(pausesMs[Math.min(question, pausesMs.length - 1)], undefined, { signal })
  }
}

const pausesMs = [100, 150, 250, 350, 500, 700, 1000]
const answerTimeoutMs = 5000

async function askHttp(
  check: Extract<OutsideCheck, { kind: 'http' }>,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const response = await fetch(check.url, {
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(answerTimeoutMs)]),
    })
    await response.body?.cancel()
    const isWanted = check.status === undefined ? response.status < 400 : response.status === check.status
    return isWanted ? null : `${check.url} answered ${response.status}`
  } catch (error) {
    signal.throwIfAborted()
    const { cause } = error as { cause?: { code?: string } }
    return `${check.url} does not answer${cause?.code ? ` (${cause.code})` : ''}`
  }
}

/**
 * Docker's own proxy takes connections to a published port before anybody listens in the container, and closes them at
 * once. So a connection counts when it stays open, or when something comes over it.
 */
const closesAtOnceMs = 250

function askTcp(
  { host, port }: Extract<OutsideCheck, { kind: 'tcp' }>,
  signal: AbortSignal,
): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, signal })
    let stays: NodeJS.Timeout | undefined
    const end = (complaint: string | null) => {
      clearTimeout(stays)
      socket.destroy()
      resolve(complaint)
    }
    socket.setTimeout(answerTimeoutMs, () => end(`${host}:${port} does not answer`))
    socket.once('connect', () => (stays = setTimeout(end, closesAtOnceMs, null)))
    socket.once('data', () => end(null))
    socket.once('end', () => end(`${host}:${port} closes the connection at once`))
    socket.once('error', (error: NodeJS.ErrnoException) =>
      end(`${host}:${port} refuses (${error.code ?? error.message})`),
    )
  })
}

async function waitForLine(
  isIn: (lines: readonly string[]) => boolean,
  {
    engine,
    containerId,
    since,
    signal,
  }: { engine: Engine; containerId: string; since: string; signal: AbortSignal },
): Promise<void> {
  for (;;) {
    for await (const lines of engine.readLog(containerId, { tail: null, follow: true, since, signal })) {
      if (isIn(lines.map(({ text }) => text))) return
    }
    // The log ends when the container does; it may be started again.
    await sleep(500, undefined, { signal })
  }
}
