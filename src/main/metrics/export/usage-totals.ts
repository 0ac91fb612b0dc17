import type { Beat } from '../create-recorder.ts'
import type { ContainerUsage } from '../../engine/model.ts'
import type { ContainerReading } from '../sampler/model.ts'

/** What the containers of a service use together, and have used since the counting began; null for what cannot be told. */
export interface ServiceUsage {
  /** Both empty for all containers together that Compose has not made: their names come and go without end. */
  readonly project: string
  readonly service: string
  readonly containers: number
  readonly memoryBytes: number | null
  /** Null when one of them has none. */
  readonly memoryLimitBytes: number | null
  readonly processes: number | null
  readonly totals: Totals
}

const counters = ['cpuNs', 'networkInBytes', 'networkOutBytes', 'diskReadBytes', 'diskWriteBytes'] as const
type Counter = (typeof counters)[number]
type Totals = Readonly<Record<Counter, number | null>>

/** What was not seen for so long is forgotten; it counts from 0 when it comes again, as a counter may. */
const rememberMs = 300_000

/**
 * Adds up what containers count, each from the moment when it is seen first: sums that only go up, whichever of a service's
 * containers is started again, made anew or taken away.
 */
export function createUsageTotals() {
  const counted = new Map<string, { readonly usage: ContainerUsage; readonly atMs: number }>()
  const sums = new Map<string, { readonly totals: Record<Counter, number | null>; seenMs: number }>()
  let services: readonly ServiceUsage[] = []

  function addTo(totals: Record<Counter, number | null>, { id, counted: now }: ContainerReading): void {
    const before = counted.get(id)?.usage
    for (const counter of counters) {
      const value = now[counter]
      if (value === null) continue
      const last = before?.[counter] ?? value
      // One that went back counts something else since.
      totals[counter] = (totals[counter] ?? 0) + Math.max(0, value - last)
    }
  }

  function forget(atMs: number): void {
    for (const [id, each] of counted) if (atMs - each.atMs > rememberMs) counted.delete(id)
    for (const [key, { seenMs }] of sums) if (atMs - seenMs > rememberMs) sums.delete(key)
  }

  return {
    add({ atMs, containers }: Pick<Beat, 'atMs' | 'containers'>): void {
      const groups = Map.groupBy(containers, ({ project, service }) =>
        project === null || service === null ? '' : `${project}/${service}`,
      )
      services = [...groups].map(([key, readings]) => {
        const sum = sums.get(key) ?? { totals: nothing(), seenMs: atMs }
        sum.seenMs = atMs
        sums.set(key, sum)
        for (const reading of readings) {
          addTo(sum.totals, reading)
          counted.set(reading.id, { usage: reading.counted, atMs })
        }
        return describe(key, readings, { ...sum.totals })
      })
      forget(atMs)
    },
    /** Of those that had a container at the latest beat. */
    services: () => services,
  }
}

function nothing(): Record<Counter, number | null> {
  return {
    cpuNs: null,
    networkInBytes: null,
    networkOutBytes: null,
    diskReadBytes: null,
    diskWriteBytes: null,
  }
}

function describe(key: string, readings: readonly ContainerReading[], totals: Totals): ServiceUsage {
  const [first] = readings
  const isOfCompose = key !== ''
  return {
    project: (isOfCompose && first?.project) || '',
    service: (isOfCompose && first?.service) || '',
    containers: readings.length,
    memoryBytes: sumOrNull(readings.map(({ memoryBytes }) => memoryBytes)),
    memoryLimitBytes: readings.every(({ memoryLimitBytes }) => memoryLimitBytes !== null)
      ? sumOrNull(readings.map(({ memoryLimitBytes }) => memoryLimitBytes))
      : null,
    processes: sumOrNull(readings.map(({ pids }) => pids)),
    totals,
  }
}

function sumOrNull(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((total, value) => total + value, 0)
}
