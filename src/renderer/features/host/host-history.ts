import type { HostReadings } from '../../../shared/host.ts'

/** What the graphs are drawn from, at one moment. Percent; null for what was not measured. */
export interface HostSample {
  readonly atMs: number
  readonly cpu: number | null
  readonly pressure:
    | {
        readonly [Part in PressurePart]: { readonly some: number; readonly full: number | null }
      }
    | null
  /** Used memory of each GPU in percent, in the order of the readings. */
  readonly gpuMemory: readonly (number | null)[]
}

export type PressurePart = 'cpu' | 'memory' | 'io'

export const historyMs = 15 * 60_000
/** Graphs go on in steps that the eye can follow. */
const stepMs = 2000

/** The samples with the one of these readings, as far back as is shown; the same array while the step is not over. */
export function addSample(samples: readonly HostSample[], readings: HostReadings): readonly HostSample[] {
  const sample = sampleOf(readings)
  const last = samples.at(-1)
  // The very first reading cannot know how busy the processors were.
  if (last && last.cpu !== null && sample.atMs - last.atMs < stepMs) return samples
  return [...samples.filter(({ atMs, cpu }) => cpu !== null && atMs > sample.atMs - historyMs), sample]
}

function sampleOf({ at, cpu, pressure, gpus }: HostReadings): HostSample {
  const latest = ({ some, full }: NonNullable<HostReadings['pressure']>['cpu']) => ({
    some: some.avg10,
    full: full?.avg10 ?? null,
  })
  return {
    atMs: Date.parse(at),
    cpu: cpu.percent,
    pressure: pressure && {
      cpu: latest(pressure.cpu),
      memory: latest(pressure.memory),
      io: latest(pressure.io),
    },
    gpuMemory: gpus.map(({ memoryUsedBytes, memoryTotalBytes }) =>
      memoryUsedBytes === null || !memoryTotalBytes ? null : (memoryUsedBytes / memoryTotalBytes) * 100,
    ),
  }
}
