import { describe, expect, it } from 'vitest'
import type { ContainerSummary } from '../../../../src/main/engine/model.ts'
import { matchContainers, matchOwnContainers } from '../../../../src/main/run/facts/lab-model.ts'
import { container, model } from '../sample-model.ts'

describe('buildLabModel', () => {
  const lab = model({
    infra: {
      project: { key: 'lab', profiles: ['gpu'] },
      services: { db: {} },
      settings: new Map([
        ['*', { timeoutMs: 9 }],
        ['db', { retries: 1 }],
      ]),
    },
    app: {
      project: { key: 'lab' },
      services: { web: {}, gpu: { profiles: ['gpu', 'amd'] }, debug: { profiles: ['debug'] } },
    },
    broken: { services: {}, isBroken: true },
  })

  it('gives each stack its own services of a shared project, and says which are active', () => {
    expect(lab.services.map(({ key, isActive }) => [key, isActive])).toEqual([
      ['infra/db', true],
      ['app/web', true],
      ['app/gpu', true],
      ['app/debug', false],
    ])
  })

  it('lays a service’s own settings over those for every service', () => {
    expect(lab.services[0]?.settings).toEqual({ timeoutMs: 9, retries: 1 })
  })

  it('keeps what Compose refuses apart', () => {
    expect([[...lab.projects.keys()], [...lab.broken.keys()]]).toEqual([['lab'], ['broken']])
  })
})

describe('matchContainers', () => {
  const folder = { dir: '/lab', name: 'lab' }
  /** Three scenario files of one folder: the first two have the proxy alike, the third otherwise. */
  const scenarios = model({
    cpu: {
      project: { ...folder, key: 'cpu', files: ['/lab/cpu.yml'] },
      services: { proxy: {}, llm: { configHash: 'on-cpu' } },
    },
    gpu: {
      project: { ...folder, key: 'gpu', files: ['/lab/gpu.yml'] },
      services: { proxy: {}, llm: { configHash: 'on-gpu' } },
    },
    test: {
      project: { ...folder, key: 'test', files: ['/lab/base.yml', '/lab/test.yml'] },
      services: { proxy: { configHash: 'other' } },
    },
  })

  function ownersOf(changes: Partial<ContainerSummary> & { readonly service: string }): readonly string[] {
    const matched = matchContainers(scenarios.services, [container('lab', changes.service, changes)])
    return [...matched].flatMap(([key, own]) => (own.length > 0 ? [key] : []))
  }

  it.each([
    [
      'the only stack that has the configuration',
      { service: 'llm', configHash: 'on-gpu', configFiles: ['/lab/cpu.yml'] },
      ['gpu/llm'],
    ],
    [
      'every stack that has the same configuration',
      { service: 'proxy', configFiles: ['/lab/gpu.yml'] },
      ['cpu/proxy', 'gpu/proxy'],
    ],
    [
      'the stack whose files made it, when the configuration has changed since',
      { service: 'proxy', configHash: 'old', configFiles: ['/lab/base.yml', '/lab/test.yml'] },
      ['test/proxy'],
    ],
    [
      'everyone when nothing tells',
      { service: 'llm', configHash: 'old', configFiles: ['/elsewhere.yml'] },
      ['cpu/llm', 'gpu/llm'],
    ],
    [
      'everyone when its files are only partly a stack’s',
      { service: 'llm', configHash: 'old', configFiles: [] },
      ['cpu/llm', 'gpu/llm'],
    ],
    ['nobody when it is of another project', { service: 'llm', project: 'other' }, []],
    ['nobody when no stack has the service', { service: 'forgotten' }, []],
    ['nobody when it is of a `compose run`', { service: 'proxy', isOneOff: true }, []],
  ])('gives a container to %s', (_, changes, expected) => {
    expect(ownersOf(changes)).toEqual(expected)
  })

  it('takes the only stack that has the service, whatever files made the container', () => {
    const lab = model({ app: { services: { web: { configHash: 'new' } } } })
    const moved = container('app', 'web', { configFiles: ['/old/place/compose.yaml'] })
    expect([...matchContainers(lab.services, [moved])]).toEqual([['app/web', [moved]]])
  })

  it('gives a container of another environment to its stack, and to those that have it in the same configuration', () => {
    const prod = { name: 'prod', files: ['/lab/prod.yml'], envFiles: [], profiles: [], project: null }
    const folder = { dir: '/lab', name: 'lab' }
    const lab = model({
      base: {
        project: { ...folder, key: 'base', files: ['/lab/base.yml'] },
        services: { db: { configHash: 'plain' } },
        environments: [prod],
      },
      others: {
        project: { ...folder, key: 'others', files: ['/lab/others.yml'] },
        services: { db: { configHash: 'limited' } },
      },
    })
    const limited = container('lab', 'db', {
      configHash: 'limited',
      configFiles: ['/lab/base.yml', '/lab/prod.yml'],
    })
    const having = (matched: ReturnType<typeof matchContainers>) =>
      [...matched].flatMap(([key, own]) => (own.length > 0 ? [key] : []))
    expect([
      having(matchContainers(lab.services, [limited])),
      having(matchOwnContainers(lab.services, [limited])),
    ]).toEqual([['base/db', 'others/db'], ['base/db']])
  })

  it('knows every service, also without a container', () => {
    const lab = model({ app: { services: { web: {} } } })
    expect([...matchContainers(lab.services, [])]).toEqual([['app/web', []]])
  })
})
