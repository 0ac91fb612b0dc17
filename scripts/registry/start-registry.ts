import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findDebianProgram } from '../engine/find-debian-program.ts'

export interface Registry extends AsyncDisposable {
  /** Like `127.0.0.1:5000`, for image references. */
  readonly host: string
  stop(): Promise<void>
}

export interface RegistryOptions {
  /** Who may use it, as lines of htpasswd; default: everybody. */
  readonly htpasswd?: string
  readonly report?: (line: string) => void
}

/**
 * Starts Debian's registry on a free port of loopback, with its images in a folder of its own that goes with it. An engine on
 * this machine may use it without TLS. Throws one sentence when it does not start.
 */
export async function startRegistry({ htpasswd, report }: RegistryOptions = {}): Promise<Registry> {
  const program = await findDebianProgram(
    {
      packageName: 'docker-registry',
      path: 'usr/bin/docker-registry',
      target: 'registry/docker-registry',
      announcement: 'Fetching a registry from Debian packages (about 5 MB)',
    },
    report ? { report } : {},
  )
  const dir = await mkdtemp(join(tmpdir(), 'switchyard-registry-'))
  const host = `127.0.0.1:${await freePort()}`
  const userFile = join(dir, 'htpasswd')
  if (htpasswd !== undefined) await writeFile(userFile, htpasswd)
  const configuration = {
    version: 0.1,
    log: { level: 'error', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: join(dir, 'images') } },
    http: { addr: host },
    ...(htpasswd === undefined ? {} : { auth: { htpasswd: { realm: 'tests', path: userFile } } }),
  }
  // JSON is YAML, too.
  await writeFile(join(dir, 'config.yml'), JSON.stringify(configuration))
  const child = spawn(program, ['serve', join(dir, 'config.yml')], { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const stop = async () => {
    child.kill('SIGKILL')
    await ended
    await rm(dir, { recursive: true, force: true })
  }
  try {
    await untilItAnswers(host, () => child.exitCode !== null)
  } catch (error) {
    await stop()
    throw error
  }
  return { host, stop, [Symbol.asyncDispose]: stop }
}

async function untilItAnswers(host: string, hasEnded: () => boolean): Promise<void> {
  const giveUpAtMs = performance.now() + 20_000
  for (;;) {
    try {
      await fetch(`http://${host}/v2/`)
      return
    } catch {
      if (hasEnded() || performance.now() > giveUpAtMs)
        throw new Error(`The registry at ${host} did not start.`)
      await sleep(20)
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('There is no free port.')
  return address.port
}
