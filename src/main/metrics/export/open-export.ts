import { Counter, Gauge, Registry } from 'prom-client'
import type { LabStatus } from '../../../shared/status.ts'
import type { Metrics } from '../create-metrics.ts'
import type { Beat } from '../create-recorder.ts'
import type { ContainerFeed } from '../sampler/model.ts'
import { countTurns } from './count-turns.ts'
import { families } from './families.ts'
import { createHostTotals } from './host-totals.ts'
import type { Exported, Family, LatestCheckOf, MetricExport, Point } from './model.ts'
import { createUsageTotals } from './usage-totals.ts'

export interface ExportOptions {
  readonly version: string
  readonly metrics: Pick<Metrics, 'watch'>
  readonly feed: ContainerFeed
  readonly latestCheckOf: LatestCheckOf
  readonly labs: { statuses(): readonly LabStatus[]; close(): void }
}

/** Measures, and counts, from now on. */
export function openMetricExport({
  version,
  metrics,
  feed,
  latestCheckOf,
  labs,
}: ExportOptions): MetricExport {
  const stop = new AbortController()
  const usage = createUsageTotals()
  const host = createHostTotals()
  const turns = countTurns(feed)
  let latest: Beat | null = null

  async function follow(): Promise<void> {
    for await (const beat of metrics.watch(stop.signal)) {
      latest = beat
      usage.add(beat)
      host.add(beat.atMs, beat.host)
    }
  }

  const look = (): Exported => ({
    version,
    isEngineConnected: feed.state().connected,
    atMs: latest?.atMs ?? null,
    host: latest?.host ?? null,
    hostTotals: host.totals(),
    services: usage.services(),
    labs: labs.statuses(),
    turnsOf: turns.of,
    latestCheckOf,
  })
  let now = look()
  const registry = new Registry()
  for (const family of families) register(registry, family, () => family.read(now))
  // Without a reader of the host nothing is measured, and the absence says so.
  follow().catch(() => undefined)

  return {
    contentType: registry.contentType,
    read() {
      now = look()
      return registry.metrics()
    },
    close() {
      stop.abort()
      turns.close()
      labs.close()
    },
  }
}

function register(
  registry: Registry,
  { name, help, kind, labels }: Family,
  read: () => readonly Point[],
): void {
  const common = { name, help, labelNames: [...labels], registers: [registry] }
  if (kind === 'gauge') {
    const gauge = new Gauge({
      ...common,
      collect() {
        clear(gauge)
        for (const [of, value] of known(read())) gauge.set(of, value)
      },
    })
    return
  }
  const counter = new Counter({
    ...common,
    collect() {
      clear(counter)
      for (const [of, value] of known(read())) counter.inc(of, value)
    },
  })
}

/** What is not known is absent; the library would say 0 of a metric without labels. */
function clear(metric: Gauge | Counter): void {
  metric.reset()
  metric.remove({})
}

function known(points: readonly Point[]) {
  return points.flatMap(([labels, value]) =>
    value === null || value === undefined ? [] : [[labels, value] as const],
  )
}
