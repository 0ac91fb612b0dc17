import { expect, it } from 'vitest'
import { movePort, renderBeside } from '../../../src/main/move-in/beside.ts'
import type { ResolvedConfig } from '../../../src/main/move-in/resolved-config.ts'
import { splitUp } from './targets.ts'

it.each([
  ['8080', [], { text: '18080', all: [18_080] }],
  ['8080', [18_080, 18_081], { text: '18082', all: [18_082] }],
  ['8000-8001', [18_001], { text: '18002-18003', all: [18_002, 18_003] }],
  ['60000', [20_000], { text: '20001', all: [20_001] }],
])('moves port %s where %j are taken', (published, taken, moved) => {
  expect(movePort(published, 10_000, (port) => taken.includes(port))).toEqual(moved)
})

it('gives the new stacks other ports, names and volumes, and nothing to write that the old ones write to', () => {
  const { targets } = splitUp(
    'services: { db: { image: redis, networks: [inner, out], volumes: [data:/d, fixed:/f] } }',
  )
  const config: ResolvedConfig = {
    name: 'lab',
    services: {
      db: {
        container_name: 'db',
        ports: [{ mode: 'ingress', target: 80, published: '8080', protocol: 'tcp' }, { target: 81 }],
        volumes: [
          { type: 'volume', source: 'data', target: '/d' },
          { type: 'bind', source: '/lab/data', target: '/var/lib' },
          { type: 'bind', source: '/lab/conf', target: '/etc/db' },
          { type: 'bind', source: '/lab/read', target: '/read', read_only: true },
          { type: 'bind', source: '/var/run/docker.sock', target: '/var/run/docker.sock' },
        ],
      },
    },
    networks: { inner: { name: 'lab_inner' }, out: { name: 'ai', external: true } },
    volumes: { data: { name: 'lab_data' }, fixed: { name: 'kept' } },
    secrets: {},
    configs: {},
  }
  const kindOfPath = (path: string) => (path.endsWith('.sock') ? 'other' : 'folder')
  const beside = renderBeside({ config, targets, offset: 10_000, isTaken: () => false, kindOfPath })
  expect(beside).toEqual({
    texts: new Map([
      [
        'data',
        `# Laid over the stack to run it beside the old one: other ports, empty volumes, names of its own.
services:
  db:
    container_name: !reset null
    ports: !override
      - {target: 80, published: "18080", protocol: tcp, mode: ingress}
      - {target: 81, protocol: tcp}
    volumes:
      - {type: volume, source: beside-db-2, target: /var/lib}
      - {type: bind, source: /lab/conf, target: /etc/db, read_only: true}
volumes:
  fixed: !override { name: kept-beside }
  beside-db-2: {}
networks:
  out: !override { name: ai-beside, external: true }
`,
      ],
    ]),
    ports: [{ service: 'db', target: '80/tcp', from: '8080', to: '18080' }],
    notes: [
      'db has an empty volume at /var/lib beside: the old one writes to that folder of this machine.',
      'db may only read /etc/db beside: the old one has the same folder of this machine.',
    ],
    networks: ['ai-beside'],
  })
})
