import { readdirSync, readlinkSync } from 'node:fs'
import { readText } from '../kept-file.ts'

/**
 * Processes that have an AMD GPU open and the memory they have there, by PCI address: also those that draw or compute with Vulkan,
 * which the compute driver does not know. Only what this user may look into is found; as root, everything.
 * Source: Linux, Documentation/gpu/drm-usage-stats.rst.
 */
export function findDrmUsers(
  procDir: string,
): ReadonlyMap<string, readonly { readonly pid: number; readonly memoryBytes: number }[]> {
  const found = new Map<string, { pid: number; memoryBytes: number }[]>()
  for (const pid of namesIn(procDir)) {
    if (!/^\d+$/.test(pid)) continue
    for (const [address, memoryBytes] of memoryOf(`${procDir}/${pid}`)) {
      if (memoryBytes === 0) continue
      const users = found.get(address) ?? []
      found.set(address, users)
      users.push({ pid: Number(pid), memoryBytes })
    }
  }
  return found
}

function memoryOf(processDir: string): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  const clients = new Set<string>()
  for (const descriptor of namesIn(`${processDir}/fd`)) {
    if (!isOfGpu(`${processDir}/fd/${descriptor}`)) continue
    const text = readText(`${processDir}/fdinfo/${descriptor}`) ?? ''
    const valueOf = (key: string) => new RegExp(`^${key}:\\s*(.+)$`, 'm').exec(text)?.[1]?.trim()
    const address = valueOf('drm-pdev')
    const client = `${address} ${valueOf('drm-client-id')}`
    // A descriptor that was doubled is the same client.
    if (valueOf('drm-driver') !== 'amdgpu' || address === undefined || clients.has(client)) continue
    clients.add(client)
    const bytes = parseSize(valueOf('drm-resident-vram') ?? valueOf('drm-memory-vram') ?? '')
    sums.set(address, (sums.get(address) ?? 0) + bytes)
  }
  return sums
}

/** In no order: of all processes together these are many. */
function namesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir)
  } catch {
    return []
  }
}

function isOfGpu(link: string): boolean {
  try {
    return readlinkSync(link).startsWith('/dev/dri/')
  } catch {
    return false
  }
}

const units: Readonly<Record<string, number>> = { '': 1, KiB: 1024, MiB: 1024 ** 2 }

/** `6291456 KiB`; 0 for what is no size. */
function parseSize(text: string): number {
  const [, count, unit = ''] = /^(\d+)(?: (KiB|MiB))?$/.exec(text) ?? []
  return count === undefined ? 0 : Number(count) * (units[unit] ?? 1)
}
