import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { removeEverythingRunning } from '../../scripts/engine/engine-api.ts'
import { ensureImages } from '../../scripts/engine/images.ts'
import { type PrivateEngine, startPrivateEngine } from '../../scripts/engine/private-engine.ts'
import { runCommand, tryCommand } from '../../scripts/engine/run-command.ts'
import type { RunEvent } from '../../src/shared/run.ts'
import type { Row } from './figures.ts'

/** What every scenario has to do with. */
export interface Bench {
  readonly engine: PrivateEngine
  /** Rounds of each comparison. */
  readonly runs: number
  /** `performance.now()` at which the whole should be over. */
  readonly deadlineMs: number
  /**
   * How long containers are watched without a pause, and nobody looks before. In windows of a few seconds the daemon's own work is
   * too uneven to compare.
   */
  readonly watchSeconds: number
  /** Copies `test/labs/NAME`, with empty state, cache and configuration folders beside it. */
  readonly openLab: (name: string) => Promise<BenchLab>
  /** Removes all containers, networks and volumes, as `down -v` of everything would. */
  readonly clean: () => Promise<void>
  readonly report: (line: string) => void
  readonly dispose: () => Promise<void>
}

export interface Scenario {
  readonly name: string
  readonly run: (bench: Bench) => Promise<readonly Row[]>
}

export interface BenchLab {
  readonly dir: string
  readonly variables: Readonly<Record<string, string>>
  /** A whole process of ours, timed. Throws when it fails. */
  readonly switchyard: (args: readonly string[]) => Promise<TimedProcess>
  /** `docker …` in the folder of the lab, timed. Throws when it fails. */
  readonly docker: (args: readonly string[]) => Promise<TimedProcess>
  /** A run of ours with its events. */
  readonly run: (args: readonly string[]) => Promise<TimedRun>
}

export interface TimedProcess {
  /** Epoch milliseconds. */
  readonly startedAtMs: number
  readonly elapsedMs: number
  readonly stdout: string
}

export interface TimedRun extends TimedProcess {
  readonly events: readonly RunEvent[]
}

export interface BenchOptions {
  readonly runs: number
  readonly limitMs: number
  readonly watchSeconds: number
  /** The program under test; its package must be built. */
  readonly program: string
  readonly report: (line: string) => void
}

const longestProcessMs = 300_000

export async function openBench({
  runs,
  limitMs,
  watchSeconds,
  program,
  report,
}: BenchOptions): Promise<Bench> {
  const deadlineMs = performance.now() + limitMs
  const engine = await startPrivateEngine({ instance: 'bench', report })
  await ensureImages(engine.env, ['fixture'], { report })
  const root = await mkdtemp(join(tmpdir(), 'switchyard-bench-'))
  const clean = () => removeEverythingRunning(engine.dockerHost)
  await clean()
  return {
    engine,
    runs,
    deadlineMs,
    watchSeconds,
    clean,
    report,
    async openLab(name) {
      const home = await mkdtemp(join(root, `${name}-`))
      const dir = join(home, name)
      await cp(join(import.meta.dirname, '../labs', name), dir, { recursive: true })
      await movePorts(dir)
      return labIn(dir, program, {
        ...engine.env,
        HOME: home,
        XDG_STATE_HOME: join(home, 'state'),
        XDG_CONFIG_HOME: join(home, 'config'),
        XDG_CACHE_HOME: join(home, 'cache'),
        SWITCHYARD_HOST: 'off',
      })
    },
    async dispose() {
      // Whoever had it running goes on with it.
      await (engine.wasRunning ? clean() : engine.stop())
      await rm(root, { recursive: true, force: true })
    },
  }
}

/** Moves published ports by 10 000 down, so that tests of the same labs on another engine are not in the way. */
async function movePorts(dir: string): Promise<void> {
  for (const name of await readdir(dir, { recursive: true })) {
    if (!/\.ya?ml$/.test(name)) continue
    const text = await readFile(join(dir, name), 'utf8')
    await writeFile(join(dir, name), text.replaceAll(/127\.0\.0\.1:2(\d{4}):/g, '127.0.0.1:1$1:'))
  }
}

function labIn(dir: string, program: string, variables: Readonly<Record<string, string>>): BenchLab {
  const options = { cwd: dir, env: variables, timeoutMs: longestProcessMs }
  const timed = async (file: string, args: readonly string[]): Promise<TimedProcess> => {
    const startedAtMs = Date.now()
    const beganAtMs = performance.now()
    const stdout = await runCommand(file, args, options)
    return { startedAtMs, elapsedMs: performance.now() - beganAtMs, stdout }
  }
  return {
    dir,
    variables,
    switchyard: (args) => timed(program, args),
    docker: (args) => timed('docker', args),
    async run(args) {
      const startedAtMs = Date.now()
      const beganAtMs = performance.now()
      const { exitCode, stdout, stderr } = await tryCommand(program, [...args, '--json'], options)
      const elapsedMs = performance.now() - beganAtMs
      const events = stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as RunEvent)
      if (exitCode !== 0)
        throw new Error(`switchyard ${args.join(' ')} failed: ${explain(events) ?? stderr.trim()}`)
      return { startedAtMs, elapsedMs, stdout, events }
    },
  }
}

function explain(events: readonly RunEvent[]): string | null {
  const end = events.at(-1)
  if (end?.type !== 'run-finished') return null
  const [failure] = end.failures
  return failure ? `${failure.service?.service ?? failure.step ?? 'the run'} ${failure.reason}` : end.outcome
}
