import type { Finding } from '../../shared/doctor.ts'
import type { Engine, EngineSnapshot } from '../engine/model.ts'
import { findListeners } from '../host/listeners.ts'
import { findPortClashes } from '../run/find-problems.ts'
import { type LabModel, matchContainers } from '../run/lab-model.ts'
import { networkMakers } from '../run/lab-networks.ts'

/** External networks of the stacks, and those that the lab wants. */
export function checkNetworks(model: LabModel, snapshot: EngineSnapshot): Finding[] {
  const { lab, projects } = model
  const makers = networkMakers(model)
  const external = [...projects.values()].flatMap(({ resolved }) =>
    resolved.networks.filter((network) => network.external).map(({ name }) => name),
  )
  // What a stack of the lab makes itself is not to be made by anybody else.
  const wanted = [...new Set([...lab.networks, ...external])].filter((name) => !makers.has(name))
  return wanted.map((network): Finding =>
    snapshot.networks.has(network)
      ? { check: 'networks', level: 'ok', message: `The external network ${network} exists.` }
      : {
          check: 'networks',
          level: 'warning',
          message: `The external network ${network} does not exist yet.`,
          advice: 'Switchyard creates it before the first start.',
          fix: { kind: 'create-network', network },
        },
  )
}

/** Ports that the services which start by themselves publish: free, ours, or taken by whom. */
export async function checkPorts(
  model: LabModel,
  snapshot: EngineSnapshot,
  engine: Engine,
): Promise<Finding[]> {
  const services = model.services.filter(({ isActive, stack }) => isActive && stack.autoStart)
  const ports = new Set(services.flatMap(({ service }) => service.ports.map(({ port }) => port)))
  ports.delete(0)
  const listeners = engine.isLocal ? await findListeners(ports) : []
  const containers = matchContainers(model.services, snapshot.containers)
  const clashes = findPortClashes(services, containers, snapshot, listeners)
  if (clashes.length === 0) {
    return [{ check: 'ports', level: 'ok', message: `All ${ports.size} published ports are free or ours.` }]
  }
  return clashes.map(({ message, place, hint }) => ({
    check: 'ports',
    level: 'error',
    message,
    ...(place ? { place } : {}),
    ...(hint ? { advice: hint } : {}),
  }))
}
