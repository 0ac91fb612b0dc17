import { SwitchyardError } from '../../../shared/errors.ts'
import { formatServiceRef } from '../../../shared/format.ts'
import type { ServiceRef } from '../../../shared/lab.ts'
import { extractReason } from '../../compose/explain-failure.ts'
import type { Execution } from './execution.ts'

/** A call of Compose that did not end well. */
export class ComposeCallError extends Error {
  readonly exitCode: number
  /** What it said. */
  readonly output: string
  /** The end of that. */
  readonly lines: readonly string[]

  constructor(reason: string, exitCode: number, output: string) {
    super(reason)
    this.name = 'ComposeCallError'
    this.exitCode = exitCode
    this.output = output
    this.lines = output.trim().split('\n').slice(-10)
  }
}

/** Runs `docker compose …` of a step, again when the engine went away meanwhile. Throws ComposeCallError. */
export async function runCompose(
  { compose, hub, model, signal }: Execution,
  command: readonly string[],
  service: ServiceRef,
): Promise<void> {
  // What another environment leaves behind may be no service of this one.
  const known = model.services.find(({ key }) => key === formatServiceRef(service))
  const dir = known?.stack.project.dir ?? model.lab.dir
  await hub.persist(async () => {
    const { exitCode, stderr } = await compose.run(command.slice(2), { cwd: dir, signal })
    signal.throwIfAborted()
    if (exitCode === 0) return
    const reason = extractReason(stderr)
    if (isEngineGone(reason))
      throw new SwitchyardError('ENGINE_UNREACHABLE', `Compose lost the engine: ${reason}.`)
    throw new ComposeCallError(reason, exitCode, stderr)
  })
}

/**
 * How the docker client words it; there is no exit code of its own for it. What the engine itself says of others (a
 * registry that refuses the connection) is an answer of the engine.
 */
export function isEngineGone(reason: string): boolean {
  if (/Error response from daemon|failed to (resolve|do request)/.test(reason)) return false
  return /Cannot connect to the Docker daemon|failed to connect to the docker API|error during connect|connection reset|: EOF|unexpected EOF|is the docker daemon running/i.test(
    reason,
  )
}
