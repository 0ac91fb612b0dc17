import { every } from '../every.ts'
import type { LabContainer } from '../model.ts'
import { openAmd } from './amd.ts'
import { describeGpus, findContainerOf, type GpuReadings } from './describe-gpus.ts'
import { type NvidiaOptions, watchNvidia } from './nvidia.ts'

export interface GpuOptions extends NvidiaOptions {
  readonly procDir: string
}

/** As often as NVIDIA's are told. */
const readEveryMs = 2000

/** All GPUs of the machine, and who uses their memory. */
export function openGpus(options: GpuOptions) {
  const { procDir } = options
  const nvidia = watchNvidia(options)
  const amd = openAmd(options)
  const readAmd = every(readEveryMs, () => amd.read(options.clock()))

  /** By what was told: that is the same object until it is told anew, and no process moves to another container. */
  const known = new WeakMap<object, string | null>()

  function containerOf(user: { readonly pid: number }): string | null {
    const found = known.get(user)
    if (found !== undefined) return found
    const id = findContainerOf(procDir, user.pid)
    known.set(user, id)
    return id
  }

  return {
    read(containers: readonly LabContainer[]): GpuReadings {
      const { gpus: nvidias, apps, problem } = nvidia.read()
      const amds = readAmd(options.clock())
      return describeGpus({ procDir, nvidias, apps, amds, problem, containers, containerOf })
    },
    close: () => nvidia.close(),
  }
}
