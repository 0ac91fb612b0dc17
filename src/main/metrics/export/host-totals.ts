import type { HostReadings } from '../../../shared/host.ts'

/** What the host has used since the counting began; null for what cannot be told. */
export interface HostTotals {
  readonly cpuSeconds: number | null
  readonly disks: readonly {
    readonly mount: string
    readonly device: string
    readonly readBytes: number
    readonly writtenBytes: number
  }[]
}

/** Rates over a longer time are of a machine that slept, or of a clock that was set. */
const longestMs = 60_000

/** Makes sums that only go up of rates, each of which is over the time since the one before. */
export function createHostTotals() {
  const disks = new Map<string, { mount: string; device: string; readBytes: number; writtenBytes: number }>()
  let beforeMs: number | null = null
  let cpuSeconds: number | null = null

  return {
    add(atMs: number, { cpu, disks: read }: Pick<HostReadings, 'cpu' | 'disks'>): void {
      const passedMs = beforeMs === null ? 0 : atMs - beforeMs
      const seconds = passedMs > 0 && passedMs <= longestMs ? passedMs / 1000 : 0
      beforeMs = atMs
      if (cpu.percent !== null)
        cpuSeconds = (cpuSeconds ?? 0) + (cpu.percent / 100) * cpu.threads.length * seconds
      const mounts = new Set(read.map(({ mount }) => mount))
      for (const mount of disks.keys()) if (!mounts.has(mount)) disks.delete(mount)
      for (const { mount, device, readRate, writeRate } of read) {
        if (readRate === null || writeRate === null) continue
        const sum = disks.get(mount) ?? { mount, device, readBytes: 0, writtenBytes: 0 }
        sum.readBytes += readRate * seconds
        sum.writtenBytes += writeRate * seconds
        disks.set(mount, sum)
      }
    },
    totals: (): HostTotals => ({ cpuSeconds, disks: [...disks.values()] }),
  }
}
