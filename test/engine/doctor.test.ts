import { createServer } from 'node:net'
import { once } from 'node:events'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCore } from '../../src/main/core.ts'
import type { Finding } from '../../src/shared/doctor.ts'
import { listEverything } from './support/containers.ts'
import { type LabFixture, openLabWith } from './support/lab-fixture.ts'

const compose = `name: ailing
services:
  web:
    image: switchyard/fixture:1
    ports: ["127.0.0.1:20980:80"]
    environment:
      TOKEN: \${TOKEN}
  api:
    image: switchyard/fixture:1
    ports: ["127.0.0.1:20981:80"]
    depends_on: [web]
networks:
  default: { external: true, name: ailing-net }
`

describe('the doctor', () => {
  let lab: LabFixture
  const examine = async (fix = false, only: string[] | null = null) =>
    lab.client.labs.doctor({ dir: lab.dir, fix, only })
  const about = (findings: readonly Finding[], check: string) =>
    findings.filter((finding) => finding.check === check)

  beforeAll(async () => {
    lab = await openLabWith('ailing', {
      'docker-compose.yml': compose,
      '.env.example': 'TOKEN=\nMODE=quiet\n',
    })
  })
  afterAll(async () => {
    await lab.docker(['rm', '--force', 'squatter'])
    await lab[Symbol.asyncDispose]()
  })

  it('names everything that is wrong, where it is, and what to do', async () => {
    const before = await listEverything(lab)
    const { findings, fixed } = await examine()
    expect(findings).toEqual([
      {
        id: 'engine',
        check: 'engine',
        level: 'ok',
        message: expect.stringMatching(
          /^Docker Engine [\d.+a-z]+ answers at unix:\/\/\S+ \(API [\d.]+\)\.$/,
        ) as string,
      },
      {
        id: 'compose',
        check: 'compose',
        level: 'ok',
        message: expect.stringMatching(/^Docker Compose [\d.]+ is installed\.$/) as string,
      },
      {
        id: 'variables:ailing/TOKEN',
        check: 'variables',
        level: 'error',
        stack: 'ailing',
        message: 'The variable TOKEN is not set and has no default.',
        place: { file: join(lab.dir, 'docker-compose.yml'), line: 7, column: 14 },
        advice: `Set it in ${join(lab.dir, '.env')}, or give it a default.`,
      },
      {
        id: `env-files:${join(lab.dir, '.env')}`,
        check: 'env-files',
        level: 'warning',
        message: `${join(lab.dir, '.env')} does not exist, but there is an example of it.`,
        place: { file: join(lab.dir, '.env.example') },
        advice: 'Copy the example and fill in its values.',
        fix: { kind: 'copy-file', from: join(lab.dir, '.env.example'), to: join(lab.dir, '.env') },
        changes: {
          summary: `Copies ${join(lab.dir, '.env.example')} to ${join(lab.dir, '.env')}, which only you can read; its values are yours to fill in.`,
          command: null,
          files: [{ file: join(lab.dir, '.env'), before: null, after: 'TOKEN=\nMODE=quiet\n' }],
          undo: `Delete ${join(lab.dir, '.env')}.`,
        },
      },
      {
        id: 'networks:ailing-net',
        check: 'networks',
        level: 'warning',
        stack: 'ailing',
        message: 'The external network ailing-net does not exist yet.',
        advice: 'Switchyard creates it before the first start.',
        fix: { kind: 'create-network', network: 'ailing-net' },
        changes: {
          summary: 'Creates the network ailing-net on the engine, which all stacks can then join.',
          command: ['docker', 'network', 'create', '--driver', 'bridge', 'ailing-net'],
          files: [],
          undo: 'Remove it with `docker network rm ailing-net` while no container uses it.',
        },
      },
      { id: 'ports', check: 'ports', level: 'ok', message: 'All 2 published ports are free or ours.' },
      expect.objectContaining({
        check: 'disk',
        level: expect.stringMatching(/^(ok|warning)$/) as string,
        message: expect.stringMatching(/[\d.]+ GiB are free in \//) as string,
      }),
    ])
    expect(fixed).toEqual([])
    expect(await listEverything(lab)).toEqual(before)
  })

  it('names the program and the container that have a port', async () => {
    const server = createServer().listen(20980, '127.0.0.1')
    await once(server, 'listening')
    await lab.docker([
      'run',
      '--detach',
      '--name',
      'squatter',
      '--publish',
      '127.0.0.1:20981:80',
      'switchyard/fixture:1',
    ])
    const { findings } = await examine()
    server.close()
    expect(about(findings, 'ports')).toEqual([
      {
        id: 'ports:ailing/api/20981/tcp',
        check: 'ports',
        level: 'error',
        stack: 'ailing',
        message: 'Port 20981/tcp of ailing/api is taken by container squatter.',
        place: { file: join(lab.dir, 'docker-compose.yml') },
        advice: 'Stop that container, or publish another port.',
      },
      {
        id: 'ports:ailing/web/20980/tcp',
        check: 'ports',
        level: 'error',
        stack: 'ailing',
        message: expect.stringMatching(
          new RegExp(`^Port 20980/tcp of ailing/web is taken by .+ \\(pid ${process.pid}\\)\\.$`),
        ) as string,
        place: { file: join(lab.dir, 'docker-compose.yml') },
        advice: 'End that program, or publish another port.',
      },
    ])
    await lab.docker(['rm', '--force', 'squatter'])
  })

  it('does one fix alone when it is asked for one', async () => {
    const { findings, fixed } = await examine(true, ['networks:ailing-net', 'networks:nothing'])
    expect(fixed).toEqual(['Created network ailing-net.'])
    expect(findings.flatMap(({ id, fix }) => (fix ? [id] : []))).toEqual([
      `env-files:${join(lab.dir, '.env')}`,
    ])
    expect((await examine(true, [])).fixed).toEqual([])
    await lab.docker(['network', 'rm', 'ailing-net'])
  })

  it('tells of settings that cannot be read', async () => {
    const file = join(lab.variables['XDG_CONFIG_HOME'] ?? '', 'switchyard', 'settings.json')
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, '{ "theme": ')
    const { findings } = await examine()
    await rm(file)
    expect(about(findings, 'settings')).toEqual([
      {
        id: `settings:${file}`,
        check: 'settings',
        level: 'warning',
        message: 'The settings cannot be read, so the defaults hold.',
        place: { file },
        advice: 'Correct the file, or change a setting: the broken file is then kept under another name.',
      },
    ])
  })

  it('makes the network and copies the example when it is asked to, and never over a file', async () => {
    const { findings, fixed } = await examine(true)
    expect(fixed).toEqual([
      `Copied ${join(lab.dir, '.env.example')} to ${join(lab.dir, '.env')}; fill in its values.`,
      'Created network ailing-net.',
    ])
    expect(await readFile(join(lab.dir, '.env'), 'utf8')).toBe('TOKEN=\nMODE=quiet\n')
    expect((await listEverything(lab)).networks).toContain('ailing-net')
    expect(findings.filter(({ fix }) => fix)).toEqual([])
    expect(about(findings, 'networks').map(({ level }) => level)).toEqual(['ok'])

    await writeFile(join(lab.dir, '.env'), 'TOKEN=mine\n')
    const again = await examine(true)
    expect(again.fixed).toEqual([])
    expect(await readFile(join(lab.dir, '.env'), 'utf8')).toBe('TOKEN=mine\n')
    expect(about(again.findings, 'env-files')).toEqual([
      {
        id: `env-files:${join(lab.dir, '.env')}`,
        check: 'env-files',
        level: 'warning',
        message: `${join(lab.dir, '.env')} lacks MODE, which its example has.`,
        place: { file: join(lab.dir, '.env.example'), line: 2 },
        advice: 'Add them, or take them out of the example.',
      },
    ])
  })

  it('calls the ports of what runs ours', async () => {
    await lab.run({ kind: 'start' })
    const { findings } = await examine()
    expect(about(findings, 'ports')).toEqual([
      { id: 'ports', check: 'ports', level: 'ok', message: 'All 2 published ports are free or ours.' },
    ])
    expect(findings.filter(({ level }) => level === 'error')).toEqual([])
  })

  it('still looks at the files when no engine answers', async () => {
    const core = createCore({ variables: { ...lab.variables, DOCKER_HOST: 'unix:///nowhere/docker.sock' } })
    const { findings } = await core.client.labs.doctor({ dir: lab.dir })
    await core.dispose()
    expect(findings.map(({ check, level }) => [check, level])).toEqual([
      ['engine', 'error'],
      ['compose', 'ok'],
      ['files', 'ok'],
      ['env-files', 'warning'],
    ])
    expect(findings[0]).toEqual({
      id: 'engine',
      check: 'engine',
      level: 'error',
      message: 'The Docker engine at unix:///nowhere/docker.sock does not answer.',
      advice: expect.stringContaining(
        'DOCKER_HOST names it. To go back to the usual one: `unset DOCKER_HOST`.',
      ) as string,
    })
  })

  it('tells of files that Compose refuses as every other command does', async () => {
    await writeFile(
      join(lab.dir, 'docker-compose.yml'),
      'services:\n  web:\n    image: switchyard/fixture:1\n    depends_on: [databse]\n',
    )
    const { findings } = await examine()
    expect(about(findings, 'files')).toEqual([
      {
        id: 'files:ailing',
        check: 'files',
        level: 'error',
        stack: 'ailing',
        message: expect.stringContaining('service "web" depends on undefined service "databse"') as string,
        place: { file: join(lab.dir, 'docker-compose.yml'), line: 2, column: 3 },
        advice: 'Correct the name under depends_on, or add the file that defines the service.',
      },
    ])
  })

  it('names services that switchyard.yaml speaks of and that are not there', async () => {
    await writeFile(join(lab.dir, 'docker-compose.yml'), compose)
    const file = join(lab.dir, 'switchyard.yaml')
    await writeFile(file, 'stacks:\n  ailing:\n    gpu: { wep: { vram: 1GiB }, api: { exclusive: true } }\n')
    expect(about((await examine()).findings, 'names')).toEqual([
      {
        id: 'names:ailing/gpu/wep',
        check: 'names',
        stack: 'ailing',
        level: 'warning',
        message: '`gpu` of stack ailing is for a service `wep`, which it does not have.',
        place: { file, line: 3, column: 12 },
        advice: 'Did you mean `web`?',
      },
    ])
  })
})
