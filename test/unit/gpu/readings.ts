import type { GpuClaim } from '../../../src/shared/gpu.ts'
import type { Gpu } from '../../../src/shared/host.ts'
import type { Holder } from '../../../src/main/gpu/model.ts'

export const gib = 1024 ** 3

export const whole: GpuClaim = { vramBytes: null, device: null }

export function sized(vramGib: number, device: number | null = null): GpuClaim {
  return { vramBytes: vramGib * gib, device }
}

/** A GPU with users by container (`c-sglang`) or process (`python`), in GiB; null for memory that is not told. */
export function gpu(
  totalGib: number | null,
  users: Readonly<Record<string, number | null>> = {},
  { index = 0, usedGib }: { readonly index?: number; readonly usedGib?: number } = {},
): Gpu {
  const told = Object.values(users).reduce((sum: number, each) => sum + (each ?? 0), 0)
  return {
    index,
    vendor: 'nvidia',
    name: 'Test GPU',
    loadPercent: null,
    memoryUsedBytes: totalGib === null ? null : (usedGib ?? told) * gib,
    memoryTotalBytes: totalGib === null ? null : totalGib * gib,
    temperatureC: null,
    powerW: null,
    powerLimitW: null,
    fanPercent: null,
    isAsleep: false,
    users: Object.entries(users).map(([name, memory], place) => ({
      pid: 100 + place,
      process: name,
      containerId: name.startsWith('c-') ? name : null,
      stack: null,
      service: null,
      memoryBytes: memory === null ? null : memory * gib,
    })),
  }
}

/** `ai/NAME` in the container `c-NAME`. */
export function holder(name: string, claim: GpuClaim, changes: Partial<Holder> = {}): Holder {
  return {
    key: `ai/${name}`,
    claim,
    canUnload: false,
    isAlwaysOn: false,
    containers: [`c-${name}`],
    isStarting: false,
    ...changes,
  }
}
