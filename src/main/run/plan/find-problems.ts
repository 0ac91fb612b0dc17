import type { Problem } from '../../../shared/errors.ts'
import type { PublishedPort } from '../../compose/model.ts'
import type { ContainerSummary, EngineSnapshot } from '../../engine/model.ts'
import type { Listener } from '../../host/listeners.ts'
import { type LabModel, type LabService, matchOwnContainers } from '../facts/lab-model.ts'

/** Everything that makes it wrong to start these services, found before anything is touched. */
export function findStartProblems(
  model: LabModel,
  services: readonly LabService[],
  containers: ReadonlyMap<string, readonly ContainerSummary[]>,
  snapshot: EngineSnapshot,
  listeners: readonly Listener[],
): Problem[] {
  return [
    ...findInactiveDependencies(model, services),
    ...findUnsetVariables(model, services),
    ...findServiceClashes(services),
    ...findReplaced(model, services, containers, matchOwnContainers(model.services, snapshot.containers)),
    ...findPortClashes(services, containers, snapshot, listeners),
  ]
}

function findInactiveDependencies(model: LabModel, services: readonly LabService[]): Problem[] {
  const included = new Set(services.map(({ key }) => key))
  return services.flatMap((service) =>
    service.service.dependsOn
      .filter(({ required }) => required)
      .flatMap((dependency) => {
        const other = model.services.find(
          ({ stack, service: candidate }) =>
            stack.project.key === service.stack.project.key && candidate.name === dependency.service,
        )
        if (!other || other.isActive || included.has(other.key)) return []
        const profile = other.service.profiles[0] ?? ''
        return {
          code: 'COMPOSE_FILE_INVALID',
          message: `${service.key} depends on ${other.key}, which belongs to the profile ${profile} that is not active.`,
          ...placeOf(service),
          hint: `Add --profile ${profile}, or mark the dependency \`required: false\`.`,
        }
      }),
  )
}

function findUnsetVariables(model: LabModel, services: readonly LabService[]): Problem[] {
  return [...model.projects.values()].flatMap(({ project, resolved }) => {
    const included = services.filter(({ stack }) => stack.project.key === project.key)
    if (included.length === 0) return []
    return resolved.unsetVariables
      .filter(
        (variable) =>
          variable.services === null ||
          included.some(({ service }) => variable.services?.includes(service.name)),
      )
      .map((variable) => ({
        code: 'VARIABLE_UNSET',
        message: `The variable ${variable.name} is not set and has no default.`,
        ...(variable.place ? { place: variable.place } : {}),
        hint: `Set it in ${project.envFiles.at(-1) ?? `${project.dir}/.env`}, or give it a default like \${${variable.name}:-}.`,
      }))
  })
}

/** Two stacks of one project that mean different things by one service name would replace each other's container. */
function findServiceClashes(services: readonly LabService[]): Problem[] {
  const groups = Map.groupBy(services, ({ stack, service }) => `${stack.project.name}/${service.name}`)
  return [...groups.values()].flatMap((group) => {
    const first = group[0]
    const other = group.find(({ service }) => service.configHash !== first?.service.configHash)
    if (!first || !other) return []
    return {
      code: 'SERVICE_CLASH',
      message: `Stacks ${first.stack.name} and ${other.stack.name} both define service ${first.service.name} of project ${first.stack.project.name}, differently.`,
      ...placeOf(other),
      hint: `Start only one of them, or give one its own \`project\` in switchyard.yaml.`,
    }
  })
}

/**
 * Stacks that share a project replace each other's containers where they name a service alike; never one that runs and is another
 * stack's, nor one that another stack that is up has in the same configuration.
 */
function findReplaced(
  model: LabModel,
  services: readonly LabService[],
  containers: ReadonlyMap<string, readonly ContainerSummary[]>,
  owned: ReadonlyMap<string, readonly ContainerSummary[]>,
): Problem[] {
  const included = new Set(services.map(({ key }) => key))
  const runs = ({ state }: ContainerSummary) => state === 'running'
  const isUp = ({ name }: LabService['stack']) =>
    model.services.some(({ key, stack }) => stack.name === name && owned.get(key)?.some(runs))
  return services
    .filter(({ key, service }) =>
      (containers.get(key) ?? []).every(({ configHash }) => configHash !== service.configHash),
    )
    .flatMap((service) => {
      const isOwn = (containers.get(service.key) ?? []).length > 0
      const others = model.services.filter((candidate) => {
        if (included.has(candidate.key) || !isSameContainer(candidate, service)) return false
        const running = (containers.get(candidate.key) ?? []).filter(runs)
        if (!isOwn) return running.length > 0
        const { configHash } = candidate.service
        return running.some((each) => each.configHash === configHash) && isUp(candidate.stack)
      })
      const other =
        others.find(({ stack }) => stack.alwaysOn) ??
        others.find(({ key }) => (owned.get(key) ?? []).length > 0) ??
        others[0]
      if (!other) return []
      const isAlwaysOn = other.stack.alwaysOn
      return {
        code: 'SERVICE_CLASH',
        message: `Starting ${service.key} would replace the running container of ${other.key}${isAlwaysOn ? ', which is always-on' : ''}.`,
        ...placeOf(service),
        hint: isAlwaysOn
          ? 'Give one of the stacks its own `project` in switchyard.yaml.'
          : `Stop it first (switchyard stop ${other.stack.name}), or give one of the stacks its own \`project\` in switchyard.yaml.`,
      }
    })
}

function findPortClashes(...facts: Parameters<typeof judgePorts>): Problem[] {
  return judgePorts(...facts).map(({ problem }) => problem)
}

/** Ports that are taken, with whose they are and by whom. */
export function judgePorts(
  services: readonly LabService[],
  containers: ReadonlyMap<string, readonly ContainerSummary[]>,
  snapshot: EngineSnapshot,
  listeners: readonly Listener[],
): { readonly service: LabService; readonly port: PublishedPort; readonly problem: Problem }[] {
  const wanted = services.flatMap((service) =>
    service.service.ports.filter(({ port }) => port !== 0).map((port) => ({ service, port })),
  )
  return wanted.flatMap(({ service, port }, index) => {
    const clash = (message: string, hint: string) => ({
      service,
      port,
      problem: { code: 'PORT_CLASH', message, ...placeOf(service), hint },
    })
    const twin = wanted
      .slice(0, index)
      .find((other) => !isSameContainer(other.service, service) && overlaps(other.port, port))
    if (twin) {
      return clash(
        `${service.key} and ${twin.service.key} both publish port ${port.port}/${port.protocol}.`,
        'Publish one of them on another port.',
      )
    }
    const own = new Set((containers.get(service.key) ?? []).map(({ id }) => id))
    const holder = snapshot.containers.find(
      (other) =>
        !own.has(other.id) &&
        !services.some(({ key }) => containers.get(key)?.some(({ id }) => id === other.id)) &&
        other.ports.some((taken) => overlaps(taken, port)),
    )
    const outsider = snapshot.otherPorts.find((taken) => overlaps(taken, port))
    const name = holder?.name ?? outsider?.container
    if (name !== undefined) {
      return clash(
        `Port ${port.port}/${port.protocol} of ${service.key} is taken by container ${name}.`,
        'Stop that container, or publish another port.',
      )
    }
    // A port that a container publishes is listened on by Docker itself, and has been judged above.
    const isDockers = snapshot.containers.some((other) => other.ports.some((taken) => overlaps(taken, port)))
    const listener = isDockers ? undefined : listeners.find((taken) => overlaps(taken, port))
    if (!listener) return []
    return clash(
      `Port ${port.port}/${port.protocol} of ${service.key} is taken by ${listener.owner ?? 'another program'}.`,
      'End that program, or publish another port.',
    )
  })
}

function isSameContainer(left: LabService, right: LabService): boolean {
  return left.stack.project.name === right.stack.project.name && left.service.name === right.service.name
}

type Port = Pick<PublishedPort, 'address' | 'port' | 'protocol'>

export function overlaps(left: Port, right: Port): boolean {
  return (
    left.port === right.port &&
    left.protocol === right.protocol &&
    (left.address === right.address || isEveryAddress(left.address) || isEveryAddress(right.address))
  )
}

function isEveryAddress(address: string): boolean {
  return address === '' || address === '0.0.0.0' || address === '::'
}

function placeOf({ stack }: LabService): { readonly place?: { readonly file: string } } {
  const file = stack.ownFiles[0]
  return file === undefined ? {} : { place: { file } }
}
