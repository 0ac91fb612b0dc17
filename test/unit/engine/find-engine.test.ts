import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { findEngine } from '../../../src/main/engine/find-engine.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** A home with docker's configuration and these contexts. */
function home(config: string | null, contexts: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-engine-'))
  folders.push(folder)
  mkdirSync(join(folder, '.docker'))
  if (config !== null) writeFileSync(join(folder, '.docker', 'config.json'), config)
  for (const [name, meta] of Object.entries(contexts)) {
    const dir = join(folder, '.docker', 'contexts', 'meta', createHash('sha256').update(name).digest('hex'))
    mkdirSync(dir, { recursive: true })
    writeFileSync(join(dir, 'meta.json'), meta)
  }
  return folder
}

const context = (host: string) => JSON.stringify({ Name: 'x', Endpoints: { docker: { Host: host } } })
const rootless = { rootless: context('unix:///run/user/1000/docker.sock'), far: context('ssh://me@far') }
const standard = { host: 'unix:///var/run/docker.sock', tlsDir: null, namedBy: null }
const byHost = { what: 'DOCKER_HOST', undo: ['unset', 'DOCKER_HOST'] }
const useDefault = ['docker', 'context', 'use', 'default']

describe('findEngine', () => {
  it.each([
    [
      'DOCKER_HOST before everything',
      '{"currentContext":"rootless"}',
      { DOCKER_HOST: 'tcp://10.0.0.1:2375', DOCKER_CONTEXT: 'far' },
      { host: 'tcp://10.0.0.1:2375', tlsDir: null, namedBy: byHost },
    ],
    [
      'the keys for DOCKER_HOST',
      null,
      { DOCKER_HOST: 'tcp://10.0.0.1:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '/keys' },
      { host: 'tcp://10.0.0.1:2376', tlsDir: '/keys', namedBy: byHost },
    ],
    [
      'no keys when they are not asked for',
      null,
      { DOCKER_HOST: 'tcp://10.0.0.1:2376', DOCKER_CERT_PATH: '/keys' },
      { host: 'tcp://10.0.0.1:2376', tlsDir: null, namedBy: byHost },
    ],
    [
      'DOCKER_CONTEXT before the current context',
      '{"currentContext":"rootless"}',
      { DOCKER_CONTEXT: 'far' },
      {
        host: 'ssh://me@far',
        tlsDir: null,
        namedBy: { what: 'the docker context far', undo: ['unset', 'DOCKER_CONTEXT'] },
      },
    ],
    [
      'the current context',
      '{"currentContext":"rootless"}',
      {},
      {
        host: 'unix:///run/user/1000/docker.sock',
        tlsDir: null,
        namedBy: { what: 'the docker context rootless', undo: useDefault },
      },
    ],
    [
      'the current context when the variables are empty',
      '{"currentContext":"rootless"}',
      { DOCKER_HOST: '', DOCKER_CONTEXT: '' },
      {
        host: 'unix:///run/user/1000/docker.sock',
        tlsDir: null,
        namedBy: { what: 'the docker context rootless', undo: useDefault },
      },
    ],
    [
      'the standard socket for the context called default',
      '{"currentContext":"rootless"}',
      { DOCKER_CONTEXT: 'default' },
      standard,
    ],
    ['the standard socket when nothing is said', '{}', {}, standard],
    ['the standard socket without a configuration', null, {}, standard],
    ['the standard socket with a broken configuration', '{"currentContext":', {}, standard],
  ])('takes %s', (_, config, variables, expected) => {
    expect(findEngine({ HOME: home(config, rootless), ...variables })).toEqual(expected)
  })

  it('takes an empty DOCKER_CONFIG for none, as the docker client does', () => {
    const HOME = home('{"currentContext":"rootless"}', rootless)
    expect(findEngine({ HOME, DOCKER_CONFIG: '' }).host).toBe('unix:///run/user/1000/docker.sock')
  })

  it('looks for keys where the docker client does when nothing says where they are', () => {
    const variables = { DOCKER_HOST: 'tcp://10.0.0.1:2376', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: '' }
    expect(findEngine({ ...variables, HOME: '/home/ai' }).tlsDir).toBe('/home/ai/.docker')
  })

  it('looks where DOCKER_CONFIG says', () => {
    const folder = home('{"currentContext":"rootless"}', rootless)
    expect(findEngine({ HOME: '/nowhere', DOCKER_CONFIG: join(folder, '.docker') }).host).toBe(
      'unix:///run/user/1000/docker.sock',
    )
  })

  it.each([
    ['is not there', 'gone', {}],
    ['has no engine', 'empty', { empty: '{"Endpoints":{}}' }],
  ])('says so when the context %s', (_, name, contexts) => {
    expect(() => findEngine({ HOME: home(null, contexts), DOCKER_CONTEXT: name })).toThrow(
      expect.objectContaining({
        code: 'ENGINE_UNREACHABLE',
        message: `There is no usable docker context named ${name}.`,
        hint: 'See which there are: `docker context ls`. Use the engine of this machine: `unset DOCKER_CONTEXT`.',
      }),
    )
  })
})
