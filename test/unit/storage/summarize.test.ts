import { expect, it } from 'vitest'
import { listVolumes } from '../../../src/main/storage/list-volumes.ts'
import type { Measurements } from '../../../src/main/storage/measure.ts'
import { summarizeKinds, summarizeStacks } from '../../../src/main/storage/summarize.ts'
import { model } from '../run/sample-model.ts'
import { container, image, things } from './things.ts'

const lab = model({ app: { services: { web: {} } }, core: { alwaysOn: true, services: { db: {} } } })
const all = things({
  images: [image('web:1', { bytes: 300 }), image('db:1', { bytes: 500 }), image('old:1', { bytes: 70 })],
  containers: [
    container('app', 'web', { volumes: ['files'] }),
    container('core', 'db', { volumes: ['rows'] }),
  ],
  volumes: ['files', 'rows', 'lonely'].map((name) => ({
    name,
    driver: 'local',
    labels: {},
    options: {},
    createdAtMs: null,
  })),
})
const at = Date.parse('2026-11-21T08:44:19.000Z')
const measured = <Value>(value: Value) => ({ value, measuredAtMs: at })
const sizes: Measurements = {
  images: measured({
    layersBytes: 700,
    sharedBytes: { 'sha256:web:1': 100, 'sha256:db:1': 100, 'sha256:old:1': 0 },
  }),
  containers: measured({ 'id-app-web': 7 }),
  volumes: measured({ files: 11, rows: 13, lonely: 17 }),
  'build-cache': measured([]),
}
const nothing: Measurements = { images: null, containers: null, volumes: null, 'build-cache': null }
const logs = { sizes: new Map([['id-app-web', 3]]), why: null }

it('a stack has its images in full, and said apart what no other image has', () => {
  const stacks = summarizeStacks({ things: all, sizes, logs }, lab)
  const web = { imageBytes: 300, ownImageBytes: 200, containerBytes: 7, volumeBytes: 11, logBytes: 3 }
  const db = { imageBytes: 500, ownImageBytes: 400, containerBytes: null, volumeBytes: 13, logBytes: null }
  expect(stacks).toEqual([
    { stack: 'app', alwaysOn: false, ...web, services: [{ service: 'web', ...web }] },
    { stack: 'core', alwaysOn: true, ...db, services: [{ service: 'db', ...db }] },
  ])
})

it('the engine counts layers once, and what is not measured is not zero', () => {
  const kinds = (given: Measurements) =>
    summarizeKinds({ things: all, sizes: given, logs }, []).map(({ kind, bytes, measuredAt }) => [
      kind,
      bytes,
      measuredAt !== null,
    ])
  expect(kinds(sizes)).toEqual([
    ['images', 700, true],
    ['volumes', 41, true],
    ['build-cache', 0, true],
    ['containers', 7, true],
    ['logs', 3, false],
  ])
  expect(kinds(nothing)).toEqual([
    ['images', null, false],
    ['volumes', null, false],
    ['build-cache', null, false],
    ['containers', null, false],
    ['logs', 3, false],
  ])
})

it('a volume is told with who holds it, and whether an always-on stack may need it', () => {
  const wanted = { alwaysOnVolumes: new Map() }
  const volumes = listVolumes(all, lab, wanted, { files: 11, rows: 13, lonely: 17 })
  expect(volumes.map(({ name, bytes, stacks, isAlwaysOn }) => [name, bytes, stacks, isAlwaysOn])).toEqual([
    ['lonely', 17, [], false],
    ['rows', 13, ['core'], true],
    ['files', 11, ['app'], false],
  ])
})
