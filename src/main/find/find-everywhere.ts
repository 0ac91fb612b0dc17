import type { Found } from '../../shared/finding.ts'
import type { ContainerSummary, FoundContainer } from '../engine/model.ts'
import type { Listener } from '../host/listeners.ts'
import { type LabModel, type LabService, matchContainers } from '../run/facts/lab-model.ts'
import { matchServices, readTargetForm, type TargetForm, wildcard } from '../run/plan/match-services.ts'

export interface Surroundings {
  /** Of the lab. */
  readonly containers: readonly ContainerSummary[]
  /** Of the whole engine. */
  readonly everyContainer: readonly FoundContainer[]
  /** On the port that is looked for. */
  readonly listeners: readonly Listener[]
}

/**
 * Everything that a text names: services of the lab, containers outside of it, and for a port the programs that hold it. A text
 * without `*` is looked for anywhere in a name. Pure.
 */
export function findEverywhere(model: LabModel, text: string, around: Surroundings): Found {
  const form = readTargetForm(text) ?? anywhere(text)
  const matched = matchContainers(model.services, around.containers)
  const inLab = new Set([...matched.values()].flatMap((own) => own.map(({ id }) => id)))
  const others = around.everyContainer.filter(
    (container) => !inLab.has(container.id) && fits(container, form),
  )
  return {
    services: matchServices(model, form, around.containers).map((service) =>
      describeService(service, matched.get(service.key) ?? []),
    ),
    containers: others.map(({ id, name, image, state, project, service, ports }) => ({
      id,
      name,
      image,
      state,
      project,
      service,
      ports: [...ports],
    })),
    processes: around.listeners
      .filter((listener) => !isForContainer(listener, around.everyContainer))
      .map(({ owner, address, port, protocol }) => ({ owner, address, port, protocol })),
  }
}

function anywhere(text: string): TargetForm {
  return { kind: 'pattern', test: wildcard(`*${text}*`), isOfKeys: text.includes('/') }
}

function fits({ name, service, labels, ports, exposes }: FoundContainer, form: TargetForm): boolean {
  switch (form.kind) {
    case 'pattern':
      return form.test(name) || (service !== null && form.test(service))
    case 'label': {
      const value = labels[form.name]
      return value !== undefined && (form.test === null || form.test(value))
    }
    case 'port':
      return ports.some(({ port }) => port === form.port) || exposes.includes(form.port)
  }
}

/** The engine holds the port of a container by a program of its own, which belongs to root and often cannot be seen. */
function isForContainer({ owner, port, protocol }: Listener, containers: readonly FoundContainer[]): boolean {
  return (
    (owner === null || owner.startsWith('docker-proxy')) &&
    containers.some(({ ports }) => ports.some((each) => each.port === port && each.protocol === protocol))
  )
}

function describeService(
  { ref, stack, service }: LabService,
  containers: readonly ContainerSummary[],
): Found['services'][number] {
  const running = containers.filter(({ state }) => state === 'running')
  return {
    ref,
    alwaysOn: stack.alwaysOn,
    image: service.image,
    containers: containers.map(({ name, state }) => ({ name, state })),
    ports: [...(running.length > 0 ? running.flatMap(({ ports }) => ports) : service.ports)],
  }
}
