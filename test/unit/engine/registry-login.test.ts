import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findRegistryLogin } from '../../../src/main/engine/registry-login.ts'

describe('a login at a registry', () => {
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'switchyard-login-'))
  })
  afterEach(() => rm(dir, { recursive: true }))
  const configure = (config: object | string) =>
    writeFile(join(dir, 'config.json'), typeof config === 'string' ? config : JSON.stringify(config))
  const helper = async (name: string, script: string) => {
    const file = join(dir, `docker-credential-${name}`)
    await writeFile(file, `#!/bin/sh\n${script}\n`)
    await chmod(file, 0o755)
  }
  const find = (host: string) =>
    findRegistryLogin(host, { DOCKER_CONFIG: dir, PATH: `${dir}:${process.env['PATH'] ?? ''}` })
  const auth = Buffer.from('me:pass:word').toString('base64')

  it('is nobody without settings', async () => {
    expect(await find('ghcr.io')).toBe(null)
  })

  it('is read from the settings, however the client wrote the address', async () => {
    await configure({ auths: { 'https://index.docker.io/v1/': { auth }, 'https://ghcr.io/v2/': { auth } } })
    const login = { username: 'me', password: 'pass:word' }
    expect(await find('docker.io')).toEqual({ ...login, serveraddress: 'https://index.docker.io/v1/' })
    expect(await find('ghcr.io')).toEqual({ ...login, serveraddress: 'ghcr.io' })
    expect(await find('quay.io')).toBe(null)
  })

  it('is asked of the program that keeps passwords, which is told the address and nothing else', async () => {
    await configure({ credHelpers: { 'ghcr.io': 'test' } })
    await helper('test', 'read -r host; echo "{\\"Username\\":\\"$1 $host\\",\\"Secret\\":\\"s3cret\\"}"')
    expect(await find('ghcr.io')).toEqual({
      username: 'get ghcr.io',
      password: 's3cret',
      serveraddress: 'ghcr.io',
    })
  })

  it('can be a token', async () => {
    await configure({ credsStore: 'test' })
    await helper('test', 'echo \'{"Username":"<token>","Secret":"t0ken"}\'')
    expect(await find('ghcr.io')).toEqual({
      username: '',
      password: '',
      serveraddress: 'ghcr.io',
      identitytoken: 't0ken',
    })
  })

  it('is nobody when the program has none', async () => {
    await configure({ credsStore: 'test' })
    await helper('test', 'echo "credentials not found in native keychain"; exit 1')
    expect(await find('ghcr.io')).toBe(null)
  })

  it('says in one sentence that the program, or the settings, are broken', async () => {
    await configure({ credsStore: 'test' })
    await helper('test', 'echo garbage')
    await expect(find('ghcr.io')).rejects.toThrow('docker-credential-test gave no login for ghcr.io.')
    await configure('{ not json')
    await expect(find('ghcr.io')).rejects.toThrow(
      `The docker client's settings ${join(dir, 'config.json')} cannot be read.`,
    )
  })
})
