import type { Problem } from '../../../shared/errors.ts'
import type { EngineSnapshot } from '../../engine/model.ts'
import { findLoop } from './find-loop.ts'
import type { LabModel, LabService } from '../facts/lab-model.ts'

/** Names of the networks that a project expects to be there; the key is the project's. */
export function externalNetworks({ projects }: LabModel, key: string): string[] {
  const networks = projects.get(key)?.resolved.networks ?? []
  return networks.filter(({ external }) => external).map(({ name }) => name)
}

/**
 * Networks that one project of the lab makes and others call external, by name: the key of the project that makes it.
 * Compose refuses a network that it has not made itself, so these must come from it.
 */
export function networkMakers({ projects }: LabModel): ReadonlyMap<string, string> {
  return new Map(
    [...projects].flatMap(([key, { resolved }]) =>
      resolved.networks.filter(({ external }) => !external).map(({ name }) => [name, key] as const),
    ),
  )
}

/** A network that a stack of this lab makes, but that stack is neither there nor part of this start. */
export function findMissingNetworks(
  model: LabModel,
  services: readonly LabService[],
  snapshot: EngineSnapshot,
): Problem[] {
  const keys = new Set(services.map(({ stack }) => stack.project.key))
  const makers = networkMakers(model)
  return [...keys].flatMap((key) =>
    externalNetworks(model, key)
      .filter((name) => !snapshot.networks.has(name) && makers.has(name) && !keys.has(makers.get(name) ?? ''))
      .map((name) => {
        const stack = model.lab.stacks.find(({ project }) => project.key === makers.get(name))?.name ?? ''
        return {
          code: 'NETWORK_MISSING',
          message: `The network ${name} does not exist yet; stack ${stack} makes it.`,
          hint: `Start it first or with it: switchyard up ${stack}.`,
        }
      }),
  )
}

/** Projects that cannot be created because each waits for a network that another one makes. */
export function findNetworkCycle(
  model: LabModel,
  services: readonly LabService[],
  snapshot: EngineSnapshot,
): Problem[] {
  const makers = networkMakers(model)
  const keys = new Set(services.map(({ stack }) => stack.project.key))
  const waits = [...keys].map((key) => {
    const missing = externalNetworks(model, key).filter((name) => !snapshot.networks.has(name))
    return [key, missing.flatMap((name) => makers.get(name) ?? [])] as const
  })
  const cycle = findLoop(new Map(waits))
  if (!cycle) return []
  const stacks = cycle.flatMap((key) => model.lab.stacks.find(({ project }) => project.key === key) ?? [])
  const file = stacks[0]?.ownFiles[0]
  return [
    {
      code: 'CYCLE',
      message: `These stacks wait for each other's networks: ${stacks.map(({ name }) => name).join(' → ')}.`,
      ...(file === undefined ? {} : { place: { file } }),
      hint: 'Let one of them make the networks, or create them first with `docker network create`.',
    },
  ]
}
