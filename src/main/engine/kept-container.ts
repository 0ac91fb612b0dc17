/**
 * A container as it was made, so that it can be made again. It holds the values of its variables: kept in memory, never written
 * down or shown.
 */
export interface KeptContainer {
  readonly id: string
  /** Without the leading slash. */
  readonly name: string
  /** As it was named when the container was made. */
  readonly image: string
  readonly imageId: string
  /** Ids of the containers in which it lives, or whose volumes it borrows. */
  readonly livesIn: readonly string[]
  /** What the engine is to be asked for, besides name and image. */
  readonly settings: ContainerSettings
}

type Values = Readonly<Record<string, unknown>>

interface Mount {
  readonly Type?: string
  readonly Source?: string
  readonly Target?: string
}

interface HostSettings extends Values {
  readonly NetworkMode?: string
  readonly PidMode?: string
  readonly IpcMode?: string
  readonly UTSMode?: string
  readonly Binds?: readonly string[] | null
  readonly Mounts?: readonly Mount[] | null
  readonly Links?: readonly string[] | null
  readonly VolumesFrom?: readonly string[] | null
}

export type ContainerSettings = Values & { readonly HostConfig: HostSettings }

/** The part of `docker inspect` that is read here; all else is handed on as it is. */
export interface InspectedContainer {
  readonly Id: string
  readonly Name: string
  readonly Image: string
  readonly Config: Values & { readonly Image: string; readonly Hostname?: string }
  readonly HostConfig: HostSettings
  readonly Mounts?: readonly {
    readonly Type: string
    readonly Name?: string
    readonly Destination: string
    readonly RW: boolean
  }[]
  readonly NetworkSettings: {
    readonly Networks?: Readonly<Record<string, Endpoint>> | null
  }
}

interface Endpoint extends Values {
  readonly Aliases?: readonly string[] | null
  readonly MacAddress?: string
}

/**
 * What the engine says of a container, as what it would have to be asked for to make the same. `macAddress` is the one that was
 * asked for; one that the engine gave belongs to the old address. Pure.
 */
export function keepContainer(info: InspectedContainer, macAddress: string | null): KeptContainer {
  const { Config: config, HostConfig: host } = info
  const { Image: image, Hostname, Domainname, ExposedPorts, ...rest } = config
  const mode = host.NetworkMode ?? ''
  const isGuest = containerIn(mode) !== null
  // Without a name of its own it is called after its id; in another's network, or the machine's names, it is called as that is.
  const ownName = Hostname !== info.Id.slice(0, 12) && !isGuest && host.UTSMode !== 'host'
  const settings: ContainerSettings = {
    ...rest,
    // It goes with its network.
    MacAddress: undefined,
    // Nothing at all means the image's entry point; an empty word means none.
    Entrypoint: rest['Entrypoint'] ?? [''],
    ...(ownName ? { Hostname } : {}),
    ...(isGuest ? {} : { Domainname, ExposedPorts }),
    HostConfig: { ...host, ...keepMounts(info), Links: host.Links?.map(shortLink) ?? null },
    ...(isGuest || mode === 'host' || mode === 'none'
      ? {}
      : { NetworkingConfig: { EndpointsConfig: keepEndpoints(info, macAddress) } }),
  }
  return {
    id: info.Id,
    name: info.Name.replace(/^\//, ''),
    image,
    imageId: info.Image,
    livesIn: [
      ...[mode, host.PidMode, host.IpcMode].flatMap((each) => containerIn(each) ?? []),
      ...(host.VolumesFrom ?? []).flatMap((lender) => lender.split(':')[0] ?? []),
    ],
    settings,
  }
}

/** The same, in the containers that have taken the place of those in which it lived, by id. Pure. */
export function moveTo(
  { settings }: KeptContainer,
  successors: ReadonlyMap<string, string>,
): ContainerSettings {
  const { HostConfig: host } = settings
  const moved = (mode: 'NetworkMode' | 'PidMode' | 'IpcMode') => {
    const successor = successors.get(containerIn(host[mode]) ?? '')
    return successor === undefined ? {} : { [mode]: `container:${successor}` }
  }
  const lenders = host.VolumesFrom?.map((lender) => {
    const [id = '', ...options] = lender.split(':')
    return [successors.get(id) ?? id, ...options].join(':')
  })
  return {
    ...settings,
    HostConfig: {
      ...host,
      ...moved('NetworkMode'),
      ...moved('PidMode'),
      ...moved('IpcMode'),
      VolumesFrom: lenders ?? null,
    },
  }
}

function containerIn(mode: string | undefined): string | null {
  return /^container:(.+)$/.exec(mode ?? '')?.[1] ?? null
}

/** A volume without a name in the files has one in the engine; by that it is the same again, with all that is in it. */
function keepMounts({ HostConfig: host, Mounts: mounts = [] }: InspectedContainer) {
  const volumes = new Map(
    mounts.flatMap(({ Type, Name, Destination, RW }) =>
      Type === 'volume' && Name !== undefined
        ? [[Destination, { name: Name, isReadOnly: !RW }] as const]
        : [],
    ),
  )
  const binds = (host.Binds ?? []).filter((bind) => bind.includes(':'))
  const asked = (host.Mounts ?? []).map((mount) => {
    const volume = volumes.get(mount.Target ?? '')
    return volume && mount.Type === 'volume' && !mount.Source ? { ...mount, Source: volume.name } : mount
  })
  const told = new Set([...binds.map((bind) => bind.split(':')[1]), ...asked.map(({ Target }) => Target)])
  const anonymous = [...volumes]
    .filter(([target]) => !told.has(target))
    .map(([Target, { name, isReadOnly }]) => ({
      Type: 'volume',
      Source: name,
      Target,
      ReadOnly: isReadOnly,
    }))
  return { Binds: binds, Mounts: [...asked, ...anonymous] }
}

/** The engine tells `/db:/app/alias`, and wants to be told `db:alias`. */
function shortLink(link: string): string {
  const [target = '', alias = ''] = link.split(':')
  return `${target.replace(/^\//, '')}:${alias.split('/').at(-1) ?? ''}`
}

function keepEndpoints(
  { Id, HostConfig, NetworkSettings }: InspectedContainer,
  macAddress: string | null,
): Readonly<Record<string, Endpoint>> {
  const own = HostConfig.NetworkMode === 'default' ? 'bridge' : HostConfig.NetworkMode
  return Object.fromEntries(
    Object.entries(NetworkSettings.Networks ?? {}).map(([name, endpoint]) => {
      const { Aliases, IPAMConfig, Links, DriverOpts, GwPriority, MacAddress } = endpoint
      const asked = name === own ? macAddress : notGenerated(MacAddress)
      const kept = {
        IPAMConfig,
        Links,
        DriverOpts,
        ...(GwPriority === undefined ? {} : { GwPriority }),
        // Engines before 26 tell its short id as well.
        Aliases: Aliases?.filter((alias) => alias !== Id.slice(0, 12)) ?? null,
        ...(asked === null ? {} : { MacAddress: asked }),
      }
      return [name, kept]
    }),
  )
}

/** On any network but the first, the engine does not tell who chose the address. Those that it makes up say so in their second bit. */
function notGenerated(macAddress: string | undefined): string | null {
  const first = Number.parseInt(macAddress?.split(':')[0] ?? '', 16)
  return Number.isNaN(first) || (first & 2) !== 0 ? null : (macAddress ?? null)
}
