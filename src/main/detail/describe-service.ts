import type { EnvironmentVariable, ServiceDetail } from '../../shared/detail.ts'
import type { ServiceRef } from '../../shared/lab.ts'
import { formatServiceRef } from '../../shared/format.ts'
import { SwitchyardError } from '../../shared/errors.ts'
import { collectGates } from '../run/plan/gates.ts'
import type { LabModel, LabService } from '../run/facts/lab-model.ts'
import { serviceCommands } from './commands.ts'
import { describeServiceConfig } from './config-lines.ts'
import {
  describeContainer,
  describeMounts,
  describeNetworks,
  describePorts,
  findHealthCommand,
} from './describe-parts.ts'
import { describeEnvironment } from './environment.ts'
import { findService } from './find-member.ts'
import { describeLayers } from './layers.ts'
import { type LiveParts, readLive } from './live-parts.ts'
import { maskAll, maskArguments } from './mask-all.ts'
import { hideAlso, type ProjectView, readProject } from './project-view.ts'
import { undouble } from './resolved-document.ts'
import type { DetailRooms } from './rooms.ts'
import { isPlainValue, isSecretName } from './secrets.ts'

/** Everything about one service, secrets masked. Works without an engine: what only it knows is null or empty then. */
export async function describeService(
  rooms: DetailRooms,
  model: LabModel,
  ref: ServiceRef,
): Promise<ServiceDetail> {
  const service = findService(model, ref)
  const [view, live] = await readParts(rooms, model, service)
  const ofImage = [...readValues(service, view, live).imageValues]
    .filter(([name, value]) => isSecretName(name) && !isPlainValue(name, value))
    .map(([, value]) => value)
  return composeDetail(rooms, model, service, hideAlso(view, ofImage), live)
}

/** The value of one variable of a service. Throws NAME_UNKNOWN for a variable that it does not have. */
export async function revealSecret(
  rooms: DetailRooms,
  model: LabModel,
  ref: ServiceRef,
  name: string,
): Promise<string> {
  const service = findService(model, ref)
  const [view, live] = await readParts(rooms, model, service)
  const { values, imageValues } = readValues(service, view, live)
  const value = values.get(name) ?? imageValues.get(name)
  if (value === undefined) {
    throw new SwitchyardError('NAME_UNKNOWN', `${service.key} has no variable named ${name}.`, {
      hint: 'Look at its environment again; the files may have changed.',
    })
  }
  return value
}

function readParts(
  rooms: DetailRooms,
  model: LabModel,
  service: LabService,
): Promise<[ProjectView, LiveParts]> {
  return Promise.all([
    readProject(rooms, service.stack.project, service.service),
    readLive(rooms.engine, model, service, imageOf(service)),
  ])
}

/** Compose's own name for what it builds. */
function imageOf({ service, stack }: LabService): string {
  return service.image ?? `${stack.project.name}-${service.name}`
}

function composeDetail(
  { engine, history }: DetailRooms,
  model: LabModel,
  service: LabService,
  view: ProjectView,
  live: LiveParts,
): ServiceDetail {
  const { key, ref, stack, service: own } = service
  const { mask, resolved } = view
  const section = resolved.services[own.name] ?? {}
  const orders = [...new Set(model.lab.stacks.map(({ order }) => order))].sort((a, b) => a - b)
  const containerName = live.container?.name ?? own.containerName ?? `${stack.project.name}-${own.name}-1`
  const reference = imageOf(service)
  return {
    ref,
    project: stack.project.name,
    wave: orders.indexOf(stack.order),
    profiles: [...own.profiles],
    commands: maskAll(serviceCommands(stack.project, own.name, containerName), mask),
    config: describeServiceConfig(view, own.name),
    layers: describeLayers(view.sources.files, ['services', own.name], mask).filter(
      ({ changes }) => changes.length > 0,
    ),
    environment: describeVariables(service, view, live),
    ports: describePorts(own.ports, live.summary, engine.isLocal),
    mounts: maskAll(describeMounts(section), mask),
    networks: maskAll(describeNetworks(section, resolved, live), mask),
    image: {
      reference: mask(reference),
      id: live.image?.id ?? null,
      digest: live.image?.digest ?? null,
      createdAt: live.image?.createdAt ?? null,
      sizeBytes: live.image?.sizeBytes ?? null,
    },
    container: describeContainer(live),
    healthCommand: maskArguments(findHealthCommand(section, live), mask),
    health: maskAll([...(live.container?.health ?? [])], mask),
    starts: history.listStarts(model.lab.dir, key).map((start) => ({ ...start })),
    usualMs: history.usualMs(model.lab.dir).get(key) ?? null,
    ...describeNeighbours(model, service),
    links: maskAll([...stack.links], mask),
  }
}

function describeVariables(service: LabService, view: ProjectView, live: LiveParts): EnvironmentVariable[] {
  const { sources, shell, mask } = view
  const values = readValues(service, view, live)
  return describeEnvironment({ ...values, service: service.service.name, sources, shell, mask })
}

/** A name without a value is one that the container does not get. */
function readValues({ service }: LabService, { resolved }: ProjectView, { image }: LiveParts) {
  const written = Object.entries(resolved.services[service.name]?.environment ?? {})
  return {
    values: new Map(
      written.flatMap(([name, value]): [string, string][] =>
        value === null ? [] : [[name, undouble(value)]],
      ),
    ),
    imageValues: new Map(
      (image?.environment ?? []).map((text): [string, string] => {
        const sign = text.indexOf('=')
        return sign < 0 ? [text, ''] : [text.slice(0, sign), text.slice(sign + 1)]
      }),
    ),
  }
}

/** Among what would start: services of profiles that are not active wait for nobody. */
function describeNeighbours(model: LabModel, service: LabService): Pick<ServiceDetail, 'needs' | 'neededBy'> {
  const among = model.services.filter(({ key, isActive }) => isActive || key === service.key)
  const gates = collectGates(among)
  return {
    needs: [...(gates.get(service.key) ?? [])],
    neededBy: among
      .filter(({ key }) => gates.get(key)?.some(({ on }) => formatServiceRef(on) === service.key))
      .map(({ ref }) => ref),
  }
}
