import type { Problem } from '../../shared/errors.ts'
import { formatBytes, formatList } from '../../shared/format.ts'
import type { GpuClaim } from '../../shared/gpu.ts'
import { describeClaim } from '../../shared/gpu-words.ts'
import type { Gpu } from '../../shared/host.ts'

/** A service that is to run for long, with what it claims. */
export interface LastingClaim {
  readonly key: string
  readonly claim: GpuClaim
  /** It takes the memory when it is used, and can be asked to give it back. */
  readonly canUnload: boolean
}

interface Device {
  readonly index: number
  readonly title: string
  readonly totalBytes: number
}

/**
 * Services that are to run side by side and never can: those that keep what they claim for as long as they run, and each of
 * those that load when they are used beside them. Pure.
 */
export function findGpuClashes(claims: readonly LastingClaim[], gpus: readonly Gpu[]): readonly Problem[] {
  // Who has nothing loaded, only readings can tell.
  const yielding = gpus.length > 0 ? claims.filter(({ canUnload }) => canUnload) : []
  const keeping = claims.filter((claim) => !yielding.includes(claim))
  const group = [keeping, ...yielding.map((claim) => [...keeping, claim])].find(
    (each) => !fitTogether(each, gpus),
  )
  return group ? [clashProblem(fewest(group, gpus), gpus)] : []
}

/** Whether all of them fit on the GPUs at once; sizes that cannot be told are large enough. Pure. */
export function fitTogether(claims: readonly Pick<LastingClaim, 'claim'>[], gpus: readonly Gpu[]): boolean {
  return place(
    claims.map(({ claim }) => claim),
    devicesOf(claims, gpus),
    new Map(),
  )
}

function devicesOf(claims: readonly Pick<LastingClaim, 'claim'>[], gpus: readonly Gpu[]): readonly Device[] {
  if (gpus.length > 0)
    return gpus.map(({ index, name, memoryTotalBytes }) => ({
      index,
      title: `GPU ${index} (${name})`,
      totalBytes: memoryTotalBytes ?? Infinity,
    }))
  const indexes = new Set(claims.map(({ claim }) => claim.device ?? 0)).add(0)
  return [...indexes].map((index) => ({ index, title: `GPU ${index}`, totalBytes: Infinity }))
}

/** Tries every way; a lab has few claims and few GPUs. A whole GPU is what nobody else may be on. */
function place(
  [first, ...others]: readonly GpuClaim[],
  devices: readonly Device[],
  taken: ReadonlyMap<number, readonly GpuClaim[]>,
): boolean {
  if (!first) return true
  return devices.some(({ index, totalBytes }) => {
    if (first.device !== null && first.device !== index) return false
    const there = [...(taken.get(index) ?? []), first]
    if (there.length > 1 && there.some(({ vramBytes }) => vramBytes === null)) return false
    const bytes = there.reduce((sum, { vramBytes }) => sum + (vramBytes ?? 0), 0)
    return bytes <= totalBytes && place(others, devices, new Map([...taken, [index, there]]))
  })
}

/** Without those that are not needed for it not to fit. */
function fewest(group: readonly LastingClaim[], gpus: readonly Gpu[]): readonly LastingClaim[] {
  return group.reduce((kept: readonly LastingClaim[], each) => {
    const without = kept.filter((other) => other !== each)
    return fitTogether(without, gpus) ? kept : without
  }, group)
}

function clashProblem(clash: readonly LastingClaim[], gpus: readonly Gpu[]): Problem {
  const [only] = clash
  const sizes = devicesOf(clash, gpus)
    .filter(({ totalBytes }) => Number.isFinite(totalBytes))
    .map(({ title, totalBytes }) => `${title} has ${formatBytes(totalBytes)}`)
  const there = sizes.length === 0 ? '' : `, and ${formatList(sizes)}`
  const claimed = formatList(clash.map(({ key, claim }) => `${key} claims ${describeClaim(claim)}`))
  if (only && clash.length === 1)
    return {
      code: 'GPU_CLASH',
      message: `${claimed}${sizes.length === 0 ? ', and there is no such GPU' : there}: it can never be started.`,
      hint: 'Claim what it needs under `gpu` in switchyard.yaml.',
    }
  return {
    code: 'GPU_CLASH',
    message: `${formatList(clash.map(({ key }) => key))} can never run side by side: ${claimed}${there}.`,
    hint: 'Name one of them as target, keep a stack out of the start of the lab with `auto_start: false`, or claim less under `gpu` in switchyard.yaml.',
  }
}
