import type { HostReadings } from '../../../shared/host.ts'
import { openContainerMemory } from './container-memory.ts'
import { describeMachine, type MachineDescription } from './describe-machine.ts'
import { openDisks } from './disks.ts'
import { every } from './every.ts'
import { openGpus } from './gpu/gpus.ts'
import { openKept, readText } from './kept-file.ts'
import { mapMemory } from './memory-map.ts'
import type { HostReader, KernelDirs } from './model.ts'
import { openNetworks } from './networks.ts'
import { parseBootTime } from './parse/cpu-times.ts'
import { parsePressure } from './parse/pressure.ts'
import { parseSwaps } from './parse/swaps.ts'
import { openProcessors } from './processors.ts'
import { openTemperatures } from './temperatures.ts'

export interface HostReaderOptions extends Partial<KernelDirs> {
  /** Program that tells of NVIDIA GPUs, by name or path. */
  readonly nvidiaSmi?: string
  /** Milliseconds of a clock that only goes forward. */
  readonly clock?: () => number
  readonly machine?: MachineDescription
}

/** Two readings so close to each other have no rates between them. */
const sameReadingMs = 200

/** Opens the kernel's files. `close` gives everything back. */
export async function createHostReader({
  procDir = '/proc',
  sysDir = '/sys',
  nvidiaSmi = 'nvidia-smi',
  clock = () => performance.now(),
  machine,
}: HostReaderOptions = {}): Promise<HostReader> {
  const described = machine ?? (await describeMachine())
  const dirs = { procDir, sysDir }
  const processors = openProcessors(dirs)
  const containerMemory = openContainerMemory(dirs)
  const disks = openDisks(dirs)
  const networks = openNetworks(dirs)
  const temperatures = openTemperatures(dirs)
  const gpus = openGpus({ ...dirs, nvidiaSmi, clock })
  const meminfo = openKept(`${procDir}/meminfo`)
  const swaps = openKept(`${procDir}/swaps`)
  const pressures = (['cpu', 'memory', 'io'] as const).map((name) => openKept(`${procDir}/pressure/${name}`))
  const bootedAt = new Date((parseBootTime(readText(`${procDir}/stat`) ?? '') ?? 0) * 1000).toISOString()
  const readMachine = every(sameReadingMs, () => {
    const nowMs = clock()
    return {
      at: new Date().toISOString(),
      cpu: processors.read(),
      pressure: readPressure(pressures.map((file) => file.read())),
      disks: [...disks.read(nowMs)],
      networks: [...networks.read(nowMs)],
      temperatures: temperatures.read(nowMs),
    }
  })

  return {
    read({ containers, swapDirs }): HostReadings {
      const nowMs = clock()
      const devices = parseSwaps(swaps.read() ?? '').map((device) => ({
        ...device,
        isOurs: device.kind === 'file' && swapDirs.some((dir) => device.path.startsWith(`${dir}/`)),
      }))
      const sumOf = (key: 'totalBytes' | 'usedBytes') =>
        devices.reduce((total, device) => total + device[key], 0)
      return {
        ...readMachine(nowMs),
        ...described,
        bootedAt,
        memory: mapMemory(meminfo.read() ?? '', containers, containerMemory.read(containers, nowMs)),
        swap: { totalBytes: sumOf('totalBytes'), usedBytes: sumOf('usedBytes'), devices },
        ...gpus.read(containers),
      }
    },
    close() {
      gpus.close()
      for (const each of [processors, containerMemory, disks, networks, temperatures, meminfo, swaps])
        each.close()
      for (const each of pressures) each.close()
    },
  }
}

function readPressure([cpu, memory, io]: readonly (string | null)[]): HostReadings['pressure'] {
  const parsed = {
    cpu: parsePressure(cpu ?? ''),
    memory: parsePressure(memory ?? ''),
    io: parsePressure(io ?? ''),
  }
  return parsed.cpu && parsed.memory && parsed.io
    ? { cpu: parsed.cpu, memory: parsed.memory, io: parsed.io }
    : null
}
