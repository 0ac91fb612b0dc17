import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'

const packageDir = join(import.meta.dirname, '..', '..', '..')

export interface LaunchedDesktop {
  readonly app: ElectronApplication
  readonly page: Page
  /** Starts Switchyard once more, as a person would who forgot that it runs; resolves when that process has ended. */
  readonly startAgain: (more?: readonly string[]) => Promise<void>
  /** Ends it as the system does at the end of a session; resolves to the exit code. */
  readonly terminate: () => Promise<number | null>
  readonly close: () => Promise<void>
}

/** Starts the built desktop app with folders of its own and a lab, and no engine. */
export async function launchDesktop(executablePath: string): Promise<LaunchedDesktop> {
  const home = await mkdtemp(join(tmpdir(), 'switchyard-electron-'))
  const labDir = join(home, 'lab')
  await mkdir(labDir)
  await writeFile(join(labDir, 'compose.yaml'), 'services: { web: { image: nginx } }\n')
  const options = {
    executablePath,
    // Chromium's own sandbox refuses to run as root; containers of CI are often root.
    args: [
      packageDir,
      `--user-data-dir=${join(home, 'chromium')}`,
      ...(isRoot() ? ['--no-sandbox'] : []),
      ...['--lab', labDir],
    ],
    env: {
      ...definedVariables(),
      HOME: home,
      XDG_CACHE_HOME: join(home, '.cache'),
      XDG_CONFIG_HOME: join(home, '.config'),
      XDG_STATE_HOME: join(home, '.local', 'state'),
      DOCKER_HOST: `unix://${home}/no-engine.sock`,
      SWITCHYARD_HOST: 'off',
    },
  }
  const app = await _electron.launch(options)
  return {
    app,
    page: await app.firstWindow(),
    async startAgain(more = []) {
      // It ends before it has a window, so there is nothing to connect to.
      const { execFile } = await import('node:child_process')
      await new Promise<void>((resolve) => {
        execFile(executablePath, [...options.args, ...more], { env: options.env, timeout: 30_000 }, () =>
          resolve(),
        )
      })
    },
    terminate() {
      const child = app.process()
      return new Promise((resolve) => {
        child.once('exit', (code) => resolve(code))
        child.kill('SIGTERM')
      })
    },
    async close() {
      // Past the question whether to quit.
      await app.evaluate(({ app: electronApp }) => electronApp.exit()).catch(() => undefined)
      await app.close().catch(() => undefined)
      await rm(home, { recursive: true, force: true })
    },
  }
}

function isRoot(): boolean {
  return process.getuid?.() === 0
}

function definedVariables(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}
