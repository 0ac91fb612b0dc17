import { expect, it } from 'vitest'
import { findMovedPaths, movePath } from '../../../src/main/move-in/move-paths.ts'
import { readSource } from '../../../src/main/move-in/source.ts'

it.each([
  ['./data', '../data'],
  ['data/', '../data/'],
  ['.', '..'],
  ['../shared/x', '../../shared/x'],
  ['./01-data/x', './x'],
  ['./data/${NAME}', '../data/${NAME}'],
  ['${DIR:-./data}/x', '${DIR:-../data}/x'],
  ['${DIR:-/srv}/x', '${DIR:-/srv}/x'],
  ['${DIR}/x', '${DIR}/x'],
  ['/srv/data', '/srv/data'],
  ['~/models', '~/models'],
  ['https://example.org/a.git', 'https://example.org/a.git'],
  ['git@example.org:a.git', 'git@example.org:a.git'],
])('writes %s from another folder as %s', (path, moved) => {
  expect(movePath(path, '/lab', '/lab/01-data')).toBe(moved)
})

it('finds every path of a file, through anchors and in each way of writing it, and nothing else', () => {
  const source = readSource(
    '/lab/docker-compose.yml',
    `
x-common: &common
  env_file: [./common.env, { path: ./more.env, required: false }]
services:
  web:
    <<: *common
    build: { context: ./web, dockerfile: web.Dockerfile, additional_contexts: { base: ./base, other: 'docker-image://x' } }
    volumes:
      - ./conf:/etc/web:ro
      - data:/data
      - { type: bind, source: ./bind, target: /bind }
      - { type: volume, source: data, target: /more }
      - ~/home:/home
    develop: { watch: [{ action: sync, path: ./src, target: /src }] }
    extends: { file: ./base.yml, service: base }
  worker: { build: worker, label_file: ./labels, command: ./run.sh }
volumes:
  data: { driver_opts: { type: none, o: bind, device: ./device } }
  plain: { driver_opts: { type: nfs, o: addr=nas, device: ':/x' } }
secrets: { key: { file: ./key.txt }, env: { environment: KEY } }
`,
  )
  expect(
    findMovedPaths(source, '/lab', '/lab/a')
      .map(({ from, to }) => `${from} ${to}`)
      .toSorted(),
  ).toEqual([
    './base ../base',
    './base.yml ../base.yml',
    './bind ../bind',
    './common.env ../common.env',
    './conf:/etc/web:ro ../conf:/etc/web:ro',
    './device ../device',
    './key.txt ../key.txt',
    './labels ../labels',
    './more.env ../more.env',
    './src ../src',
    './web ../web',
    'worker ../worker',
  ])
  expect(findMovedPaths(source, '/lab', '/lab')).toEqual([])
})
