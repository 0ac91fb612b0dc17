import { join } from 'node:path'
import { execa } from 'execa'
import { findElectron } from './desktop/find-electron.ts'

/*
 * `npm start`: the desktop app where the Electron runtime is, otherwise the page in a browser. The npm package of Electron brings
 * no runtime; `npx install-electron` downloads it.
 */

const root = join(import.meta.dirname, '..')
const found = findElectron(root, process.env)
const missing = 'missing' in found ? found.missing : (await starts(found.file)) ? null : 'it does not start'

if ('file' in found && missing === null) {
  await start(found.file, [root, ...process.argv.slice(2)])
} else {
  console.log(`The desktop app cannot run here (${missing}), so Switchyard opens in your browser.\n`)
  await start(join(root, 'bin', 'switchyard'), ['serve', '--open', ...process.argv.slice(2)])
}

/** Whether the runtime has the libraries of the system that it needs. */
async function starts(electron: string): Promise<boolean> {
  const { exitCode } = await execa(electron, ['--version'], { reject: false, timeout: 10_000 })
  return exitCode === 0
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
