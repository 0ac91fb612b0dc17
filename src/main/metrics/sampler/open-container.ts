import type { ContainerProcess, ContainerUsage } from '../../engine/model.ts'
import { readText } from '../../host/readings/kept-file.ts'
import {
  type ControllerGroup,
  findControllerGroup,
  parseControlGroups,
} from '../../host/readings/parse/control-group.ts'
import type { Mount } from '../../host/readings/parse/mounts.ts'
import { openDisk, openMemory, openPids, openProcessor } from './open-controller.ts'
import { type KeptBytes, openKeptBytes } from './kept-bytes.ts'
import { sumTraffic } from './parse-bytes.ts'

/** A running container whose files are open. */
export interface OpenContainer {
  /** Of the control group that counts its processor time. */
  readonly version: 1 | 2
  /** Null once it is gone. `atMs` is this machine's monotonic clock. */
  read(): ContainerUsage | null
  close(): void
}

export interface OpenContainerOptions {
  readonly procDir: string
  /** Of this process. */
  readonly mounts: readonly Mount[]
  /** Monotonic, in milliseconds. */
  readonly clock: () => number
}

/** Null when its control group cannot be seen from here: the engine is in a virtual machine, or the process is gone already. */
export function openContainer(
  { id, pid, sharesNetwork }: ContainerProcess,
  { procDir, mounts, clock }: OpenContainerOptions,
): OpenContainer | null {
  const text = readText(`${procDir}/${pid}/cgroup`)
  const groups = text === null ? [] : parseControlGroups(text)
  const find = (controller: string) => findControllerGroup(groups, mounts, { containerId: id, controller })
  const processors = find('cpuacct')
  if (processors === null) return null
  const controllers = openControllers(processors, find)
  const { cpu, memory, disk, pids } = controllers
  if (cpu === null && memory === null) {
    for (const each of Object.values(controllers)) each?.close()
    return null
  }
  const traffic = sharesNetwork ? null : openKeptBytes(`${procDir}/${pid}/net/dev`)
  const total = { received: 0, sent: 0 }
  return {
    version: processors.version,
    read() {
      const atMs = clock()
      const cpuNs = cpu ? cpu.read() : null
      const memoryBytes = memory ? memory.read() : null
      if (cpuNs === null && memoryBytes === null) return null
      const hasDisk = disk?.read() ?? false
      const hasTraffic = traffic !== null && readTraffic(traffic, total)
      return {
        atMs,
        cpuNs,
        memoryBytes,
        memoryLimitBytes: memory ? memory.limitBytes : null,
        networkInBytes: hasTraffic ? total.received : null,
        networkOutBytes: hasTraffic ? total.sent : null,
        diskReadBytes: disk && hasDisk ? disk.readBytes : null,
        diskWriteBytes: disk && hasDisk ? disk.writtenBytes : null,
        pids: pids ? pids.read() : null,
      }
    },
    close() {
      for (const each of Object.values(controllers)) each?.close()
      traffic?.close()
    },
  }
}

type Find = (controller: string) => ControllerGroup | null

function openControllers(processors: ControllerGroup, find: Find) {
  return {
    cpu: openProcessor(processors),
    memory: openIn(find('memory'), openMemory),
    disk: openIn(find('blkio'), openDisk),
    pids: openIn(find('pids'), openPids),
  }
}

function openIn<Opened>(
  group: ControllerGroup | null,
  open: (group: ControllerGroup) => Opened,
): Opened | null {
  return group && open(group)
}

function readTraffic(file: KeptBytes, total: { received: number; sent: number }): boolean {
  const end = file.read()
  if (end < 2) return false
  sumTraffic(end, total)
  return true
}
