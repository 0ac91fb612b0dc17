import { formatBytes } from './format.ts'

/** In which unit each metric is counted. The order is the one in which they are shown. */
export const metricUnits = {
  cpu: 'cores',
  memory: 'bytes',
  'network-in': 'bytes per second',
  'network-out': 'bytes per second',
  'disk-read': 'bytes per second',
  'disk-write': 'bytes per second',
  processes: 'count',
  load: 'count',
  cache: 'bytes',
  swap: 'bytes',
  'pressure-cpu': 'percent',
  'pressure-memory': 'percent',
  'pressure-io': 'percent',
  gpu: 'percent',
  vram: 'bytes',
  space: 'bytes',
  temperature: 'celsius',
  power: 'watts',
} as const

export type Metric = keyof typeof metricUnits
export type MetricUnit = (typeof metricUnits)[Metric]

const labels: Readonly<Record<Metric, string>> = {
  cpu: 'CPU',
  memory: 'Memory',
  'network-in': 'Network in',
  'network-out': 'Network out',
  'disk-read': 'Disk read',
  'disk-write': 'Disk write',
  processes: 'Processes',
  load: 'Load',
  cache: 'Page cache',
  swap: 'Swap',
  'pressure-cpu': 'CPU pressure',
  'pressure-memory': 'Memory pressure',
  'pressure-io': 'I/O pressure',
  gpu: 'GPU',
  vram: 'VRAM',
  space: 'Space used',
  temperature: 'Temperature',
  power: 'Power',
}

export function metricLabel(metric: Metric): string {
  return labels[metric]
}

/** A value with its unit, at most three digits: `12 %` of a core, `1.5 cores`, `63.2 GiB`, `4.1 MiB/s`, `58 °C`. */
export function formatMetric(value: number, unit: MetricUnit): string {
  switch (unit) {
    case 'cores':
      return value < 1 ? `${formatDigits(value * 100)}\u00a0%` : `${formatDigits(value)}\u00a0cores`
    case 'bytes':
      return formatBytes(Math.round(value))
    case 'bytes per second':
      return `${formatBytes(Math.round(value))}/s`
    case 'percent':
      return `${formatDigits(value)}\u00a0%`
    case 'count':
      return formatDigits(value)
    case 'celsius':
      return `${Math.round(value)}\u00a0°C`
    case 'watts':
      return `${Math.round(value)}\u00a0W`
  }
}

function formatDigits(value: number): string {
  const digits = value >= 10 || Number.isInteger(value) ? 0 : 1
  return value.toFixed(digits)
}
