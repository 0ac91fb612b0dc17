import { describe, expect, it } from 'vitest'
import {
  describeContainer,
  describeMounts,
  describeNetworks,
  describePorts,
  findHealthCommand,
} from '../../../src/main/detail/describe-parts.ts'
import type { LiveParts } from '../../../src/main/detail/live-parts.ts'
import { parseResolved } from '../../../src/main/detail/resolved-document.ts'
import { container as summary, port } from '../run/sample-model.ts'

const nothing: LiveParts = { summary: null, container: null, image: null }
const image = {
  id: 'sha256:1',
  digest: null,
  createdAt: null,
  sizeBytes: 1,
  environment: [],
  healthTest: ['CMD', 'image'],
}
const container = {
  id: 'c1',
  name: 'app-web-1',
  imageId: 'sha256:1',
  isRunning: true,
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: '2025-12-31T00:00:00.000Z',
  restartCount: 2,
  exitCode: 0,
  oomKilled: false,
  healthTest: ['CMD', 'own'],
  health: [],
  networks: [{ name: 'app_default', aliases: ['web'], address: '10.0.0.2' }],
}

describe('ports', () => {
  it('have an address for a browser when they may be for one and this machine has them', () => {
    const planned = [
      port(8080),
      { ...port(8443), target: 443 },
      { ...port(5555), target: 5432 },
      { ...port(9000, '127.9.0.1') },
      port(53, '', 'udp'),
      { ...port(0), target: 81 },
    ]
    const urls = (isLocal: boolean) => describePorts(planned, null, isLocal).map(({ url }) => url)
    expect(urls(true)).toEqual([
      null,
      null,
      'https://localhost:8443',
      null,
      'http://localhost:8080',
      'http://127.9.0.1:9000',
    ])
    expect(urls(false)).toEqual([null, null, null, null, null, null])
  })

  it('are those that are really published while the container runs', () => {
    const live = summary('app', 'web', {
      ports: [
        { address: '0.0.0.0', port: 32768, target: 80, protocol: 'tcp' },
        { address: '::', port: 32768, target: 80, protocol: 'tcp' },
      ],
    })
    const shown = [
      { address: '0.0.0.0', port: 32768, target: 80, protocol: 'tcp', url: 'http://localhost:32768' },
    ]
    expect(describePorts([{ ...port(0), target: 80 }], live, true)).toEqual(shown)
    expect(describePorts([{ ...port(0), target: 80 }], { ...live, state: 'exited' }, true)).toEqual([
      { address: '0.0.0.0', port: null, target: 80, protocol: 'tcp', url: null },
    ])
  })
})

describe('mounts', () => {
  it('are of a kind, from somewhere, to somewhere', () => {
    expect(
      describeMounts({
        volumes: [
          { type: 'bind', source: '/a', target: '/b', read_only: true },
          { type: 'volume', target: '/c' },
          { type: 'npipe', source: 'x', target: '/d' },
        ],
        tmpfs: ['/run', '/tmp:size=1m,ro'],
      }),
    ).toEqual([
      { kind: 'bind', source: '/a', target: '/b', readOnly: true },
      { kind: 'volume', source: '', target: '/c', readOnly: false },
      { kind: 'other', source: 'x', target: '/d', readOnly: false },
      { kind: 'tmpfs', source: '', target: '/run', readOnly: false },
      { kind: 'tmpfs', source: '', target: '/tmp', readOnly: true },
    ])
  })
})

describe('networks', () => {
  it('are told by their real names, with what the container has of them', () => {
    const resolved = parseResolved({
      networks: { default: { name: 'app_default' }, proxy: { name: 'proxy', external: true } },
    })
    const section = { networks: { default: null, proxy: { aliases: ['www'] } } }
    expect(describeNetworks(section, resolved, { ...nothing, container })).toEqual([
      { name: 'app_default', aliases: ['web'], address: '10.0.0.2' },
      { name: 'proxy', aliases: ['www'], address: null },
    ])
  })
})

describe('the health command', () => {
  it.each([
    ['of the container', {}, { ...nothing, container, image }, ['CMD', 'own']],
    ['of the file', { healthcheck: { test: ['CMD', '$$X'] } }, { ...nothing, image }, ['CMD', '$X']],
    ['of the file, as a line', { healthcheck: { test: 'x' } }, nothing, ['CMD-SHELL', 'x']],
    ['of the image', {}, { ...nothing, image }, ['CMD', 'image']],
    ['that was switched off', { healthcheck: { disable: true } }, { ...nothing, image }, []],
    ['that is NONE', { healthcheck: { test: ['NONE'] } }, { ...nothing, image }, []],
    ['that nobody has', {}, nothing, []],
  ])('is the one %s', (_, section, live, expected) => {
    expect(findHealthCommand(section, live)).toEqual(expected)
  })
})

describe('a container', () => {
  const shown = { id: 'c1', name: 'app-web-1', restartCount: 2, oomKilled: false }
  it('has an exit code and an end only when it has ended', () => {
    const of = (changes: Partial<typeof container>) =>
      describeContainer({ ...nothing, container: { ...container, ...changes } })
    expect([
      of({}),
      of({ isRunning: false, exitCode: 137 }),
      describeContainer({
        ...nothing,
        container: { ...container, isRunning: false, startedAt: null, finishedAt: null },
      }),
      describeContainer(nothing),
    ]).toEqual([
      { ...shown, startedAt: container.startedAt, finishedAt: null, exitCode: null },
      { ...shown, startedAt: container.startedAt, finishedAt: container.finishedAt, exitCode: 137 },
      { ...shown, startedAt: null, finishedAt: null, exitCode: null },
      null,
    ])
  })
})
