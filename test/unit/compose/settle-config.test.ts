import { describe, expect, it } from 'vitest'
import { findJoined, hashesUnsettled, settleConfig } from '../../../src/main/compose/settle-config.ts'

describe('hashesUnsettled', () => {
  it.each([
    ['services: {web: {env_file: a.env}}', true],
    ['services: {web: {volumes_from: [data]}}', true],
    ['services: {web: {environment: {ENV_FILE: a.env}, network_mode: "service:vpn"}}', false],
  ])('%s: %s', (text, expected) => {
    expect(hashesUnsettled(['services: {}', text])).toBe(expected)
  })
})

describe('settleConfig', () => {
  const settle = (service: object, containers: Readonly<Record<string, string>> = {}) => {
    const config = JSON.stringify({ name: 'p', services: { s: service } })
    const settled = settleConfig(config, new Map(Object.entries(containers)))
    return (JSON.parse(settled) as { services: { s: unknown } }).services.s
  }

  it('puts the container of a service in its place', () => {
    expect(
      settle(
        {
          network_mode: 'service:vpn',
          ipc: 'service:vpn',
          pid: 'service:app',
          volumes_from: ['data:ro', 'app'],
        },
        { vpn: 'v1', app: 'a1', data: 'd1' },
      ),
    ).toEqual({
      network_mode: 'container:v1',
      ipc: 'container:v1',
      pid: 'container:a1',
      volumes_from: ['d1', 'a1'],
    })
  })

  it('names a lending container without the word before it, as up does', () => {
    expect(settle({ volumes_from: ['container:other:ro'] })).toEqual({ volumes_from: ['other'] })
  })

  it('leaves what has no container yet, and all that names no service', () => {
    const service = {
      network_mode: 'service:vpn',
      ipc: 'host',
      pid: 'container:x',
      volumes_from: ['data:ro'],
      environment: { A: '$$1' },
    }
    expect(settle(service, { host: 'h1' })).toEqual(service)
  })

  it('takes a project without services', () => {
    expect(settleConfig('{"name":"p"}', new Map())).toBe('{"name":"p","services":{}}')
  })
})

describe('findJoined', () => {
  it('names each service in whose container one lives once', () => {
    const joining = {
      network_mode: 'service:vpn',
      pid: 'service:vpn',
      volumes_from: ['data:ro', 'container:x'],
    }
    expect([findJoined(joining), findJoined({ network_mode: 'host', ipc: 'shareable' })]).toEqual([
      ['vpn', 'data'],
      [],
    ])
  })
})
