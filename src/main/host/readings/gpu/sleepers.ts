import { readText } from '../kept-file.ts'
import { listNames } from '../list-names.ts'
import type { SmiGpu } from './parse-smi.ts'

/** NVIDIA GPUs that sleep now, and whether there is another one that does not. Reading this wakes nobody. */
export function findSleepers(sysDir: string): {
  readonly asleep: readonly SmiGpu[]
  readonly isAnyAwake: boolean
} {
  const dir = `${sysDir}/bus/pci/drivers/nvidia`
  const addresses = listNames(dir).filter((name) => /^[\da-f]{4,8}:/.test(name))
  const sleeping = addresses.filter((address) => isAsleep(`${dir}/${address}`))
  return {
    isAnyAwake: sleeping.length < addresses.length,
    asleep: sleeping.map((address, index) => ({
      index,
      uuid: address,
      vendor: 'nvidia',
      name: 'NVIDIA GPU',
      loadPercent: null,
      memoryUsedBytes: null,
      memoryTotalBytes: null,
      temperatureC: null,
      powerW: null,
      powerLimitW: null,
      fanPercent: null,
      isAsleep: true,
    })),
  }
}

/** Whether a PCI device is switched off by the kernel until it is needed. Source: Documentation/power/pci.rst. */
export function isAsleep(deviceDir: string): boolean {
  const state = readText(`${deviceDir}/power_state`)?.trim() ?? ''
  const runtime = readText(`${deviceDir}/power/runtime_status`)?.trim() ?? ''
  return state.startsWith('D3') || runtime === 'suspended'
}
