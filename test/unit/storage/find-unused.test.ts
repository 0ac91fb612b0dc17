import { describe, expect, it } from 'vitest'
import { helperLabel } from '../../../src/main/engine/storage-model.ts'
import { findUnused, type UnusedFacts } from '../../../src/main/storage/find-unused.ts'
import { collectWanted } from '../../../src/main/storage/wanted.ts'
import { cleanKinds } from '../../../src/shared/storage-words.ts'
import { container as summaryOf, model } from '../run/sample-model.ts'
import { container, exited, hourMs, image, things } from './things.ts'

const lab = model({ app: { services: { web: {}, api: { image: null, hasBuild: true } } } })

function look(facts: Partial<UnusedFacts>) {
  return findUnused(
    {
      things: things(),
      sharedBytes: null,
      containerBytes: null,
      cache: [],
      wanted: collectWanted([lab], []),
      nowMs: 1000 * hourMs,
      ...facts,
    },
    cleanKinds,
  )
}

function unused(facts: Partial<UnusedFacts>): readonly string[] {
  return look(facts).items.map(({ name, why }) => `${name}: ${why}`)
}

describe('images', () => {
  it('stay when a container uses them or a file names them', () => {
    const images = [
      image('used:1'),
      image('web:1'),
      image('app-api:latest'),
      image('docker.io/library/web:1', { id: 'sha256:other' }),
    ]
    const containers = [container('elsewhere', 'used')]
    expect(unused({ things: things({ images, containers }) })).toEqual([])
  })

  it('are kept, and named as such, when an update keeps them for a service that a lab has', () => {
    const images = [
      image('switchyard-previous:app.web'),
      image('switchyard-previous:gone.web'),
      image('web:1', { id: 'sha256:wanted', tags: ['web:1', 'switchyard-previous:app.api'] }),
    ]
    const { items, kept } = look({ things: things({ images }) })
    expect(items.map(({ name }) => name)).toEqual(['switchyard-previous:gone.web'])
    expect(kept.map(({ name, why }) => `${name}: ${why}`)).toEqual([
      'switchyard-previous:app.web: kept to go back to: app/web ran it before the latest update',
    ])
  })

  it('go when nothing of this is so, each with its reason', () => {
    const images = [
      image('old:1', { tags: ['old:1', 'old:latest'] }),
      image(null, { digests: ['web@sha256:1234'] }),
      image('held:1'),
    ]
    const containers = [container('gone', 'held', { ...exited, summary: null, name: 'held' })]
    expect(unused({ things: things({ images, containers }) })).toEqual([
      'held: exited (0) 3 days ago, and no Compose file made it',
      'old:1, old:latest: no container uses it, and no known lab names it',
      'web@sha256:1234: dangling: it has no name, and no container uses it',
      'held:1: only containers that go as well use it (held), and no known lab names it',
    ])
  })

  it('tell what goes with them alone', () => {
    const images = [image('old:1'), image('odd:1')]
    const found = findUnused(
      {
        things: things({ images }),
        sharedBytes: { 'sha256:old:1': 400 },
        containerBytes: null,
        cache: [],
        wanted: collectWanted([lab], []),
        nowMs: 0,
      },
      ['images'],
    )
    expect(found.items.map(({ bytes }) => bytes)).toEqual([600, null])
  })

  it('stay when they have a name and a lab cannot be read', () => {
    const images = [
      image('old:1'),
      image(null, { digests: ['x@sha256:1'] }),
      image(null, { id: 'sha256:nameless' }),
    ]
    const wanted = collectWanted([lab], ['Lab other cannot be read.'])
    expect(unused({ things: things({ images }), wanted })).toEqual([
      'sha256:nameless: dangling: it has no name, and no container uses it',
    ])
  })
})

describe('containers', () => {
  it('stay while they run, and when a known lab has their service', () => {
    const containers = [container('elsewhere', 'x'), container('app', 'web', exited)]
    expect(unused({ things: things({ containers }) })).toEqual([])
  })

  it('go when they have ended and no file has them', () => {
    const oneOff = { ...summaryOf('app', 'web'), isOneOff: true }
    const containers = [
      container('app', 'web', { ...exited, name: 'app-web-run-1', id: 'one-off', summary: oneOff }),
      container('app', 'removed', exited),
      container('strange', 'db', exited),
    ]
    expect(unused({ things: things({ containers }) })).toEqual([
      'app-web-run-1: exited (0) 3 days ago: a one-off command that has ended',
      'app-removed-1: exited (0) 3 days ago, and no file names its service removed any more',
      'strange-db-1: exited (0) 3 days ago, and no known lab has its project strange',
    ])
  })

  it('of work on a volume go only when that was broken off long ago', () => {
    const made = (name: string, createdAtMs: number) =>
      container('', '', {
        ...exited,
        id: name,
        name,
        summary: null,
        labels: { [helperLabel]: 'v' },
        createdAtMs,
      })
    const containers = [made('now', 999 * hourMs), made('left', 900 * hourMs)]
    expect(unused({ things: things({ containers }) })).toEqual([
      'left: left by work on a volume that was broken off',
    ])
  })
})

it('networks go when no container, running or not, is on them and no file names them', () => {
  const network = (name: string, isBuiltIn = false) => ({ id: name, name, createdAtMs: null, isBuiltIn })
  const networks = [network('bridge', true), network('app_default'), network('lonely'), network('shared')]
  const containers = [container('app', 'web', exited)]
  const wanted = collectWanted([model({ app: { services: { web: {} } } }, ['shared'])], [])
  expect(unused({ things: things({ networks, containers }), wanted })).toEqual([
    'lonely: no container is on it, and no known lab names it',
  ])
})

it('of the build cache goes what no build uses', () => {
  const record = { description: '', bytes: 5, isInUse: false, isShared: false, createdAtMs: null }
  const cache = [
    { ...record, id: 'a' },
    { ...record, id: 'b', isInUse: true },
    { ...record, id: 'c', isShared: true, description: 'RUN make' },
  ]
  expect(unused({ cache })).toEqual([
    'a: no build uses it',
    'RUN make: no build uses it; an image has the same content',
  ])
})
