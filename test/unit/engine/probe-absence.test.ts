import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { probeAbsence, type ProbePlaces } from '../../../src/main/engine/probe-absence.ts'
import { callAsOtherUser, isRoot } from '../support/as-other-user.ts'
import { tryEngine } from './support/try-engine.ts'

const tryEngineModule = join(import.meta.dirname, 'support/try-engine.ts')

let dir = ''
let servers: Server[] = []
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'switchyard-probe-'))
  chmodSync(dir, 0o755)
})
afterEach(async () => {
  for (const server of servers) await new Promise((resolve) => server.close(resolve))
  servers = []
  rmSync(dir, { recursive: true })
})

async function listenAt(name: string, mode = 0o666): Promise<string> {
  const path = join(dir, name)
  const server = createServer((socket) => socket.destroy())
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(path, resolve))
  chmodSync(path, mode)
  return path
}

/** A socket that its program has left behind. */
async function abandonedAt(name: string): Promise<string> {
  const path = await listenAt(`${name}.before`)
  renameSync(path, join(dir, name))
  const server = servers.pop()
  await new Promise((resolve) => server?.close(resolve))
  return join(dir, name)
}

function places(more: Partial<ProbePlaces> = {}): ProbePlaces {
  return { passwdFile: '/nonexistent', groupFile: '/nonexistent', programDirs: [], sockets: [], ...more }
}

function say(socket: string) {
  return { host: `unix://${socket}`, tlsDir: null, namedBy: null }
}

it('a socket that is not there, one at which nobody listens, and none at all are told apart by what the system says', async () => {
  const causes = ['ENOENT', 'ECONNREFUSED', 'EACCES'].map(
    async (code) => (await probeAbsence(say('/nonexistent.sock'), code, places())).cause,
  )
  const far = await probeAbsence({ ...say(''), host: 'tcp://127.0.0.1:1' }, 'ECONNREFUSED', places())
  expect([...(await Promise.all(causes)), far.cause]).toEqual([
    'no-socket',
    'nobody-listens',
    'forbidden',
    'remote',
  ])
})

it('who may use the socket is read from the machine, and whether this user is written down there', async () => {
  const socket = await listenAt('docker.sock', 0o660)
  const { username, uid, gid } = userInfo()
  const groupFile = join(dir, 'group')
  const passwdFile = join(dir, 'passwd')
  const read = async () =>
    (await probeAbsence(say(socket), 'EACCES', places({ groupFile, passwdFile }))).socket
  writeFileSync(passwdFile, `${username}:x:${uid}:100::/home:/bin/sh\n`)
  writeFileSync(groupFile, `docker:x:${gid}:berta\n`)
  const before = await read()
  writeFileSync(groupFile, `docker:x:${gid}:berta,${username}\n`)
  const joined = await read()
  writeFileSync(groupFile, '')
  expect([before, joined, await read()]).toEqual([
    { owner: username, group: 'docker', isMember: false },
    { owner: username, group: 'docker', isMember: true },
    { owner: username, group: String(gid), isMember: false },
  ])
})

it('of the other sockets those are named at which somebody listens', async () => {
  const own = await listenAt('own.sock')
  const answering = await listenAt('rootless.sock')
  const abandoned = await abandonedAt('desktop.sock')
  const sockets = [own, abandoned, answering, join(dir, 'nothing.sock')]
  const { others } = await probeAbsence(say(own), 'ECONNREFUSED', places({ sockets }))
  expect(others).toEqual([`unix://${answering}`])
})

it('an engine is installed where its program can be run', async () => {
  const programs = join(dir, 'bin')
  mkdirSync(programs)
  writeFileSync(join(programs, 'dockerd'), '', { mode: 0o644 })
  const look = async () =>
    (await probeAbsence(say('/nonexistent.sock'), 'ENOENT', places({ programDirs: [programs] }))).isInstalled
  const asFile = await look()
  chmodSync(join(programs, 'dockerd'), 0o755)
  expect([asFile, await look()]).toEqual([false, true])
})

it('a socket at which nobody listens is named with what names it', async () => {
  const socket = await abandonedAt('docker.sock')
  expect(await tryEngine({ HOME: dir, DOCKER_HOST: `unix://${socket}` })).toMatchObject({
    code: 'ENGINE_UNREACHABLE',
    message: `The Docker engine at unix://${socket} does not answer.`,
    hint: expect.stringContaining(
      'DOCKER_HOST names it. To go back to the usual one: `unset DOCKER_HOST`.',
    ) as string,
  })
})

it.skipIf(!isRoot)(
  'another user hears who may use the socket, and of a folder that is closed that it is another one’s',
  async () => {
    const socket = await listenAt('docker.sock', 0o600)
    const closed = join(dir, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    const sockets = [socket, join(closed, 'docker.sock')]
    const asked = sockets.map((path) => ({ HOME: dir, DOCKER_HOST: `unix://${path}` }))
    const refused = 'You may not use the Docker engine at unix://'
    expect(await callAsOtherUser(tryEngineModule, 'tryEngines', asked)).toMatchObject([
      { code: 'ENGINE_UNREACHABLE', message: `${refused}${socket}: it is for root alone.` },
      {
        code: 'ENGINE_UNREACHABLE',
        message: `${refused}${closed}/docker.sock: it lies in a folder of another user.`,
      },
    ])
  },
)

it('a context that is not there keeps no door shut: every question gets it for an answer', async () => {
  const variables = { HOME: dir, DOCKER_CONTEXT: 'gone' }
  expect([await tryEngine(variables), await tryEngine({ HOME: dir, DOCKER_HOST: 'nonsense' })]).toEqual([
    {
      code: 'ENGINE_UNREACHABLE',
      message: 'There is no usable docker context named gone.',
      hint: 'See which there are: `docker context ls`. Use the engine of this machine: `unset DOCKER_CONTEXT`.',
    },
    {
      code: 'ENGINE_UNREACHABLE',
      message: 'DOCKER_HOST is not an address: nonsense.',
      hint: 'Write it like unix:///var/run/docker.sock or tcp://127.0.0.1:2375. Or use the engine of this machine: `unset DOCKER_HOST`.',
    },
  ])
})
