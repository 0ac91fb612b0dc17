import { describe, expect, it } from 'vitest'
import { collectAddresses } from '../../../src/main/links/collect-addresses.ts'
import { container, model, noReach, port } from '../run/sample-model.ts'

const on = (...names: readonly string[]) => names.map((name) => ({ name, aliases: [] }))

describe('the addresses inside the networks of a lab', () => {
  const lab = model({
    app: {
      services: {
        api: {
          ports: [{ ...port(27_800, '127.0.0.1'), target: 8000 }],
          reach: {
            ...noReach,
            networks: [{ name: 'shared', aliases: ['backend'] }, ...on('app_default')],
            exposes: [9100],
            checkPorts: [8000],
          },
        },
        db: {
          containerName: 'the-db',
          reach: { ...noReach, networks: on('app_default'), checkPorts: [5432] },
        },
        vpn: { reach: { ...noReach, networks: on('app_default') } },
        torrent: { reach: { ...noReach, networkMode: 'service:vpn', exposes: [9091] } },
        agent: { reach: { ...noReach, networkMode: 'host', exposes: [7000] } },
        alone: { reach: { ...noReach, networkMode: 'none' } },
      },
    },
  })
  const db = container('app', 'db', { name: 'the-db' })
  const found = {
    id: db.id,
    name: db.name,
    image: 'postgres',
    state: db.state,
    project: 'app',
    service: 'db',
    labels: {},
    ports: [],
    exposes: [5432, 5433],
  }

  it('are names and ports of every service, by network, with where each is known from', () => {
    const networks = collectAddresses(lab, [db], [found], 'localhost')
    expect(networks.map(({ network, services }) => [network, services.map(({ names }) => names)])).toEqual([
      [
        'app_default',
        [
          ['api', 'app-api-1'],
          ['db', 'the-db'],
          ['vpn', 'app-vpn-1'],
          ['vpn', 'app-vpn-1'],
        ],
      ],
      ['host', [['localhost']]],
      ['shared', [['api', 'app-api-1', 'backend']]],
    ])
    expect(networks[0]?.services.map(({ ref, isRunning, ports }) => [ref.service, isRunning, ports])).toEqual(
      [
        [
          'api',
          false,
          [
            { port: 8000, from: 'published', address: 'http://api:8000', outside: ['localhost:27800'] },
            { port: 9100, from: 'exposed', address: 'http://api:9100', outside: [] },
          ],
        ],
        [
          'db',
          true,
          [
            { port: 5432, from: 'health check', address: 'postgresql://db:5432', outside: [] },
            { port: 5433, from: 'image', address: 'db:5433', outside: [] },
          ],
        ],
        ['vpn', false, []],
        ['torrent', false, [{ port: 9091, from: 'exposed', address: 'http://vpn:9091', outside: [] }]],
      ],
    )
  })
})
