import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const root = join(import.meta.dirname, '../../..')

export interface DoorOptions {
  /** The whole environment of the door: engine, state folders, PATH. */
  readonly variables: Readonly<Record<string, string>>
  /** Folder of the lab that the page opens; none for a first start. */
  readonly labDir?: string
  /** Default: a free one. */
  readonly port?: number
  /** Takes from root what root may do beyond its own files, so that what is another user's is closed to it. */
  readonly isPlainUser?: boolean
  /** Folders that it finds at these places instead of the machine's own: `{ '/var/lib': '/tmp/…' }`. Only root can do this. */
  readonly ownDirs?: Readonly<Record<string, string>>
  /** Folders whose content it finds at these places beside the machine's own; it can change neither there. The same holds. */
  readonly addedDirs?: Readonly<Record<string, string>>
}

/** A running `switchyard serve`. */
export interface Door {
  /** The one-time link. */
  readonly link: string
  /** `http://127.0.0.1:PORT`. */
  readonly origin: string
  readonly port: number
  readonly pid: number
  /** Ends it as Ctrl-C does. */
  readonly stop: () => Promise<void>
  /** Ends it as a crash does. */
  readonly kill: () => Promise<void>
  /** Lets it say nothing until `thaw`, with its connections open. */
  readonly freeze: () => void
  readonly thaw: () => void
}

/** Starts `switchyard serve` in a process of its own; resolves when it has said where it is. */
export async function startDoor(options: DoorOptions): Promise<Door> {
  const { variables, labDir, port = 0, isPlainUser = false } = options
  const lab = labDir === undefined ? [] : ['--lab', labDir]
  // A folder that says nothing about a lab.
  const cwd = join(variables['HOME'] ?? '/', 'elsewhere')
  await mkdir(cwd, { recursive: true })
  const asUser = isPlainUser ? ['setpriv', '--bounding-set=-all', '--inh-caps=-all'] : []
  const command = [...asUser, join(root, 'bin/switchyard'), 'serve', '--port', String(port), ...lab]
  const [program = '', ...args] = withOwnDirs(command, options)
  const child = spawn(program, args, {
    env: { ...variables },
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const link = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = /http:\/\/127\.0\.0\.1:\d+\/\S*#\S+/.exec(line)
      if (found) resolve(found[0])
    })
    child.once('error', reject)
    void ended.then(() => reject(new Error(`switchyard serve ended: ${errors}`)))
  })
  const { origin, port: chosen } = new URL(link)
  const end = (signal: 'SIGTERM' | 'SIGKILL') => async () => {
    child.kill(signal)
    child.kill('SIGCONT')
    await ended
  }
  return {
    link,
    origin,
    port: Number(chosen),
    pid: child.pid ?? NaN,
    stop: end('SIGTERM'),
    kill: end('SIGKILL'),
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
  }
}

/** In a mount namespace of its own, which ends with it. */
function withOwnDirs(
  command: readonly string[],
  { ownDirs = {}, addedDirs = {} }: DoorOptions,
): readonly string[] {
  const own = Object.entries(ownDirs).map(([place, dir]) => ['--bind', dir, place])
  const added = Object.entries(addedDirs).map(([place, dir]) => [
    `--types=overlay --options=lowerdir=${dir}:${place}`,
    'overlay',
    place,
  ])
  const mounts = [...own, ...added].flat()
  if (mounts.length === 0) return command
  const script = 'while [ "$1" != -- ]; do mount $1 "$2" "$3" || exit; shift 3; done; shift; exec "$@"'
  return ['unshare', '--mount', 'sh', '-c', script, 'sh', ...mounts, '--', ...command]
}
