import { SwitchyardError } from '../../shared/errors.ts'
import type { Engine, Terminal } from '../engine/model.ts'

export interface ShellRequest {
  readonly containerId: string
  /** How messages name it, like `stack/service`. */
  readonly service: string
  readonly columns: number
  readonly rows: number
}

/** A shell that has begun to run, on its terminal. */
export interface StartedShell {
  readonly terminal: Terminal
  /** What it prints, from its first prompt. */
  readonly output: AsyncIterable<Buffer>
  /** The program that was found, which can also run scripts in that container. */
  readonly program: string
  /** Its process number inside the container, which is its session's as well. */
  readonly session: number
}

/** By PATH first: some images keep it elsewhere than in /bin. */
const programs = ['sh', '/bin/sh', 'bash']

/** Says its process number between two marks that no program prints by chance, then becomes bash or stays what it is. */
const becomeShell = `printf '\\036%s\\036' "$$"; command -v bash >/dev/null 2>&1 && exec bash; exec "$0"`
const announcement = /\x1e(\d+)\x1e/

const startTimeoutMs = 30_000

/** Throws SHELL_MISSING when the container has none, and ENGINE_REFUSED with the engine's words for anything else. */
export async function startShell(
  engine: Pick<Engine, 'openTerminal'>,
  request: ShellRequest,
): Promise<StartedShell> {
  for (const program of programs) {
    const started = await tryProgram(engine, request, program)
    if (started) return started
  }
  throw new SwitchyardError('SHELL_MISSING', `There is no shell in the container of ${request.service}.`, {
    hint: 'Its image comes without one. Look at its logs, or use `docker debug`.',
  })
}

/** Null when the container does not have that program. */
async function tryProgram(
  engine: Pick<Engine, 'openTerminal'>,
  { containerId, service, columns, rows }: ShellRequest,
  program: string,
): Promise<StartedShell | null> {
  const command = [program, '-c', becomeShell, program]
  const variables = { TERM: 'xterm-256color' }
  let terminal: Terminal
  try {
    terminal = await engine.openTerminal(containerId, { command, variables, columns, rows })
  } catch (error) {
    // Some engines say it before the terminal is open, others on it.
    if (error instanceof SwitchyardError && saysMissing(error.message)) return null
    throw error
  }
  const chunks: AsyncIterator<Buffer> = terminal.stream[Symbol.asyncIterator]()
  const timer = setTimeout(() => terminal.stream.destroy(), startTimeoutMs)
  let head = Buffer.alloc(0)
  try {
    for (;;) {
      const next = await nextChunk(chunks)
      if (next === null) break
      head = Buffer.concat([head, next])
      // Latin-1 keeps positions: one character for each byte.
      const found = announcement.exec(head.toString('latin1'))
      if (!found) continue
      const rest = head.subarray(found.index + found[0].length)
      return { terminal, output: continueWith(rest, chunks), program, session: Number(found[1]) }
    }
  } finally {
    clearTimeout(timer)
  }
  terminal.stream.destroy()
  const said = head.toString().trim()
  if (saysMissing(said)) return null
  throw new SwitchyardError(
    'ENGINE_REFUSED',
    `The shell in ${service} did not start: ${said || 'it ended'}.`,
    {
      hint: 'See whether the container still runs, and try again.',
    },
  )
}

function saysMissing(text: string): boolean {
  return /executable file not found|no such file or directory|permission denied/i.test(text)
}

/** Null at the end, however it came. */
async function nextChunk(chunks: AsyncIterator<Buffer>): Promise<Buffer | null> {
  try {
    const next = await chunks.next()
    return next.done ? null : next.value
  } catch {
    return null
  }
}

async function* continueWith(first: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first
  for (let next = await nextChunk(chunks); next !== null; next = await nextChunk(chunks)) yield next
}
