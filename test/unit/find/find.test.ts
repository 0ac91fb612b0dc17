import { describe, expect, it } from 'vitest'
import type { FoundContainer } from '../../../src/main/engine/model.ts'
import { execCommand, needsOf, oneOffCommand } from '../../../src/main/find/attached-commands.ts'
import { findEverywhere } from '../../../src/main/find/find-everywhere.ts'
import { container, model, needs, port } from '../run/sample-model.ts'

const lab = model({
  data: { services: { db: { ports: [port(5432)] } }, alwaysOn: true },
  app: { services: { api: { dependsOn: [needs('cache')] }, cache: {} }, needs: ['data'] },
})
const own = container('data', 'db', { ports: [port(5432, '0.0.0.0')] })
const other = (name: string, changes: Partial<FoundContainer> = {}): FoundContainer => ({
  id: `id-${name}`,
  name,
  image: 'nginx:1',
  state: 'running',
  project: null,
  service: null,
  labels: {},
  ports: [],
  exposes: [],
  ...changes,
})
const listener = (port: number, owner: string | null) => ({
  address: '0.0.0.0',
  port,
  protocol: 'tcp',
  owner,
})

describe('findEverywhere', () => {
  const everyContainer = [
    other('data-db-1', { id: own.id, project: 'data', service: 'db', ports: own.ports }),
    other('old-db', { labels: { role: 'db' }, exposes: [5432] }),
    other('blog-web-1', {
      project: 'blog',
      service: 'web',
      ports: [port(8080, '0.0.0.0')],
      state: 'running',
    }),
  ]
  const find = (text: string, listeners: readonly ReturnType<typeof listener>[] = []) => {
    const { services, containers, processes } = findEverywhere(lab, text, {
      containers: [own],
      everyContainer,
      listeners,
    })
    return [
      services.map(({ ref }) => `${ref.stack}/${ref.service}`),
      containers.map(({ name }) => name),
      processes.map(({ owner }) => owner),
    ]
  }

  it.each([
    ['a part of a name', 'db', [['data/db'], ['old-db'], []]],
    ['a pattern', 'b*-web-*', [[], ['blog-web-1'], []]],
    ['a label', 'label:role=db', [[], ['old-db'], []]],
    ['nothing', 'ghost', [[], [], []]],
  ])('finds by %s', (_, text, found) => {
    expect(find(text)).toEqual(found)
  })

  it('finds who holds a port, and tells the engine’s own program of a container only by the container', () => {
    const listeners = [
      listener(8080, null),
      listener(8080, 'docker-proxy (pid 9)'),
      listener(8080, 'python3 (pid 7)'),
    ]
    expect([find(':8080', listeners), find(':5432')]).toEqual([
      [[], ['blog-web-1'], ['python3 (pid 7)']],
      [['data/db'], ['old-db'], []],
    ])
  })

  it('tells of a service what runs and what it publishes', () => {
    expect(
      findEverywhere(lab, 'db', { containers: [own], everyContainer: [], listeners: [] }).services,
    ).toEqual([
      {
        ref: { stack: 'data', service: 'db' },
        alwaysOn: true,
        image: 'db:1',
        containers: [{ name: 'data-db-1', state: 'running' }],
        ports: [port(5432, '0.0.0.0')],
      },
    ])
  })
})

describe('commands in containers', () => {
  const request = {
    target: 'api',
    command: ['sh', '-c', 'echo "$X"; rm -rf /tmp/x'],
    tty: false,
    user: '--help',
    workingDir: '/srv',
    variables: ['TOKEN'],
  }
  const [, api] = lab.services

  it('are argument arrays, in which what the operator typed stays what it is', () => {
    expect(execCommand('abc', { ...request, tty: true, index: null })).toEqual([
      ...[
        'docker',
        'exec',
        '--interactive',
        '--tty',
        '--user=--help',
        '--workdir=/srv',
        '--env=TOKEN',
        'abc',
      ],
      ...['sh', '-c', 'echo "$X"; rm -rf /tmp/x'],
    ])
    if (!api) throw new Error('the lab has no api')
    expect(oneOffCommand(api, { ...request, keep: false })).toEqual([
      ...['docker', 'compose', '--project-name', 'app', '--project-directory', '/lab/app'],
      ...['--file', '/lab/app/compose.yaml', 'run', '--no-deps', '--rm', '--no-TTY'],
      ...['--user=--help', '--workdir=/srv', '--env=TOKEN', 'api', 'sh', '-c', 'echo "$X"; rm -rf /tmp/x'],
    ])
    expect(
      oneOffCommand(api, { ...request, tty: true, keep: true, user: null, workingDir: null, variables: [] }),
    ).toEqual([
      ...['docker', 'compose', '--project-name', 'app', '--project-directory', '/lab/app'],
      ...[
        '--file',
        '/lab/app/compose.yaml',
        'run',
        '--no-deps',
        'api',
        'sh',
        '-c',
        'echo "$X"; rm -rf /tmp/x',
      ],
    ])
    expect(needsOf(lab, api)).toEqual(['data', 'app/cache'])
  })
})
