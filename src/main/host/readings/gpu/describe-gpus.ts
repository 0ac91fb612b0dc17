import type { Gpu, HostReadings } from '../../../../shared/host.ts'
import { readText } from '../kept-file.ts'
import type { LabContainer } from '../model.ts'
import { findContainerId } from '../parse/control-group.ts'
import type { AmdGpu } from './amd.ts'
import type { SmiApp, SmiGpu } from './parse-smi.ts'

export type GpuReadings = Pick<HostReadings, 'gpus' | 'gpuNote'>

export interface GpuFindings {
  readonly procDir: string
  readonly nvidias: readonly SmiGpu[]
  readonly apps: readonly SmiApp[]
  readonly amds: readonly AmdGpu[]
  /** What is wrong, one sentence; null when there is nothing to tell. */
  readonly problem: string | null
  /** Whose processes are named by their service. */
  readonly containers: readonly LabContainer[]
  /** Container of a process; default: looked up each time. */
  readonly containerOf?: (user: User) => string | null
}

interface User {
  readonly pid: number
  readonly process?: string
  readonly memoryBytes: number | null
}

const none = 'No GPU was found: neither an NVIDIA driver with nvidia-smi nor an AMD GPU.'

/** What was found of GPUs, those of both makers numbered in one row, and their users named. */
export function describeGpus(found: GpuFindings): GpuReadings {
  const { procDir, containers, apps, problem } = found
  const containerOf = found.containerOf ?? ((user: User) => findContainerOf(procDir, user.pid))
  const nameOf = (pid: number) => readText(`${procDir}/${pid}/comm`)?.trim() || `process ${pid}`

  const describeUser = (user: User): Gpu['users'][number] => {
    const { pid, process, memoryBytes } = user
    const containerId = containerOf(user)
    const container = containerId === null ? undefined : containers.find(({ id }) => id === containerId)
    return {
      pid,
      process: process === undefined || process.startsWith('[') || process === '' ? nameOf(pid) : process,
      containerId,
      stack: container?.stack ?? null,
      service: container?.service ?? null,
      memoryBytes,
    }
  }

  const nvidias = found.nvidias.map(({ uuid, ...gpu }): Gpu => ({
    ...gpu,
    users: apps
      .filter((app) => app.uuid === uuid)
      .map(describeUser)
      .sort(byMemory),
  }))
  const amds = found.amds.map(({ address, users, ...gpu }, index): Gpu => ({
    ...gpu,
    name: gpu.name || address,
    index: nvidias.length + index,
    users: users.map(describeUser).sort(byMemory),
  }))
  const gpus = [...nvidias, ...amds]
  return { gpus, gpuNote: problem ?? (gpus.length === 0 ? none : null) }
}

export function findContainerOf(procDir: string, pid: number): string | null {
  return findContainerId(readText(`${procDir}/${pid}/cgroup`) ?? '')
}

function byMemory(a: Gpu['users'][number], b: Gpu['users'][number]): number {
  return (b.memoryBytes ?? 0) - (a.memoryBytes ?? 0)
}
