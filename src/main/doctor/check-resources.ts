import type { Engine, EngineSnapshot } from '../engine/model.ts'
import { findListeners } from '../host/listeners.ts'
import { judgePorts } from '../run/plan/find-problems.ts'
import { type LabModel, matchContainers } from '../run/facts/lab-model.ts'
import { networkMakers } from '../run/plan/lab-networks.ts'
import type { Draft } from './draft.ts'
import { onlyStack } from './only-stack.ts'

/** External networks of the stacks, and those that the lab wants. */
export function checkNetworks(model: LabModel, snapshot: EngineSnapshot): Draft[] {
  const { lab, projects } = model
  const makers = networkMakers(model)
  const external = [...projects].flatMap(([key, { resolved }]) =>
    resolved.networks.filter((network) => network.external).map(({ name }) => ({ name, key })),
  )
  const users = Map.groupBy(external, ({ name }) => name)
  // What a stack of the lab makes itself is not to be made by anybody else.
  const wanted = [...new Set([...lab.networks, ...users.keys()])].filter((name) => !makers.has(name))
  return wanted.map((network): Draft =>
    snapshot.networks.has(network)
      ? { check: 'networks', about: network, level: 'ok', message: `The external network ${network} exists.` }
      : {
          check: 'networks',
          about: network,
          level: 'warning',
          message: `The external network ${network} does not exist yet.`,
          ...onlyStack(model, users.get(network)?.map(({ key }) => key) ?? []),
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
): Promise<Draft[]> {
  const services = model.services.filter(({ isActive, stack }) => isActive && stack.autoStart)
  const ports = new Set(services.flatMap(({ service }) => service.ports.map(({ port }) => port)))
  ports.delete(0)
  const listeners = engine.isLocal ? await findListeners(ports) : []
  const containers = matchContainers(model.services, snapshot.containers)
  const clashes = judgePorts(services, containers, snapshot, listeners)
  if (clashes.length === 0) {
    return [
      {
        check: 'ports',
        about: null,
        level: 'ok',
        message:
          ports.size === 0 ? 'No port is published.' : `All ${ports.size} published ports are free or ours.`,
      },
    ]
  }
  return clashes.map(({ service, port, problem: { message, place, hint } }) => ({
    check: 'ports',
    about: `${service.key}/${port.port}/${port.protocol}`,
    level: 'error',
    stack: service.ref.stack,
    message,
    ...(place ? { place } : {}),
    ...(hint ? { advice: hint } : {}),
  }))
}
