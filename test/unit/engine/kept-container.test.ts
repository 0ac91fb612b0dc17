import { describe, expect, it } from 'vitest'
import { type InspectedContainer, keepContainer, moveTo } from '../../../src/main/engine/kept-container.ts'

const id = '0123456789abcdef0123456789abcdef'

type Sample = Partial<Pick<InspectedContainer, 'Mounts' | 'NetworkSettings'>> & {
  readonly Config?: Readonly<Record<string, unknown>>
  readonly HostConfig?: InspectedContainer['HostConfig']
}

/** A container that nothing is special about. */
function inspected({ Config, HostConfig, ...more }: Sample = {}): InspectedContainer {
  return {
    Id: id,
    Name: '/lab-app-1',
    Image: 'sha256:app',
    Config: {
      Image: 'app:1',
      Hostname: id.slice(0, 12),
      Domainname: '',
      Env: ['MODE=first'],
      Entrypoint: ['/app'],
      ExposedPorts: { '80/tcp': {} },
      ...Config,
    },
    HostConfig: { NetworkMode: 'lab_default', ...HostConfig },
    NetworkSettings: { Networks: { lab_default: {} } },
    ...more,
  }
}

const settings = (sample: Sample, macAddress: string | null = null) =>
  keepContainer(inspected(sample), macAddress).settings

describe('a container that is kept to be made again', () => {
  it('is asked for as it was, by names that a new one can have', () => {
    expect(keepContainer(inspected(), null)).toEqual({
      id,
      name: 'lab-app-1',
      image: 'app:1',
      imageId: 'sha256:app',
      livesIn: [],
      settings: {
        Domainname: '',
        Env: ['MODE=first'],
        Entrypoint: ['/app'],
        ExposedPorts: { '80/tcp': {} },
        HostConfig: { NetworkMode: 'lab_default', Binds: [], Mounts: [], Links: null },
        NetworkingConfig: { EndpointsConfig: { lab_default: { Aliases: null } } },
      },
    })
  })

  it('keeps a name of its own on the network, and none that was its id', () => {
    expect(settings({ Config: { Hostname: 'desk' } })).toMatchObject({ Hostname: 'desk' })
    expect(settings({ Config: { Hostname: 'host' }, HostConfig: { UTSMode: 'host' } })).not.toHaveProperty(
      'Hostname',
    )
  })

  it('has no entry point of its image when it was made without one', () => {
    expect(settings({ Config: { Entrypoint: null } })).toMatchObject({ Entrypoint: [''] })
  })

  it('takes its volumes without a name by the name that the engine has given them', () => {
    const { HostConfig } = settings({
      HostConfig: {
        Binds: ['/srv:/srv:ro', 'named:/named', '/bare'],
        Mounts: [
          { Type: 'volume', Target: '/short' },
          { Type: 'tmpfs', Target: '/scratch' },
        ],
      },
      Mounts: [
        { Type: 'bind', Destination: '/srv', RW: false },
        { Type: 'volume', Name: 'named', Destination: '/named', RW: true },
        { Type: 'volume', Name: 'aaa', Destination: '/bare', RW: true },
        { Type: 'volume', Name: 'bbb', Destination: '/short', RW: true },
        { Type: 'volume', Name: 'ccc', Destination: '/of-the-image', RW: false },
      ],
    })
    expect(HostConfig.Binds).toEqual(['/srv:/srv:ro', 'named:/named'])
    expect(HostConfig.Mounts).toEqual([
      { Type: 'volume', Target: '/short', Source: 'bbb' },
      { Type: 'tmpfs', Target: '/scratch' },
      { Type: 'volume', Source: 'aaa', Target: '/bare', ReadOnly: false },
      { Type: 'volume', Source: 'ccc', Target: '/of-the-image', ReadOnly: true },
    ])
  })

  it('keeps fixed addresses and aliases, and only those MAC addresses that somebody chose', () => {
    const endpoint = { IPAMConfig: { IPv4Address: '10.0.0.9' }, Links: null, DriverOpts: null }
    const Networks = {
      lab_default: {
        ...endpoint,
        Aliases: ['app', id.slice(0, 12)],
        MacAddress: '02:42:0a:00:00:09',
        IPAddress: '10.0.0.9',
      },
      second: { MacAddress: 'aa:5e:15:60:ad:f0' },
      third: { MacAddress: '00:00:5e:00:53:07', GwPriority: 3 },
    }
    const asked = (macAddress: string | null) =>
      settings({ NetworkSettings: { Networks } }, macAddress)['NetworkingConfig']
    const others = {
      second: { Aliases: null },
      third: { Aliases: null, GwPriority: 3, MacAddress: '00:00:5e:00:53:07' },
    }
    expect(asked(null)).toEqual({
      EndpointsConfig: { lab_default: { ...endpoint, Aliases: ['app'] }, ...others },
    })
    expect(asked('02:42:0a:00:00:09')).toEqual({
      EndpointsConfig: {
        lab_default: { ...endpoint, Aliases: ['app'], MacAddress: '02:42:0a:00:00:09' },
        ...others,
      },
    })
  })

  it('says links as the engine is told them', () => {
    expect(settings({ HostConfig: { Links: ['/db-1:/lab-app-1/database'] } }).HostConfig.Links).toEqual([
      'db-1:database',
    ])
  })

  it('moves with the containers in which it lives', () => {
    const kept = keepContainer(
      inspected({
        HostConfig: {
          NetworkMode: 'container:vpn',
          PidMode: 'container:vpn',
          IpcMode: 'private',
          VolumesFrom: ['data:ro', 'gone'],
        },
      }),
      null,
    )
    expect(kept.livesIn).toEqual(['vpn', 'vpn', 'data', 'gone'])
    // The engine would refuse all of these beside another container's network.
    for (const key of ['Hostname', 'Domainname', 'ExposedPorts', 'NetworkingConfig'])
      expect(kept.settings).not.toHaveProperty(key)
    const successors = new Map([
      ['vpn', 'new-vpn'],
      ['data', 'new-data'],
    ])
    expect(moveTo(kept, successors).HostConfig).toEqual({
      NetworkMode: 'container:new-vpn',
      PidMode: 'container:new-vpn',
      IpcMode: 'private',
      VolumesFrom: ['new-data:ro', 'gone'],
      Binds: [],
      Mounts: [],
      Links: null,
    })
  })
})
