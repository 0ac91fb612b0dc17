import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ResolvedService } from '../../../src/main/compose/model.ts'
import { parseProject } from '../../../src/main/compose/parse-project.ts'

/** What Compose 2.40.3 printed for a file that uses most of what matters here. */
const folder = join(import.meta.dirname, 'answers')
const config = readFileSync(join(folder, 'config.json'), 'utf8')
const hashes = readFileSync(join(folder, 'hashes.txt'), 'utf8')

/** One service of a configuration as small as can be. */
function reduced(service: object): ResolvedService | undefined {
  return parseProject(JSON.stringify({ name: 'p', services: { s: service } }), 's abc\n', [], []).services[0]
}

function reachOn(...names: readonly string[]): ResolvedService['reach'] {
  const networks = names.map((name) => ({ name, aliases: [] }))
  return { labels: {}, networks, networkMode: null, exposes: [], checkPorts: [] }
}

describe('parseProject', () => {
  it('keeps what matters of a real answer, and no value of a variable', () => {
    const plain = {
      hasBuild: false,
      pullPolicy: null,
      containerName: null,
      profiles: [],
      dependsOn: [],
      follows: [],
      joins: [],
      healthCheck: false,
      ports: [],
      restart: 'no',
      scale: 1,
      startsByCompose: false,
      stopsByCompose: false,
      reach: reachOn('lab-real_default'),
      // Looked at below.
      outline: null,
    }
    const published = (port: number, target: number, address = '', protocol = 'tcp') => ({
      address,
      port,
      target,
      protocol,
    })
    const unset = [{ name: 'TOKEN', services: ['api'], place: null }]
    const project = parseProject(config, hashes, unset, [config])
    const services = project.services.map((service) => ({ ...service, outline: null }))
    expect({ ...project, services }).toEqual({
      name: 'lab-real',
      services: [
        {
          ...plain,
          name: 'api',
          image: 'ghcr.io/x/api@sha256:0123456789012345678901234567890123456789012345678901234567890123',
          pullPolicy: 'always',
          containerName: 'the-api',
          dependsOn: [{ service: 'cache', condition: 'service_started', required: true }],
          healthCheck: true,
          startsByCompose: true,
          stopsByCompose: true,
          configHash: 'b3a27bbbe136d02f892361e972a568e25c71ffe07d62718c400426b470b16b16',
        },
        {
          ...plain,
          name: 'cache',
          image: 'redis',
          reach: reachOn('ai-network', 'lab-real_default'),
          restart: 'on-failure',
          scale: 2,
          configHash: 'f8ec81d3733ca2903a71376adbf2b6db28be2cdbddc01b9713502276bdcbae1b',
        },
        {
          ...plain,
          name: 'migrate',
          image: null,
          hasBuild: true,
          profiles: ['tools'],
          dependsOn: [
            { service: 'cache', condition: 'service_started', required: false },
            { service: 'postgres', condition: 'service_healthy', required: true },
          ],
          configHash: 'f85d43dfe6aebdcc005010847603e1e93856ad36bb54f8f5c12b01722890a2d3',
        },
        {
          ...plain,
          name: 'off',
          image: 'x',
          restart: 'on-failure:3',
          startsByCompose: true,
          configHash: '9b3348061789601e24742771f337278aa3b254d2fd99a0e5088dbab8ab116645',
        },
        {
          ...plain,
          name: 'postgres',
          image: 'postgres:16-alpine',
          reach: reachOn('ai-network'),
          healthCheck: true,
          ports: [
            published(5432, 5432, '127.0.0.1'),
            published(9000, 9000),
            published(9001, 9001),
            published(9002, 9002),
            published(0, 6000),
            published(53, 53, '', 'udp'),
            published(8080, 80, '::1'),
          ],
          restart: 'unless-stopped',
          configHash: 'e96f362ea56d50c5042d6ab1a1a3e5e0e1440572a05fb67cc70290f95452ca84',
        },
      ],
      networks: [
        { name: 'ai-network', external: true },
        { name: 'lab-real_default', external: false },
      ],
      volumes: [{ name: 'lab-real_pgdata', external: false }],
      unsetVariables: unset,
    })
    expect(JSON.stringify(project)).not.toContain('secret-password')
    expect(project.services.map(({ outline: { mounts, networks } }) => [mounts, networks])).toEqual([
      [[], ['lab-real_default']],
      [[], ['ai-network', 'lab-real_default']],
      [[], ['lab-real_default']],
      [[], ['lab-real_default']],
      [['lab-real_pgdata → /var/lib/postgresql/data'], ['ai-network']],
    ])
  })

  it('takes a project without services, networks and volumes', () => {
    expect(parseProject('{"name":"empty","services":{}}', '', [], [])).toEqual({
      name: 'empty',
      services: [],
      networks: [],
      volumes: [],
      unsetVariables: [],
    })
  })

  it('does not go on without a hash: then nothing could be compared', () => {
    expect(() => parseProject('{"name":"p","services":{"s":{}}}', 'other abc', [], [])).toThrow(
      'Compose gave no configuration hash for service s',
    )
  })

  it.each([
    [
      'a range keeps its first port',
      { ports: [{ target: 80, published: '8080-8090' }] },
      { ports: [{ address: '', port: 8080, target: 80, protocol: 'tcp' }] },
    ],
    [
      'what lives in another container, or is started again with it, follows that one',
      {
        network_mode: 'service:vpn',
        ipc: 'host',
        pid: 'service:vpn',
        volumes_from: ['data:ro', 'container:other'],
        depends_on: { api: { condition: 'service_started', restart: true }, db: {} },
      },
      { follows: ['vpn', 'data', 'api'], joins: ['vpn', 'data'] },
    ],
    ['a health check of NONE is none', { healthcheck: { test: ['NONE'] } }, { healthCheck: false }],
    [
      'a health check that is disabled is none',
      { healthcheck: { disable: true, test: ['CMD', 'x'] } },
      { healthCheck: false },
    ],
    ['replicas are the scale', { deploy: { replicas: 0 } }, { scale: 0 }],
    [
      'the policy of deploy is one of Docker’s',
      { deploy: { restart_policy: { condition: 'none' } } },
      { restart: 'no' },
    ],
    [
      'any restart is until it is stopped',
      { deploy: { restart_policy: { condition: 'any' } } },
      { restart: 'unless-stopped' },
    ],
    [
      'a provider is started and stopped by Compose',
      { provider: { type: 'model' } },
      { startsByCompose: true, stopsByCompose: true },
    ],
    [
      'an empty list of hooks is none',
      { post_start: [], pre_stop: [] },
      { startsByCompose: false, stopsByCompose: false },
    ],
  ])('%s', (_, service, expected) => {
    expect(reduced(service)).toMatchObject(expected)
  })
})
