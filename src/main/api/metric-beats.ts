import type { z } from 'zod'
import type { HostReadings } from '../../shared/host.ts'
import type { metricBeatSchema } from '../../shared/metrics.ts'
import type { Beat } from '../metrics/create-recorder.ts'
import { serviceSubject } from '../metrics/subjects.ts'
import type { ContainerSummary } from '../engine/model.ts'
import { type LabModel, matchOwnContainers } from '../run/facts/lab-model.ts'

type LabBeat = z.input<typeof metricBeatSchema>
type Ref = LabModel['services'][number]['ref']

/**
 * What the services of a lab use, with the host in a few numbers. Whose container it is where several stacks have the service,
 * `list` is asked, once for each container.
 */
export async function* beatsOf(
  beats: AsyncIterable<Beat>,
  model: LabModel,
  list: () => Promise<readonly ContainerSummary[]>,
): AsyncGenerator<LabBeat, void> {
  const byName = Map.groupBy(model.services, ({ stack, ref }) =>
    serviceSubject(stack.project.name, ref.service),
  )
  const owners = new Map<string, Ref | null>()
  for await (const beat of beats) {
    const named = beat.containers.map((container) => ({
      container,
      candidates: candidatesOf(container, byName),
    }))
    const unknown = named.filter(
      ({ container: { id }, candidates }) => candidates.length > 1 && !owners.has(id),
    )
    if (unknown.length > 0) {
      for (const { container } of unknown) owners.set(container.id, null)
      for (const [key, own] of matchOwnContainers(model.services, await list().catch(() => []))) {
        const ref = model.services.find((service) => service.key === key)?.ref
        if (ref) for (const { id } of own) owners.set(id, ref)
      }
    }
    const owned = named.flatMap(({ container, candidates: [first] }) =>
      first ? [{ container, ref: owners.get(container.id) ?? first.ref }] : [],
    )
    yield { atMs: beat.atMs, services: servicesOf(owned, beat.host), host: hostOf(beat.host) }
  }
}

/** Services of the lab that have the name that Compose has put on the container. */
function candidatesOf(
  { project, service }: Beat['containers'][number],
  byName: ReadonlyMap<string, LabModel['services']>,
): LabModel['services'] {
  return project !== null && service !== null ? (byName.get(serviceSubject(project, service)) ?? []) : []
}

function servicesOf(
  owned: readonly { readonly container: Beat['containers'][number]; readonly ref: Ref }[],
  host: HostReadings,
): LabBeat['services'] {
  const services = new Map<Ref, LabBeat['services'][number]>()
  const vram = vramByContainer(host.gpus)
  for (const { container, ref } of owned) {
    const { id, cpuCores, memoryBytes, memoryLimitBytes } = container
    const sum = services.get(ref) ?? { ...ref, ...nothing }
    services.set(ref, {
      ...sum,
      cpu: plus(sum.cpu, cpuCores),
      memoryBytes: plus(sum.memoryBytes, memoryBytes),
      memoryLimitBytes: plus(sum.memoryLimitBytes, memoryLimitBytes),
      vramBytes: plus(sum.vramBytes, vram.get(id) ?? null),
    })
  }
  return [...services.values()]
}

const nothing = { cpu: null, memoryBytes: null, memoryLimitBytes: null, vramBytes: null }

function vramByContainer(gpus: HostReadings['gpus']): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const { users } of gpus) {
    for (const { containerId, memoryBytes } of users)
      if (containerId !== null && memoryBytes !== null)
        sums.set(containerId, (sums.get(containerId) ?? 0) + memoryBytes)
  }
  return sums
}

function hostOf({ cpu, memory, swap, gpus }: HostReadings): LabBeat['host'] {
  const sum = (values: readonly (number | null)[]) => values.reduce(plus, null)
  return {
    threads: cpu.threads.length,
    cpu: cpu.percent === null ? null : (cpu.percent / 100) * cpu.threads.length,
    memoryUsedBytes: memory.totalBytes - memory.availableBytes,
    memoryTotalBytes: memory.totalBytes,
    swapUsedBytes: swap.usedBytes,
    swapTotalBytes: swap.totalBytes,
    vramUsedBytes: sum(gpus.map(({ memoryUsedBytes }) => memoryUsedBytes)),
    vramTotalBytes: sum(gpus.map(({ memoryTotalBytes }) => memoryTotalBytes)),
    gpus: gpus.length,
  }
}

function plus(sum: number | null, value: number | null): number | null {
  return value === null ? sum : (sum ?? 0) + value
}
