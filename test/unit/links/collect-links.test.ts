import { describe, expect, it } from 'vitest'
import { collectLinks } from '../../../src/main/links/collect-links.ts'
import { machineHost } from '../../../src/main/links/machine-host.ts'
import { container, model, noReach, port } from '../run/sample-model.ts'

const labelled = (labels: Readonly<Record<string, string>>) => ({ reach: { ...noReach, labels } })
const brief = (links: ReturnType<typeof collectLinks>) =>
  links.map(({ name, url, from, service, isRunning }) => [name, url, from, service, isRunning])

describe('the links of a lab', () => {
  it('are one list of ports, labels and switchyard.yaml, the best source of an address first', () => {
    const lab = model({
      data: { services: { db: { image: 'postgres:16', ports: [port(5432, '127.0.0.1')] } } },
      apps: {
        services: {
          grafana: {
            ports: [port(3000)],
            ...labelled({
              'homepage.name': 'Dashboards',
              'homepage.href': 'https://grafana.lan',
              'homepage.group': 'Monitoring',
              'traefik.http.routers.g.rule': 'Host(`grafana.lan`)',
              'traefik.http.routers.g.tls': 'true',
            }),
          },
          api: { ports: [port(8080), port(9090)] },
        },
        links: [
          { name: 'API', url: 'http://127.0.0.1:8080' },
          { name: 'Wiki', url: 'https://wiki.lan/' },
          { name: 'bad', url: 'javascript:alert(1)' },
        ],
      },
    })
    const running = [container('apps', 'grafana', { ports: [port(3000, '0.0.0.0'), port(3000, '::')] })]
    const links = collectLinks(lab, running, 'localhost')
    expect(brief(links)).toEqual([
      ['db :5432', 'tcp://localhost:5432', 'port', 'db', false],
      ['API', 'http://127.0.0.1:8080/', 'switchyard.yaml', 'api', false],
      ['Wiki', 'https://wiki.lan/', 'switchyard.yaml', null, null],
      ['Dashboards', 'https://grafana.lan/', 'homepage', 'grafana', true],
      ['Dashboards', 'http://localhost:3000/', 'port', 'grafana', true],
      ['api :9090', 'http://localhost:9090/', 'port', 'api', false],
    ])
    expect(links[3]).toEqual({
      id: 'apps/grafana https://grafana.lan',
      name: 'Dashboards',
      url: 'https://grafana.lan/',
      kind: 'web',
      from: 'homepage',
      stack: 'apps',
      service: 'grafana',
      description: null,
      group: 'Monitoring',
      isRunning: true,
      isEverywhere: false,
    })
    expect(links.map(({ isEverywhere }) => isEverywhere)).toEqual([false, true, false, false, true, true])
  })

  it('leave out profiles that are not active, until they run', () => {
    const lab = model({ app: { services: { tool: { profiles: ['tools'], ports: [port(8080)] } } } })
    const live = [container('app', 'tool', { ports: [port(32_768, '127.0.0.1')] })]
    expect([brief(collectLinks(lab, [], 'localhost')), brief(collectLinks(lab, live, 'localhost'))]).toEqual([
      [],
      [['tool :32768', 'http://localhost:32768/', 'port', 'tool', true]].map(([, ...rest]) => [
        'tool',
        ...rest,
      ]),
    ])
  })

  it('take a port that Docker chooses only from the container that has it', () => {
    const lab = model({ app: { services: { web: { ports: [{ ...port(0), target: 80 }] } } } })
    const live = [container('app', 'web', { ports: [{ ...port(49_153, '0.0.0.0'), target: 80 }] })]
    expect([brief(collectLinks(lab, [], 'localhost')), brief(collectLinks(lab, live, '10.0.0.9'))]).toEqual([
      [],
      [['web', 'http://10.0.0.9:49153/', 'port', 'web', true]],
    ])
  })
})

describe('machineHost', () => {
  it.each([
    ['unix:///var/run/docker.sock', 'localhost'],
    ['tcp://10.0.0.9:2375', '10.0.0.9'],
    ['tcp://127.0.0.1:2375', 'localhost'],
    ['ssh://me@gpu.lan', 'gpu.lan'],
    ['npipe:////./pipe/docker_engine', 'localhost'],
    ['nonsense', 'localhost'],
  ])('of %s is %s', (address, host) => {
    expect(machineHost(address)).toBe(host)
  })
})
