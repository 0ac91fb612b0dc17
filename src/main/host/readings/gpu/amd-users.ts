import { readText } from '../kept-file.ts'
import { listNames } from '../list-names.ts'

/**
 * Processes that compute on an AMD GPU and the memory they have there, from what the compute driver (ROCm's) shows to
 * everybody. Source: Linux, drivers/gpu/drm/amd/amdkfd: `proc/PID/vram_GPUID` in bytes, `topology/nodes/N`.
 */
export function findComputeUsers(
  sysDir: string,
  address: string,
): readonly { readonly pid: number; readonly memoryBytes: number }[] {
  const dir = `${sysDir}/class/kfd/kfd`
  const gpuId = findGpuId(`${dir}/topology/nodes`, address)
  if (gpuId === null) return []
  return listNames(`${dir}/proc`).flatMap((pid) => {
    const bytes = Number(readText(`${dir}/proc/${pid}/vram_${gpuId}`) ?? 0)
    return /^\d+$/.test(pid) && bytes > 0 ? [{ pid: Number(pid), memoryBytes: bytes }] : []
  })
}

function findGpuId(nodesDir: string, address: string): string | null {
  const [domain = '0', bus = '0', slot = '0'] = address.split(':')
  const [device = '0', part = '0'] = slot.split('.')
  const hex = (text: string) => Number.parseInt(text, 16)
  const location = (hex(bus) << 8) | (hex(device) << 3) | hex(part)
  const node = listNames(nodesDir).find((name) => {
    const properties = readText(`${nodesDir}/${name}/properties`) ?? ''
    const valueOf = (key: string) => new RegExp(`^${key} (\\d+)$`, 'm').exec(properties)?.[1]
    return valueOf('location_id') === String(location) && (valueOf('domain') ?? '0') === String(hex(domain))
  })
  return node === undefined ? null : (readText(`${nodesDir}/${node}/gpu_id`)?.trim() ?? null)
}
