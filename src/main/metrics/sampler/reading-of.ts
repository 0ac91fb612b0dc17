import type { ContainerUsage } from '../../engine/model.ts'
import type { ContainerReading } from './model.ts'

type Named = Pick<ContainerReading, 'id' | 'name' | 'project' | 'service'>

/** What is shown of two counts of the same container, one after the other; `before` is null on its first second. */
export function readingOf(
  { id, name, project, service }: Named,
  before: ContainerUsage | null,
  now: ContainerUsage,
): ContainerReading {
  const seconds = before === null ? 0 : (now.atMs - before.atMs) / 1000
  const cpuNsPerS = rateOf(before?.cpuNs, now.cpuNs, seconds)
  return {
    id,
    name,
    project,
    service,
    cpuCores: cpuNsPerS === null ? null : cpuNsPerS / 1e9,
    memoryBytes: now.memoryBytes,
    memoryLimitBytes: now.memoryLimitBytes,
    networkInBytesPerS: rateOf(before?.networkInBytes, now.networkInBytes, seconds),
    networkOutBytesPerS: rateOf(before?.networkOutBytes, now.networkOutBytes, seconds),
    diskReadBytesPerS: rateOf(before?.diskReadBytes, now.diskReadBytes, seconds),
    diskWriteBytesPerS: rateOf(before?.diskWriteBytes, now.diskWriteBytes, seconds),
    pids: now.pids,
    counted: now,
  }
}

/** Null as well for a counter that went back: it counts something else since. */
function rateOf(before: number | null | undefined, now: number | null, seconds: number): number | null {
  if (before === null || before === undefined || now === null) return null
  return seconds <= 0 || now < before ? null : (now - before) / seconds
}
