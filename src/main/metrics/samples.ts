import type { HostReadings } from '../../shared/host.ts'
import type { Metric } from '../../shared/metric-words.ts'
import type { MetricSample } from './history/model.ts'
import type { ContainerReading } from './sampler/model.ts'
import {
  containerSubject,
  coreSubject,
  diskSubject,
  gpuShareSubject,
  gpuSubject,
  hostSubject,
  sensorSubject,
  serviceSubject,
} from './subjects.ts'

/** What the history keeps of the containers: those of one service together. Pure. */
export function containerSamples(readings: readonly ContainerReading[]): MetricSample[] {
  const sums = new Map<string, Map<Metric, number>>()
  for (const reading of readings) {
    const subject = subjectOf(reading)
    const sum = sums.get(subject) ?? new Map<Metric, number>()
    sums.set(subject, sum)
    for (const [metric, value] of valuesOf(reading)) {
      if (value !== null) sum.set(metric, (sum.get(metric) ?? 0) + value)
    }
  }
  return [...sums].flatMap(([subject, sum]) =>
    [...sum].map(([metric, value]): MetricSample => [subject, metric, value]),
  )
}

/** Under which name a container's figures are kept. */
export function subjectOf({ name, project, service }: ContainerReading): string {
  return project === null || service === null ? containerSubject(name) : serviceSubject(project, service)
}

function valuesOf(reading: ContainerReading): readonly (readonly [Metric, number | null])[] {
  return [
    ['cpu', reading.cpuCores],
    ['memory', reading.memoryBytes],
    ['network-in', reading.networkInBytesPerS],
    ['network-out', reading.networkOutBytesPerS],
    ['disk-read', reading.diskReadBytesPerS],
    ['disk-write', reading.diskWriteBytesPerS],
    ['processes', reading.pids],
  ]
}

/** What the history keeps of the host and its GPUs. Pure. */
export function hostSamples(readings: HostReadings): MetricSample[] {
  const { cpu, memory, swap, pressure, disks, networks, temperatures, gpus } = readings
  const values: readonly (readonly [Metric, number | null | undefined])[] = [
    ['cpu', cpu.percent === null ? null : (cpu.percent / 100) * cpu.threads.length],
    ['load', cpu.load[0]],
    ['memory', memory.totalBytes - memory.availableBytes],
    ['cache', memory.cacheBytes],
    ['swap', swap.usedBytes],
    ['pressure-cpu', pressure?.cpu.some.avg10],
    ['pressure-memory', pressure?.memory.some.avg10],
    ['pressure-io', pressure?.io.some.avg10],
    ['disk-read', sumOrNull(disks.map(({ readRate }) => readRate))],
    ['disk-write', sumOrNull(disks.map(({ writeRate }) => writeRate))],
    ['network-in', sumOrNull(networks.map(({ inRate }) => inRate))],
    ['network-out', sumOrNull(networks.map(({ outRate }) => outRate))],
    ['vram', sumOrNull(gpus.map(({ memoryUsedBytes }) => memoryUsedBytes))],
    ['temperature', maxOrNull(temperatures.map(({ celsius }) => celsius))],
  ]
  const gpuValues = gpus.flatMap((gpu) => {
    const own: readonly (readonly [Metric, number | null | undefined])[] = [
      ['gpu', gpu.loadPercent],
      ['vram', gpu.memoryUsedBytes],
      ['temperature', gpu.temperatureC],
      ['power', gpu.powerW],
    ]
    return own.map(([metric, value]) => [gpuSubject(gpu), metric, value] as const)
  })
  const samples = [
    ...values.map(([metric, value]) => [hostSubject, metric, value] as const),
    ...gpuValues,
  ].flatMap(([subject, metric, value]): MetricSample[] =>
    value === null || value === undefined ? [] : [[subject, metric, value]],
  )
  for (const [index, percent] of cpu.threads.entries())
    samples.push([coreSubject(index), 'cpu', percent / 100])
  for (const { mount, usedBytes } of disks) samples.push([diskSubject(mount), 'space', usedBytes])
  for (const { name, celsius } of temperatures) samples.push([sensorSubject(name), 'temperature', celsius])
  return samples
}

/** Memory that containers have on GPUs: of each service on each GPU, and on all of them together. Pure. */
export function vramSamples(
  gpus: HostReadings['gpus'],
  containers: readonly ContainerReading[],
): MetricSample[] {
  if (gpus.every(({ users }) => users.length === 0)) return []
  const subjects = new Map(containers.map((reading) => [reading.id, subjectOf(reading)]))
  const sums = new Map<string, number>()
  for (const gpu of gpus) {
    for (const { containerId, memoryBytes } of gpu.users) {
      const subject = containerId === null ? undefined : subjects.get(containerId)
      if (subject === undefined || memoryBytes === null) continue
      for (const each of [subject, gpuShareSubject(gpu, subject)])
        sums.set(each, (sums.get(each) ?? 0) + memoryBytes)
    }
  }
  return [...sums].map(([subject, bytes]): MetricSample => [subject, 'vram', bytes])
}

function sumOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0)
}

function maxOrNull(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values)
}
