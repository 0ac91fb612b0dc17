import { describe, expect, it } from 'vitest'
import { kindOfImage } from '../../../src/main/move-in/image-kinds.ts'
import { findCircle, needsOf } from '../../../src/main/move-in/propose-groups.ts'
import { splitUp } from './targets.ts'

const groupsOf = (text: string, wanted: Readonly<Record<string, string>> = {}) =>
  Object.fromEntries(
    splitUp(text, wanted).targets.map(({ group }) => [
      group.name,
      Object.fromEntries(group.services.map(({ service, why }) => [service.name, why])),
    ]),
  )

describe('groups that are proposed for services', () => {
  it.each([
    ['postgres:16', 'data'],
    ['pgvector/pgvector:pg16', 'data'],
    ['${IMAGE:-registry.example.org:5000/team/redis:7}', 'data'],
    ['redis/redisinsight', 'apps'],
    ['ghcr.io/open-webui/open-webui:main', 'apps'],
    ['cloudflare/cloudflared', 'infrastructure'],
    ['lmsysorg/sglang:latest@sha256:0123', 'compute'],
    ['example/own-thing', undefined],
  ])('knows what %s is', (image, group) => {
    expect(kindOfImage(image)?.group).toBe(group)
  })

  it('takes what the image says, then the GPU, the profile, the name, the neighbours, and says which', () => {
    const text = `
services:
  caddy: { image: caddy:2, depends_on: [sidecar] }
  sidecar: { build: ./sidecar }
  db: { image: postgres:16, networks: [inner] }
  exporter: { image: example/exporter, networks: [inner] }
  painter:
    image: example/painter
    deploy: { resources: { reservations: { devices: [{ capabilities: [gpu] }] } } }
  amd: { image: example/other, profiles: [gpu-amd] }
  auth-service: { build: ./auth }
  chat: { build: ./chat }
`
    expect(groupsOf(text)).toEqual({
      infrastructure: {
        caddy: 'The image caddy is a proxy or tunnel.',
        sidecar: 'caddy waits for it.',
        'auth-service': 'Its name says so; the image does not.',
      },
      data: {
        db: 'The image postgres is a database.',
        exporter: 'It is on the network inner only, with db.',
      },
      compute: { painter: 'It asks for the GPU.', amd: 'It belongs to the profile gpu-amd.' },
      apps: { chat: 'Nothing says that it is anything else.' },
    })
  })

  it('keeps together what cannot be parted, and puts services where the operator says', () => {
    const text = `
services:
  vpn: { image: example/vpn }
  search: { image: example/search, network_mode: 'service:vpn' }
  db: { image: postgres:16 }
`
    expect(groupsOf(text, { vpn: 'tunnel', db: 'apps' })).toEqual({
      apps: { db: 'You put it here.' },
      tunnel: { vpn: 'You put it here.', search: 'It cannot be parted from vpn.' },
    })
  })

  it('finds which groups wait for which, and a circle among them', () => {
    const { targets } = splitUp(`
services:
  caddy: { image: caddy:2 }
  web: { build: ., depends_on: { db: { condition: service_healthy }, caddy: {} } }
  db: { image: postgres:16 }
`)
    const needs = needsOf(targets.map(({ group }) => group))
    expect(Object.fromEntries(needs)).toEqual({
      infrastructure: [],
      data: [],
      apps: ['infrastructure', 'data'],
    })
    expect(findCircle(needs)).toBeNull()
    expect(
      findCircle(
        new Map([
          ['a', ['b']],
          ['b', ['a']],
        ]),
      ),
    ).toEqual(['a', 'b', 'a'])
  })
})
