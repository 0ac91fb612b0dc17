import type { MetricSample } from '../../../src/main/metrics/history/model.ts'

const metrics = [
  'cpu',
  'memory',
  'network-in',
  'network-out',
  'disk-read',
  'disk-write',
  'pids',
  'restarts',
] as const

/** Containers that are as busy as those of a home lab: some work, most idle, all a little noisy. */
export function createInventedLab(count: number) {
  const containers = Array.from({ length: count }, (_, index) => createContainer(`app-${index}`))
  let replaced = 0

  return {
    /** The same arrays each time, with other values: what is invented for a week should be no memory of its own. */
    samples(): readonly MetricSample[] {
      for (const [index, samples] of containers.entries())
        for (const sample of samples) sample[2] = invent(sample[1], index)
      return containers.flat()
    },
    /** One container goes, and another one comes. */
    replaceOne(): void {
      containers[replaced % count] = createContainer(`job-${replaced}`)
      replaced += 1
    },
  }
}

type InventedSample = [subject: string, metric: (typeof metrics)[number], value: number]

function createContainer(name: string): readonly InventedSample[] {
  return metrics.map((metric) => [`container:${name}`, metric, 0])
}

function invent(metric: (typeof metrics)[number], index: number): number {
  const isBusy = index % 5 === 0
  switch (metric) {
    case 'cpu':
      return (isBusy ? 0.4 : 0.003) * (0.5 + Math.random())
    case 'memory':
      return (50 + index) * 2 ** 20 + Math.floor(Math.random() * (isBusy ? 1000 : 10)) * 4096
    case 'network-in':
    case 'network-out':
      return isBusy ? Math.random() * 100_000 : Math.random() < 0.1 ? 66 : 0
    case 'disk-read':
    case 'disk-write':
      return Math.random() < (isBusy ? 0.2 : 0.01) ? Math.ceil(Math.random() * 100) * 4096 : 0
    case 'pids':
      return 5 + (index % 20)
    case 'restarts':
      return 0
  }
}
