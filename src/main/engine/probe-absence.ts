import { constants } from 'node:fs'
import { access, readFile, stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { homedir, userInfo } from 'node:os'
import { delimiter, join } from 'node:path'
import type { EngineAbsence } from './explain-absence.ts'
import { defaultSocket, type EngineAddress } from './find-engine.ts'

/** Where accounts and programs are looked up; tests have their own. */
export interface ProbePlaces {
  readonly passwdFile: string
  readonly groupFile: string
  /** Where an engine's program lies. */
  readonly programDirs: readonly string[]
  /** Sockets at which another engine may answer. */
  readonly sockets: readonly string[]
}

/** What this machine tells of an engine that could not be reached; `code` is the system's word for why. Changes nothing. */
export async function probeAbsence(
  { host, namedBy }: EngineAddress,
  code: string | undefined,
  places: ProbePlaces,
): Promise<EngineAbsence> {
  const path = host.startsWith('unix://') ? host.slice('unix://'.length) : null
  const user = currentUser()
  const [isInstalled, hasSystemd, socket, others] = await Promise.all([
    some(places.programDirs, (dir) => isThere(join(dir, 'dockerd'), constants.X_OK)),
    isThere('/run/systemd/system'),
    path === null ? null : readSocket(path, user, places),
    findOthers(path, places.sockets),
  ])
  return {
    address: host,
    namedBy,
    cause: path === null ? 'remote' : causeOf(code),
    isInstalled,
    hasSystemd,
    user,
    socket,
    others,
  }
}

/** Those of this machine and user. */
export function findPlaces(variables: NodeJS.ProcessEnv): ProbePlaces {
  const home = variables['HOME'] || homedir()
  const runtimeDir = variables['XDG_RUNTIME_DIR'] || `/run/user/${process.getuid?.() ?? 0}`
  return {
    passwdFile: '/etc/passwd',
    groupFile: '/etc/group',
    programDirs: [
      ...new Set([
        '/usr/bin',
        '/usr/sbin',
        '/usr/local/bin',
        '/snap/bin',
        ...(variables['PATH'] ?? '').split(delimiter).filter((dir) => dir.startsWith('/')),
      ]),
    ],
    sockets: [
      defaultSocket,
      join(runtimeDir, 'docker.sock'),
      join(home, '.docker/desktop/docker.sock'),
      join(home, '.docker/run/docker.sock'),
    ],
  }
}

function causeOf(code: string | undefined): EngineAbsence['cause'] {
  if (code === 'EACCES' || code === 'EPERM') return 'forbidden'
  return code === 'ENOENT' || code === 'ENOTDIR' ? 'no-socket' : 'nobody-listens'
}

function currentUser(): string {
  try {
    return userInfo().username
  } catch {
    // An account that is in no list.
    return String(process.getuid?.() ?? '')
  }
}

async function readSocket(path: string, user: string, places: ProbePlaces): Promise<EngineAbsence['socket']> {
  const found = await stat(path).catch(() => null)
  if (!found) return null
  const [accounts, groups] = await Promise.all([readTable(places.passwdFile), readTable(places.groupFile)])
  const nameOf = (table: readonly (readonly string[])[], id: number) =>
    table.find((fields) => fields[2] === String(id))?.[0] ?? String(id)
  const members = groups.find((fields) => fields[2] === String(found.gid))?.[3]?.split(',') ?? []
  const primary = accounts.find(([name]) => name === user)?.[3]
  return {
    owner: nameOf(accounts, found.uid),
    group: nameOf(groups, found.gid),
    isMember: members.includes(user) || primary === String(found.gid),
  }
}

/** The fields of each line of a file like `/etc/group`. */
async function readTable(file: string): Promise<readonly (readonly string[])[]> {
  const text = await readFile(file, 'utf8').catch(() => '')
  return text.split('\n').map((line) => line.split(':'))
}

async function findOthers(path: string | null, sockets: readonly string[]): Promise<string[]> {
  const candidates = [...new Set(sockets)].filter((socket) => socket !== path)
  const answering = await Promise.all(candidates.map(answers))
  return candidates.filter((_, index) => answering[index]).map((socket) => `unix://${socket}`)
}

/** Whether somebody listens there and lets this user in. On this machine that is known at once. */
function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect({ path: socket, timeout: 500 })
    const end = (isThere: boolean) => {
      connection.destroy()
      resolve(isThere)
    }
    connection.once('connect', () => end(true))
    connection.once('error', () => end(false))
    connection.once('timeout', () => end(false))
  })
}

async function some<Item>(items: readonly Item[], test: (item: Item) => Promise<boolean>): Promise<boolean> {
  return (await Promise.all(items.map(test))).includes(true)
}

function isThere(path: string, mode: number = constants.F_OK): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  )
}
