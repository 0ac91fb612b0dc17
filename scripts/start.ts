import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'

/*
 * `npm start`: the desktop app where the Electron runtime is, otherwise the page in a browser. The npm package of Electron brings
 * no runtime; `npx install-electron` downloads it.
 */

const root = join(import.meta.dirname, '..')
const runtime = findElectron(join(root, 'node_modules', 'electron'))
const answer = runtime ? await runs(runtime) : { reason: 'it was not downloaded: npx install-electron' }

if (runtime && answer.reason === null) {
  await start(runtime, [root, ...process.argv.slice(2)])
} else {
  console.log(`No Electron runtime here (${answer.reason}), so Switchyard opens in your browser.\n`)
  await start(join(root, 'bin', 'switchyard'), ['serve', '--open', ...process.argv.slice(2)])
}

/** Path of the runtime; null when there is none. Asking the package itself would start the download. */
function findElectron(packageDir: string): string | null {
  const pathFile = join(packageDir, 'path.txt')
  const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : null
  const own = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  const path = own ? join(own, name ?? 'electron') : name && join(packageDir, 'dist', name)
  return path && existsSync(path) ? path : null
}

/** Whether it can show a window: it starts, and there is a screen. */
async function runs(electron: string): Promise<{ readonly reason: string | null }> {
  const hasScreen = process.platform !== 'linux' || process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']
  if (!hasScreen) return { reason: 'there is no screen' }
  const { exitCode } = await execa(electron, ['--version'], { reject: false, timeout: 10_000 })
  return { reason: exitCode === 0 ? null : 'it does not start' }
}

async function start(program: string, args: readonly string[]): Promise<void> {
  // Ctrl-C reaches both; what was started says goodbye, and this must not go before it.
  process.on('SIGINT', () => {})
  const { exitCode } = await execa(program, [...args], {
    stdio: 'inherit',
    reject: false,
    cwd: process.cwd(),
  })
  process.exitCode = exitCode ?? 1
}
