import { describe, expect, it } from 'vitest'
import type { ComposeProject } from '../../../../src/main/compose/model.ts'
import { settleJoining } from '../../../../src/main/run/facts/settle-joining.ts'
import { container, model } from '../sample-model.ts'

const lab = model({
  net: { services: { vpn: {}, client: { joins: ['vpn'] } } },
  app: { services: { web: {}, worker: {} } },
})

/** Answers with a hash that is made of the containers, and notes what it was asked. */
function hashing() {
  const asked: [string, ReadonlyMap<string, string>][] = []
  const hashJoining = ({ key }: ComposeProject, containers: ReadonlyMap<string, string>) => {
    asked.push([key, containers])
    const hash = [...containers].flat().join('=')
    return Promise.resolve(new Map(['vpn', 'client'].map((name) => [name, hash])))
  }
  return { asked, compose: { hashJoining } }
}

describe('settleJoining', () => {
  it('gives those that live in another container the hash with its id, and leaves the others as they are', async () => {
    const { asked, compose } = hashing()
    const containers = [
      container('net', 'vpn', { id: 'second', name: 'net-vpn-2' }),
      container('net', 'vpn', { id: 'first', name: 'net-vpn-1' }),
      container('net', 'vpn', { id: 'once', name: 'net-vpn-0', isOneOff: true }),
      container('other', 'vpn', { id: 'foreign', name: 'a' }),
      container('net', 'client'),
      container('app', 'web'),
    ]
    const settled = await settleJoining(lab, containers, compose)
    expect(settled.services.map(({ key, service }) => [key, service.configHash])).toEqual([
      ['net/vpn', 'hash-vpn'],
      ['net/client', 'vpn=first'],
      ['app/web', 'hash-web'],
      ['app/worker', 'hash-worker'],
    ])
    expect(asked).toEqual([['net', new Map([['vpn', 'first']])]])
  })

  it('asks nothing while there is nothing to compare', async () => {
    const { asked, compose } = hashing()
    const without = [
      await settleJoining(lab, [container('net', 'vpn'), container('app', 'web')], compose),
      await settleJoining(lab, [container('net', 'client')], compose),
    ]
    expect([without, asked]).toEqual([[lab, lab], []])
  })

  it('keeps the hash of the files when Compose has none', async () => {
    const compose = { hashJoining: () => Promise.resolve(new Map<string, string>()) }
    const settled = await settleJoining(lab, [container('net', 'vpn'), container('net', 'client')], compose)
    expect(settled).toEqual(lab)
  })
})
