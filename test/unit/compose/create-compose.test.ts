import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { checkComposeVersion } from '../../../src/main/compose/check-version.ts'
import { createCompose } from '../../../src/main/compose/create-compose.ts'
import { createFileCache } from '../../../src/main/compose/file-cache.ts'
import { findCompose } from '../../../src/main/compose/find-compose.ts'
import type { ComposeProject } from '../../../src/main/compose/model.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** A folder with a Compose file and a plugin that is a script; every call is noted in `calls`. */
function workshop(script: string, variables: NodeJS.ProcessEnv = {}) {
  const dir = mkdtempSync(join(tmpdir(), 'switchyard-compose-'))
  folders.push(dir)
  const plugins = join(dir, 'docker', 'cli-plugins')
  mkdirSync(plugins, { recursive: true })
  const plugin = join(plugins, 'docker-compose')
  const install = (text: string) => {
    writeFileSync(plugin, `#!/bin/sh\necho "$*" >> "${dir}/calls"\n${text}\n`)
    chmodSync(plugin, 0o755)
  }
  install(script)
  writeFileSync(join(dir, 'compose.yaml'), 'services:\n  web: {image: "web:${TAG:-1}"}\n')
  const all = { PATH: process.env['PATH'], HOME: dir, DOCKER_CONFIG: join(dir, 'docker'), ...variables }
  const project: ComposeProject = {
    key: 'p',
    name: 'p',
    dir,
    files: [join(dir, 'compose.yaml')],
    envFiles: [],
    profiles: [],
  }
  const compose = (more: NodeJS.ProcessEnv = {}) => {
    const given = { ...all, ...more }
    return createCompose({
      variables: given,
      cache: createFileCache(join(dir, 'cache'), given),
      systemPluginFolders: [],
    })
  }
  const calls = () => {
    try {
      return readFileSync(join(dir, 'calls'), 'utf8').trim().split('\n').length
    } catch {
      return 0
    }
  }
  return { dir, plugin, install, project, compose, calls, variables: all }
}

/** Answers `config` with a hash that is made of a variable, as a real one would change with it. */
const answering = `case "$*" in
  *--hash*) echo "web hash-$CI_TAG" ;;
  *) echo '{"name":"p","services":{"web":{"image":"web:1"}}}' ;;
esac`

/** The same, with another answer for a configuration that Compose is given as its input. */
const settling = (answer: string) => answering.replace('in\n', `in\n  *--file\\ -*) ${answer} ;;\n`)
const imageOfInput = `echo "web settled-$(sed -n 's/.*"image":"\\([^"]*\\)".*/\\1/p')"`

const joining = `case "$*" in
  *--file\\ -*) echo "web $(sed -n 's/.*"network_mode":"\\([^"]*\\)".*/\\1/p')" ;;
  *) echo '{"name":"p","services":{"web":{"network_mode":"service:vpn"}}}' ;;
esac`

describe('resolve', () => {
  it('asks Compose once while nothing changes', async () => {
    const { compose, project, calls } = workshop(answering)
    const first = await compose().resolve(project)
    expect([await compose().resolve(project), calls()]).toEqual([first, 2])
  })

  it('asks again when a variable changes that only an env file mentions', async () => {
    const { compose, project, dir } = workshop(answering)
    writeFileSync(join(dir, '.env'), 'TAG=${CI_TAG}\n')
    const hash = async (tag: string) =>
      (await compose({ CI_TAG: tag }).resolve(project)).services[0]?.configHash
    expect([await hash('1'), await hash('2')]).toEqual(['hash-1', 'hash-2'])
  })

  it('asks again when Compose itself has been replaced', async () => {
    const { compose, project, install } = workshop(answering)
    const first = await compose().resolve(project)
    install(answering.replace('hash-', 'newer-hash-'))
    const second = await compose().resolve(project)
    expect([first.services[0]?.configHash, second.services[0]?.configHash]).toEqual(['hash-', 'newer-hash-'])
  })

  it('hashes what was resolved where a file names env files, as up does', async () => {
    const { compose, project, dir } = workshop(settling(imageOfInput))
    writeFileSync(join(dir, 'compose.yaml'), 'services: {web: {image: web, env_file: a.env}}\n')
    expect((await compose().resolve(project)).services[0]?.configHash).toBe('settled-web:1')
  })

  it('takes the plain hashes when Compose does not take what it printed', async () => {
    const { compose, project, dir } = workshop(settling('exit 1'))
    writeFileSync(join(dir, 'compose.yaml'), 'services: {web: {image: web, env_file: a.env}}\n')
    expect((await compose().resolve(project)).services[0]?.configHash).toBe('hash-')
  })

  it('tells where the file is wrong', async () => {
    const { compose, project, dir } = workshop('echo "services.web.image must be a string" >&2; exit 15')
    await expect(compose().resolve(project)).rejects.toMatchObject({
      code: 'COMPOSE_FILE_INVALID',
      message: 'Compose says: services.web.image must be a string.',
      place: { file: join(dir, 'compose.yaml'), line: 2, column: 3 },
    })
  })
})

describe('hashJoining', () => {
  it('hashes the ids of containers, and asks again for others only', async () => {
    const { compose, project, calls } = workshop(joining)
    const hash = async (id: string) => [...(await compose().hashJoining(project, new Map([['vpn', id]])))]
    expect([await hash('one'), await hash('one'), calls()]).toEqual([
      [['web', 'container:one']],
      [['web', 'container:one']],
      2,
    ])
    expect([await hash('two'), calls()]).toEqual([[['web', 'container:two']], 4])
  })

  it('has none of a project that Compose refuses', async () => {
    const { compose, project } = workshop('exit 1')
    expect(await compose().hashJoining(project, new Map([['vpn', 'one']]))).toEqual(new Map())
  })
})

describe('run', () => {
  it('hands on arguments as they are, without a shell', async () => {
    const { compose, dir } = workshop('printf "<%s>" "$@"')
    const args = ['a b', '$(touch pwned)', '-rf', '', '"', '*']
    const { stdout, exitCode } = await compose().run(args, { cwd: dir })
    expect([stdout, exitCode]).toEqual(['<a b><$(touch pwned)><-rf><><"><*>', 0])
  })

  it('gives the exit code and what was said', async () => {
    const { compose, dir } = workshop('echo out; echo err >&2; exit 7')
    expect(await compose().run(['up'], { cwd: dir })).toEqual({
      exitCode: 7,
      stdout: 'out\n',
      stderr: 'err\n',
    })
  })

  it('ends with the signal', async () => {
    const { compose, dir } = workshop('exec sleep 30')
    const abort = new AbortController()
    const call = compose().run(['up'], { cwd: dir, signal: abort.signal })
    setTimeout(() => abort.abort(), 100)
    expect((await call).exitCode).toBe(1)
  })

  it('gives Compose the variables and nothing else', async () => {
    const { compose, dir } = workshop('echo "$COMPOSE_PROGRESS $GIVEN [$SWITCHYARD_TEST_ONLY]"')
    process.env['SWITCHYARD_TEST_ONLY'] = 'leaked'
    const { stdout } = await compose({ GIVEN: 'given' }).run(['up'], { cwd: dir })
    delete process.env['SWITCHYARD_TEST_ONLY']
    expect(stdout).toBe('plain given []\n')
  })
})

describe('validate', () => {
  it('gives the reason, or null when all is well', async () => {
    const well = workshop('exit 0')
    const ill = workshop('echo "no image" >&2; exit 1')
    expect([await well.compose().validate(well.project), await ill.compose().validate(ill.project)]).toEqual([
      null,
      'no image',
    ])
  })
})

describe('version', () => {
  it.each([
    ['2.40.3', '2.40.3'],
    ['v2.24.1', '2.24.1'],
    ['2.40.3-3', '2.40.3'],
  ])('reads %s as %s', async (printed, expected) => {
    expect(await workshop(`echo ${printed}`).compose().version()).toBe(expected)
  })

  it('is asked for again when the plugin is another one', async () => {
    const { compose, plugin } = workshop('echo 2.17.3')
    const room = compose()
    expect(await room.version()).toBe('2.17.3')
    writeFileSync(plugin, '#!/bin/sh\necho 2.40.3\n', { mode: 0o755 })
    expect(await room.version()).toBe('2.40.3')
    rmSync(plugin)
    await expect(room.version()).rejects.toMatchObject({ code: 'COMPOSE_MISSING' })
  })

  it.each(['2.17.3', '1.29.2'])('%s is too old, and what to install is said', (version) => {
    expect(() => checkComposeVersion(version)).toThrow(
      expect.objectContaining({
        code: 'COMPOSE_TOO_OLD',
        message: `Docker Compose ${version} is installed; Switchyard needs 2.24 or newer.`,
        hint: 'Install its newest plugin (package docker-compose-plugin from Docker, else docker-compose-v2 or docker-compose). See which one is used: `docker compose version`.',
      }),
    )
  })

  it.each(['2.24.0', '5.0.1', 'dev'])('%s will do', (version) => {
    expect(() => checkComposeVersion(version)).not.toThrow()
  })

  it('says that Compose is missing when nothing can be run', async () => {
    const { compose, dir, plugin } = workshop('')
    rmSync(plugin)
    await expect(compose({ DOCKER_CONFIG: join(dir, 'nowhere'), PATH: '' }).version()).rejects.toMatchObject({
      code: 'COMPOSE_MISSING',
      message: 'Docker Compose is not installed: there is neither its plugin nor a docker command.',
    })
  })
})

describe('a docker without the Compose plugin', () => {
  /** What the docker client says of `docker compose --project-name …`, of `docker compose version`, and what it said once. */
  it.each([
    "unknown flag: --project-name\n\nUsage:  docker [OPTIONS] COMMAND [ARG...]\n\nRun 'docker --help' for more information",
    "docker: unknown command: docker compose\n\nRun 'docker --help' for more information",
    "docker: 'compose' is not a docker command.\nSee 'docker --help'",
  ])('is told in one sentence with what to install, whatever it was asked: %j', async (said) => {
    const { compose, dir, plugin, project } = workshop('')
    rmSync(plugin)
    const docker = join(dir, 'docker', 'docker')
    writeFileSync(docker, `#!/bin/sh\ncat >&2 <<'END'\n${said}\nEND\nexit 125\n`, { mode: 0o755 })
    const room = compose({ PATH: `${join(dir, 'docker')}:${process.env['PATH'] ?? ''}` })
    for (const asked of [room.version(), room.validate(project), room.resolve(project)]) {
      await expect(asked).rejects.toMatchObject({
        code: 'COMPOSE_MISSING',
        message: `Docker Compose is not installed: ${docker} does not know the command compose.`,
        hint: 'Install its newest plugin (package docker-compose-plugin from Docker, else docker-compose-v2 or docker-compose). See which one is used: `docker compose version`.',
      })
    }
  })

  it('is not meant when Compose itself does not know an option', async () => {
    const { compose, dir, plugin } = workshop('')
    rmSync(plugin)
    const said =
      "unknown flag: --new\n\nUsage:  docker compose up\n\nRun 'docker compose up --help' for more information"
    const docker = join(dir, 'docker', 'docker')
    writeFileSync(docker, `#!/bin/sh\ncat >&2 <<'END'\n${said}\nEND\nexit 16\n`, { mode: 0o755 })
    const { exitCode } = await compose({ PATH: `${join(dir, 'docker')}:${process.env['PATH'] ?? ''}` }).run(
      ['up'],
      {
        cwd: dir,
      },
    )
    expect(exitCode).toBe(16)
  })
})

describe('findCompose', () => {
  it('prefers the plugin of the person', async () => {
    const { variables, plugin } = workshop('')
    expect(await findCompose(variables)).toEqual({ file: plugin, prefix: [] })
  })

  it('looks below the home when no configuration is named', async () => {
    const { dir, plugin } = workshop('')
    mkdirSync(join(dir, '.docker', 'cli-plugins'), { recursive: true })
    const home = join(dir, '.docker', 'cli-plugins', 'docker-compose')
    writeFileSync(home, readFileSync(plugin), { mode: 0o755 })
    expect(await findCompose({ HOME: dir })).toEqual({ file: home, prefix: [] })
  })
})
