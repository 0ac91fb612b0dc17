import { join } from 'node:path'
import { execa } from 'execa'
import { createEngine } from '../src/main/engine/create-engine.ts'
import { ensureImages } from './engine/images.ts'
import { startPrivateEngine } from './engine/private-engine.ts'

/*
 * Brings the sample lab up and serves its page: on this machine's own engine when there is one, otherwise on a private
 * engine that is fetched and started beside everything else. `npm run sample -- stop` takes both away again;
 * `-- --no-serve`, or no person at the terminal, ends with its status.
 */

const root = join(import.meta.dirname, '..')
const lab = join(root, 'resources', 'sample-lab')
const instance = 'sample'
const report = (line: string) => console.log(line)

const isStop = process.argv[2] === 'stop'
const isServed = process.stdin.isTTY && !process.env['CI'] && !process.argv.includes('--no-serve')
const hasOwnEngine = await answers(process.env)
const engine = hasOwnEngine ? null : await startPrivateEngine({ instance, report })
const variables: NodeJS.ProcessEnv = { ...process.env, ...engine?.env }

if (isStop) {
  await switchyard(['down', '--lab', lab, '--include-always-on', ...stacks()])
  await engine?.stop()
} else {
  report(
    engine
      ? `No Docker engine answers here, so a private one was started (${engine.dockerHost}).`
      : 'Using the Docker engine of this machine.',
  )
  await ensureImages(
    { DOCKER_HOST: process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock', ...engine?.env },
    ['fixture'],
    { report },
  )
  process.exitCode = await switchyard(['up', '--lab', lab])
  await switchyard(['status', '--lab', lab])
  report('')
  if (engine)
    report(`To use it yourself:   eval "$(npx --no node scripts/engine/cli.ts env --instance ${instance})"`)
  report('Then try:             npx switchyard apps off --lab resources/sample-lab')
  if (isServed) {
    report('')
    // Ctrl-C ends the page, and then this says what is left.
    process.on('SIGINT', () => {})
    process.exitCode = await switchyard(['serve', '--lab', lab])
    report('')
  }
  report('To take it all away:  npm run sample -- stop')
}

function stacks(): string[] {
  return ['infrastructure', 'models', 'apps']
}

async function answers(environment: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    await createEngine(environment).version()
    return true
  } catch {
    return false
  }
}

/** Runs the terminal door on this terminal; its exit code. */
async function switchyard(args: readonly string[]): Promise<number> {
  const { exitCode } = await execa(join(root, 'bin', 'switchyard'), [...args], {
    env: variables,
    extendEnv: false,
    stdio: 'inherit',
    reject: false,
  })
  return exitCode ?? 1
}
