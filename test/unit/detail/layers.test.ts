import { describe, expect, it } from 'vitest'
import { describeLayers } from '../../../src/main/detail/layers.ts'
import { createMask, hidden } from '../../../src/main/detail/secrets.ts'
import { writeSources } from './sources.ts'

const plain = createMask([])

/** What the second file changes, as `path: before → after (line)`. */
function changesOf(base: string, layer: string, within: readonly string[] = [], mask = plain): string[] {
  const { files } = writeSources({ 'a.yaml': base, 'b.yaml': layer }, ['a.yaml', 'b.yaml'])
  const [only, ...others] = describeLayers(files, within, mask)
  expect(others).toEqual([])
  return (only?.changes ?? []).map(
    ({ path, before, after, place }) =>
      `${path}: ${before ?? 'nothing'} → ${after ?? 'nothing'} (${place?.line ?? '-'})`,
  )
}

describe('what a layer changes', () => {
  it('is told value by value, with what was there before', () => {
    expect(
      changesOf(
        'services:\n  web:\n    image: a:1\n    restart: always\n    environment: [A=1, B=2]\n',
        'services:\n  web:\n    image: a:2\n    restart: always\n    environment:\n      B: 3\n      C: x\n',
      ),
    ).toEqual([
      'services.web.image: a:1 → a:2 (3)',
      'services.web.environment.B: "2" → 3 (6)',
      'services.web.environment.C: nothing → x (7)',
    ])
  })

  it('shows lists as they are together, and commands as the one that is left', () => {
    expect(
      changesOf(
        'services:\n  web:\n    ports: ["1:1"]\n    command: [a]\n    volumes: ["x:/d", "y:/e"]\n',
        'services:\n  web:\n    ports: ["2:2"]\n    command: [b]\n    volumes: ["z:/d"]\n',
      ),
    ).toEqual([
      'services.web.ports: [1:1] → [1:1, 2:2] (3)',
      'services.web.command: [a] → [b] (4)',
      'services.web.volumes: [x:/d, y:/e] → [z:/d, y:/e] (5)',
    ])
  })

  it('names the tags of Compose', () => {
    expect(
      changesOf(
        'services:\n  web:\n    ports: ["1:1"]\n    volumes: [a:/b]\n',
        'services:\n  web:\n    ports: !override ["2:2"]\n    volumes: !reset []\n    dns: !reset []\n',
      ),
    ).toEqual([
      'services.web.ports: [1:1] → !override [2:2] (3)',
      'services.web.volumes: [a:/b] → !reset (4)',
    ])
  })

  it('follows anchors to where they are written, and leaves out what stands under x-', () => {
    expect(
      changesOf(
        'services:\n  web: { image: a }\n',
        'x-dev: &dev\n  restart: "no"\nservices:\n  web:\n    <<: *dev\n    environment: &e { A: 1 }\n  new:\n    environment: *e\n',
      ),
    ).toEqual([
      'services.web.restart: nothing → no (2)',
      'services.web.environment.A: nothing → 1 (6)',
      'services.new.environment.A: nothing → 1 (6)',
    ])
  })

  it('is narrowed to one service', () => {
    expect(
      changesOf(
        'services:\n  web: { image: a }\n  db: { image: b }\n',
        'services:\n  web: { image: c }\n  db: { image: d }\nnetworks:\n  front: {}\n',
        ['services', 'db'],
      ),
    ).toEqual(['services.db.image: b → d (3)'])
  })

  it('hides secrets before and after, and still tells that one changed', () => {
    expect(
      changesOf(
        'services:\n  web:\n    environment: { DB_PASSWORD: first, API_KEY: "${API_KEY}" }\n    command: run first\n',
        'services:\n  web:\n    environment: { DB_PASSWORD: second, API_KEY: "${OTHER:-third}" }\n    command: run second\n',
        [],
        createMask(['first', 'second', 'third']),
      ),
    ).toEqual([
      `services.web.environment.DB_PASSWORD: ${hidden} → ${hidden} (3)`,
      `services.web.environment.API_KEY: "\${API_KEY}" → ${hidden} (3)`,
      `services.web.command: run ${hidden} → run ${hidden} (4)`,
    ])
  })

  it('is nothing for a file that is no YAML', () => {
    expect(changesOf('services: {}\n', 'services: [\n')).toEqual([])
  })
})
