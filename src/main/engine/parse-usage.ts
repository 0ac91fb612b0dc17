import type { ContainerInspectInfo, ContainerStats } from 'dockerode'
import type { ContainerProcess, ContainerUsage } from './model.ts'
import { composeLabels } from './parse-container.ts'

/** Null when it does not run. */
export function parseProcess(info: ContainerInspectInfo): ContainerProcess | null {
  const { Pid: pid, Running: isRunning } = info.State
  if (!isRunning || pid === 0) return null
  return {
    id: info.Id,
    name: info.Name.replace(/^\//, ''),
    project: info.Config.Labels?.[composeLabels.project] ?? null,
    service: info.Config.Labels?.[composeLabels.service] ?? null,
    pid,
    // Compose makes `container:ID` of `service:NAME`.
    sharesNetwork: /^(host$|container:)/.test(info.HostConfig.NetworkMode ?? ''),
    hasMemoryLimit: (info.HostConfig.Memory ?? 0) > 0,
  }
}

/** An answer of `GET /containers/ID/stats`; null for one of a container that does not run, which holds nothing. */
export function parseUsage(stats: DeepPartial<ContainerStats>): ContainerUsage | null {
  const { read, cpu_stats, memory_stats, networks, blkio_stats, pids_stats } = stats
  // The year 1: the engine had nothing to read.
  if (!read || read.startsWith('0001-')) return null
  const interfaces = networks && Object.values(networks)
  const blocks = blkio_stats?.io_service_bytes_recursive
  return {
    atMs: Date.parse(read),
    cpuNs: cpu_stats?.cpu_usage?.total_usage ?? null,
    memoryBytes: parseMemory(memory_stats),
    memoryLimitBytes: memory_stats?.limit ?? null,
    networkInBytes: interfaces ? sum(interfaces.map((each) => each?.rx_bytes)) : null,
    networkOutBytes: interfaces ? sum(interfaces.map((each) => each?.tx_bytes)) : null,
    // Null instead of a list is how the engine says that nothing was read or written.
    diskReadBytes: blkio_stats ? sum((blocks ?? []).map((each) => bytesOf(each, 'r'))) : null,
    diskWriteBytes: blkio_stats ? sum((blocks ?? []).map((each) => bytesOf(each, 'w'))) : null,
    pids: pids_stats?.current ?? null,
  }
}

type DeepPartial<Value> = Value extends object
  ? { readonly [Key in keyof Value]?: DeepPartial<Value[Key]> | null }
  : Value

/** Source: docker/cli, cli/command/container/stats_helpers.go: calculateMemUsageUnixNoCache. */
function parseMemory(memory: DeepPartial<ContainerStats>['memory_stats']): number | null {
  if (memory?.usage === undefined || memory.usage === null) return null
  const idle = memory.stats?.total_inactive_file ?? memory.stats?.inactive_file ?? 0
  return idle < memory.usage ? memory.usage - idle : memory.usage
}

type Block = DeepPartial<{ readonly op: string; readonly value: number }> | null | undefined

/** Version 1 writes `Read`, version 2 `read`. */
function bytesOf(block: Block, letter: 'r' | 'w'): number {
  return block?.op?.[0]?.toLowerCase() === letter ? (block.value ?? 0) : 0
}

function sum(values: readonly (number | null | undefined)[]): number {
  return values.reduce<number>((total, each) => total + (each ?? 0), 0)
}
