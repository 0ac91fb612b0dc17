import type { HostReader } from '../../../../src/main/host/readings/model.ts'

/** A machine of which hardly anything is known: what a recorder looks at, and no more. */
export const bareHost = {
  cpu: { percent: null, threads: [], load: [1, 1, 1] },
  memory: { totalBytes: 8, availableBytes: 6, cacheBytes: 1 },
  swap: { usedBytes: 0 },
  pressure: null,
  disks: [],
  networks: [],
  temperatures: [],
  gpus: [],
} as unknown as ReturnType<HostReader['read']>
