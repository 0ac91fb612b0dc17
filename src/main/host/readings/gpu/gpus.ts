import type { Gpu, HostReadings } from '../../../../shared/host.ts'
import { every } from '../every.ts'
import { readText } from '../kept-file.ts'
import type { LabContainer } from '../model.ts'
import { findContainerId } from '../parse/control-group.ts'
import { openAmd } from './amd.ts'
import { type NvidiaOptions, watchNvidia } from './nvidia.ts'

export interface GpuOptions extends NvidiaOptions {
  readonly procDir: string
}

interface User {
  readonly pid: number
  readonly process?: string
  readonly memoryBytes: number | null
}

type Readings = Pick<HostReadings, 'gpus' | 'gpuNote'>

/** As often as NVIDIA's are told. */
const readEveryMs = 2000
const none = 'No GPU was found: neither an NVIDIA driver with nvidia-smi nor an AMD GPU.'

/** All GPUs of the machine, and who uses their memory. */
export function openGpus(options: GpuOptions) {
  const nvidia = watchNvidia(options)
  const amd = openAmd(options)
  const readAmd = every(readEveryMs, () => amd.read(options.clock()))

  /** By what was told: that is the same object until it is told anew, and no process moves to another container. */
  const known = new WeakMap<object, string | null>()

  function containerOf(user: { readonly pid: number }): string | null {
    const found = known.get(user)
    if (found !== undefined) return found
    const id = findContainerId(readText(`${options.procDir}/${user.pid}/cgroup`) ?? '')
    known.set(user, id)
    return id
  }

  function describeUser(user: User, containers: readonly LabContainer[]): Gpu['users'][number] {
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

  const nameOf = (pid: number) => readText(`${options.procDir}/${pid}/comm`)?.trim() || `process ${pid}`

  return {
    read(containers: readonly LabContainer[]): Readings {
      const told = nvidia.read()
      const nvidias = told.gpus.map(({ uuid, ...gpu }): Gpu => ({
        ...gpu,
        users: told.apps
          .filter((app) => app.uuid === uuid)
          .map((app) => describeUser(app, containers))
          .sort(byMemory),
      }))
      const amds = readAmd(options.clock()).map(({ address, users, ...gpu }, index): Gpu => ({
        ...gpu,
        name: gpu.name || address,
        index: nvidias.length + index,
        users: users.map((user) => describeUser(user, containers)).sort(byMemory),
      }))
      const gpus = [...nvidias, ...amds]
      return { gpus, gpuNote: told.problem ?? (gpus.length === 0 ? none : null) }
    },
    close: () => nvidia.close(),
  }
}

function byMemory(a: Gpu['users'][number], b: Gpu['users'][number]): number {
  return (b.memoryBytes ?? 0) - (a.memoryBytes ?? 0)
}
