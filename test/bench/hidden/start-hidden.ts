import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { build } from 'vite'

/** The desktop's core with its window hidden, in a process of its own. */
export interface HiddenCore extends AsyncDisposable {
  readonly pid: number
  /** When a menu of the tray was set, in epoch milliseconds; the latest one comes last. */
  readonly menusAtMs: readonly number[]
}

const packageDir = join(import.meta.dirname, '../../..')

/**
 * Electron's main process without Electron: the built desktop door on plain Node, with the stand-in of its tests in the place of
 * Electron, and what bin/switchyard sets for every core. There is a tray, and no page.
 */
export async function startHidden(variables: Readonly<Record<string, string>>): Promise<HiddenCore> {
  const dir = await mkdtemp(join(tmpdir(), 'switchyard-hidden-'))
  const env: NodeJS.ProcessEnv = { ...process.env, ...variables, MALLOC_ARENA_MAX: '1' }
  // Certificates of the machine that measures: most have none besides Node's own.
  delete env['NODE_EXTRA_CA_CERTS']
  const child = spawn(
    process.execPath,
    [
      ...['--max-semi-space-size=4', '--disable-warning=ExperimentalWarning', '--no-deprecation'],
      ...['--import', await writeHooks(dir)],
      ...[join(packageDir, 'out/main/index.js'), '--hidden'],
    ],
    { env, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const ended = new Promise((resolve) => child.once('close', resolve))
  const menusAtMs: number[] = []
  createInterface({ input: child.stdout }).on('line', (line) => menusAtMs.push(Number(line)))
  return {
    pid: child.pid ?? 0,
    menusAtMs,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      await ended
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** In JavaScript: taking the types out inside the process would be part of its memory. */
async function writeHooks(dir: string): Promise<string> {
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(import.meta.dirname, 'electron.ts'),
      outDir: dir,
      emptyOutDir: true,
      rolldownOptions: { output: { entryFileNames: 'electron.mjs' } },
    },
  })
  const electron = JSON.stringify(pathToFileURL(join(dir, 'electron.mjs')).href)
  const hooks = join(dir, 'hooks.mjs')
  await writeFile(
    hooks,
    `import { registerHooks } from 'node:module'
registerHooks({
  resolve: (name, context, next) => (name === 'electron' ? { url: ${electron}, shortCircuit: true } : next(name, context)),
})
`,
  )
  return hooks
}

/** What a process holds in memory, in bytes. `own` leaves out what it shares with others, like the program itself. */
export async function readMemory(
  pid: number,
): Promise<{ readonly residentBytes: number; readonly ownBytes: number }> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
  const sumOf = (...names: readonly string[]) =>
    names.reduce(
      (sum, name) => sum + Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]) * 1024,
      0,
    )
  return { residentBytes: sumOf('Rss'), ownBytes: sumOf('Private_Clean', 'Private_Dirty') }
}
