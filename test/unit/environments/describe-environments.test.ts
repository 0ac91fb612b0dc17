import { describe, expect, it } from 'vitest'
import { describeEnvironments } from '../../../src/main/environments/describe-environments.ts'
import { compareEnvironments } from '../../../src/shared/environment-table.ts'
import { port } from '../run/sample-model.ts'
import { containersIn, environmentsOf, modelIn, outlined } from '../run/sample-environments.ts'

const models = environmentsOf({
  app: {
    services: { api: { ports: [port(8000)] }, db: outlined({ mounts: ['/lab/data → /data'] }) },
    environments: {
      dev: { services: { api: { ports: [port(8000)], ...outlined({ target: 'dev' }) } } },
      test: {
        services: { api: { ports: [port(8001)] }, db: outlined({ mounts: [] }), mock: {} },
        project: 'app-test',
      },
    },
  },
  proxy: { services: { web: {} } },
})

describe('environments beside each other', () => {
  const running = [
    ...containersIn(modelIn(models, 'test'), 'app'),
    ...containersIn(modelIn(models, 'dev'), 'proxy'),
  ]

  it('are marked by what runs; a stack that no environment changes says nothing of it', () => {
    const table = describeEnvironments(models, running)
    expect(table.environments.map(({ name, isRunning }) => [name, isRunning])).toEqual([
      [null, false],
      ['dev', false],
      ['test', true],
    ])
    expect(
      table.environments.map(({ stacks }) =>
        stacks.map(({ stack, project, isChanged, running: count }) => [stack, project, isChanged, count]),
      ),
    ).toEqual([
      [
        ['app', 'app', false, 0],
        ['proxy', 'proxy', false, 1],
      ],
      [
        ['app', 'app', true, 0],
        ['proxy', 'proxy', false, 1],
      ],
      [
        ['app', 'app-test', true, 3],
        ['proxy', 'proxy', false, 1],
      ],
    ])
  })

  it('are compared without an engine as well', () => {
    const table = describeEnvironments(models, null)
    expect(table.isEngineThere).toBe(false)
    const [app, proxy] = compareEnvironments(table)
    expect(proxy).toMatchObject({ stack: 'proxy', differs: false })
    const differing = app?.rows.filter(({ differs }) => differs)
    expect(differing?.map(({ service, title, cells }) => [service, title, cells])).toEqual([
      [null, 'Project', [['app'], ['app'], ['app-test']]],
      [
        null,
        'Files',
        [['app/compose.yaml'], ['app/compose.yaml', 'app/dev.yaml'], ['app/compose.yaml', 'app/test.yaml']],
      ],
      ['api', 'Build stage', [[], ['dev'], []]],
      ['api', 'Ports', [['8000→8000/tcp'], ['8000→8000/tcp'], ['8001→8001/tcp']]],
      ['db', 'Mounts', [['./data → /data'], ['./data → /data'], []]],
      ['mock', 'Image', [null, null, ['mock:1']]],
    ])
  })
})
