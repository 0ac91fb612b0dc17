import type { InsideAddress, NetworkAddresses } from '../../shared/links.ts'
import { programScheme, webScheme } from '../../shared/web-ports.ts'
import type { ContainerSummary, FoundContainer } from '../engine/model.ts'
import { type LabModel, type LabService, matchContainers } from '../run/facts/lab-model.ts'
import { publishedPorts } from './published-ports.ts'

/** Services with `network_mode: host` are on no network; they are reached on the machine itself. */
export const machineNetwork = 'host'

/**
 * How services reach each other, by network: under which names, on which ports, and where a port is reached from the machine.
 * `found` adds the ports that images expose. Pure.
 */
export function collectAddresses(
  model: LabModel,
  containers: readonly ContainerSummary[],
  found: readonly FoundContainer[],
  machine: string,
): readonly NetworkAddresses[] {
  const matched = matchContainers(model.services, containers)
  const isRunning = ({ key }: LabService) => (matched.get(key) ?? []).some(({ state }) => state === 'running')
  const present = model.services.filter((service) => service.isActive || isRunning(service))
  const byNetwork = new Map<string, InsideAddress[]>()
  for (const service of present) {
    const own = matched.get(service.key) ?? []
    const exposed = found.filter(({ id }) => own.some((container) => container.id === id))
    for (const { network, names } of placesOf(service, present, own)) {
      const entries = byNetwork.get(network) ?? []
      byNetwork.set(network, entries)
      entries.push({
        ref: service.ref,
        isRunning: isRunning(service),
        names: [...names],
        ports: listPorts(service, names[0] ?? service.ref.service, own, exposed, machine),
      })
    }
  }
  return [...byNetwork]
    .map(([network, services]) => ({ network, services }))
    .sort((a, b) => a.network.localeCompare(b.network))
}

interface Place {
  readonly network: string
  readonly names: readonly string[]
}

function placesOf(
  { service, ref, stack }: LabService,
  present: readonly LabService[],
  containers: readonly ContainerSummary[],
): readonly Place[] {
  const { networkMode, networks } = service.reach
  if (networkMode === 'host') return [{ network: machineNetwork, names: ['localhost'] }]
  const carrier = /^service:(.+)$/.exec(networkMode ?? '')?.[1]
  if (carrier !== undefined) {
    const other = present.find(({ ref: of }) => of.stack === ref.stack && of.service === carrier)
    // It lives in the other one's network, and is reached under that name.
    return other && other.service.reach.networkMode === null ? placesOf(other, present, []) : []
  }
  const containerNames =
    containers.length > 0
      ? containers.map(({ name }) => name)
      : [service.containerName ?? `${stack.project.name}-${service.name}-1`]
  return networks.map(({ name: network, aliases }) => ({
    network,
    names: [...new Set([service.name, ...containerNames, ...aliases])],
  }))
}

type Port = InsideAddress['ports'][number]

function listPorts(
  { service }: LabService,
  host: string,
  containers: readonly ContainerSummary[],
  found: readonly FoundContainer[],
  machine: string,
): Port[] {
  const reached = publishedPorts(service, containers, machine)
  const known: readonly (readonly [number, Port['from']])[] = [
    ...reached.map(({ target }) => [target, 'published'] as const),
    ...service.ports
      .filter(({ protocol }) => protocol === 'tcp')
      .map(({ target }) => [target, 'published'] as const),
    ...service.reach.exposes.map((port) => [port, 'exposed'] as const),
    ...service.reach.checkPorts.map((port) => [port, 'health check'] as const),
    ...found.flatMap(({ exposes }) => exposes.map((port) => [port, 'image'] as const)),
  ]
  const first = new Map(known.toReversed())
  return [...first]
    .map(([port, from]) => ({
      port,
      from,
      address: addressOf(host, port),
      outside: reached.filter(({ target }) => target === port).map((each) => `${each.host}:${each.port}`),
    }))
    .sort((a, b) => a.port - b.port)
}

function addressOf(host: string, port: number): string {
  const scheme = webScheme(port) ?? programScheme(port)
  return scheme === null ? `${host}:${port}` : `${scheme}://${host}:${port}`
}
