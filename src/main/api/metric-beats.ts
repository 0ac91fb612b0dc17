import type { z } from 'zod'
import type { HostReadings } from '../../shared/host.ts'
import type { metricBeatSchema } from '../../shared/metrics.ts'
import type { Beat } from '../metrics/create-recorder.ts'
import { serviceSubject } from '../metrics/subjects.ts'
import type { LabModel } from '../run/lab-model.ts'

type LabBeat = z.input<typeof metricBeatSchema>
type Ref = LabModel['services'][number]['ref']

/** What the services of a lab use, with the host in a few numbers. */
export async function* beatsOf(beats: AsyncIterable<Beat>, model: LabModel): AsyncGenerator<LabBeat, void> {
  const names = namesOf(model)
  for await (const beat of beats)
    yield { atMs: beat.atMs, services: servicesOf(beat, names), host: hostOf(beat.host) }
}

/** `stack/service` of the lab by the names that Compose has put on its containers. */
function namesOf({ services }: LabModel): ReadonlyMap<string, Ref> {
  return new Map(services.map(({ stack, ref }) => [serviceSubject(stack.project.name, ref.service), ref]))
}

function servicesOf({ containers, host }: Beat, names: ReadonlyMap<string, Ref>): LabBeat['services'] {
  const services = new Map<Ref, LabBeat['services'][number]>()
  const vram = vramByContainer(host.gpus)
  for (const { id, project, service, cpuCores, memoryBytes, memoryLimitBytes } of containers) {
    const ref = project !== null && service !== null ? names.get(serviceSubject(project, service)) : undefined
    if (!ref) continue
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
