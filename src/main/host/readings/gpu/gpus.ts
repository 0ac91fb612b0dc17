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

type Readings = Pick<HostReadings, 'gpus' | 'gpuNote'>

/** As often as NVIDIA's are told. */
const readEveryMs = 2000
const none = 'No GPU was found: neither an NVIDIA driver with nvidia-smi nor an AMD GPU.'

/** All GPUs of the machine, and who uses their memory. */
export function openGpus(options: GpuOptions) {
  const nvidia = watchNvidia(options)
  const amd = openAmd(options)
  const readAmd = every(readEveryMs, () => amd.read())

  function describeUser(pid: number, process: string, containers: readonly LabContainer[]) {
    const id = findContainerId(readText(`${options.procDir}/${pid}/cgroup`) ?? '')
    const container = id === null ? undefined : containers.find((each) => each.id === id)
    return {
      pid,
      process: process.startsWith('[') || process === '' ? nameOf(pid) : process,
      stack: container?.stack ?? null,
      service: container?.service ?? null,
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
          .map(({ pid, process, memoryBytes }) => ({
            ...describeUser(pid, process, containers),
            memoryBytes,
          }))
          .sort(byMemory),
      }))
      const amds = readAmd(options.clock()).map(({ address, users, ...gpu }, index): Gpu => ({
        ...gpu,
        name: gpu.name || address,
        index: nvidias.length + index,
        users: users
          .map(({ pid, memoryBytes }) => ({ ...describeUser(pid, '', containers), memoryBytes }))
          .sort(byMemory),
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
