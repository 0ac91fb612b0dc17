import type { MetricBeat } from '../../../src/shared/metrics.ts'

/** A machine of four threads at half load, without swap and without a GPU. */
export const sampleHost: MetricBeat['host'] = {
  threads: 4,
  cpu: 2,
  memoryUsedBytes: 60,
  memoryTotalBytes: 80,
  swapUsedBytes: 0,
  swapTotalBytes: 0,
  vramUsedBytes: null,
  vramTotalBytes: null,
  gpus: 0,
}
