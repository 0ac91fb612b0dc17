import { formatBytes, formatCount, formatDuration } from '../../../shared/format.ts'
import type { Guard, HostReadings } from '../../../shared/host.ts'
import type { SignalState } from '../../ui/signal.tsx'

/** `Ryzen 9 7950X, 32 threads, 125.6 GiB, 2 GPUs, Ubuntu 24.04, kernel 6.8.0, up 12d 4h`. */
export function describeMachine(readings: HostReadings): string {
  const { processor, memory, gpus, system, kernel, bootedAt, at } = readings
  return [
    processor,
    formatBytes(memory.totalBytes),
    ...(gpus.length > 0 ? [formatCount(gpus.length, 'GPU')] : []),
    ...(system === '' ? [] : [system]),
    `kernel ${kernel}`,
    `up ${formatDuration(Date.parse(at) - Date.parse(bootedAt))}`,
  ].join(', ')
}

/** `GPU 0 RTX 6000 Ada Generation`. */
export function gpuTitle({ index, name }: { readonly index: number; readonly name: string }): string {
  return `GPU ${index} ${name.replace(/^NVIDIA (GeForce )?/, '')}`
}

/** Flow in powers of 1000: `0`, `12 kB/s`, `521 MB/s`. */
export function formatRate(bytesPerSecond: number): string {
  const units = ['B/s', 'kB/s', 'MB/s', 'GB/s']
  let value = bytesPerSecond
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  if (value === 0) return '0'
  return `${value.toFixed(unit > 0 && value < 9.95 ? 1 : 0)}\u00a0${units[unit]}`
}

/** `9.0 %`; of more than ten no decimal is worth reading. */
export function formatPercent(percent: number): string {
  return `${percent.toFixed(percent < 9.95 ? 1 : 0)}\u00a0%`
}

export interface Judgement {
  readonly state: SignalState
  readonly word: string
}

/** How much of the last ten seconds something waited: a tenth is felt, a third hurts. */
export function judgePressure(someAvg10: number): Judgement {
  if (someAvg10 >= 33) return { state: 'warning', word: 'high' }
  return someAvg10 >= 10 ? { state: 'warning', word: 'raised' } : { state: 'ready', word: 'low' }
}

export function judgeDisk(share: number): Judgement | null {
  if (share >= 0.95) return { state: 'failed', word: 'nearly full' }
  return share >= 0.85 ? { state: 'warning', word: 'filling up' } : null
}

const guardSignals: Readonly<Record<Guard['state'], SignalState>> = {
  active: 'ready',
  paused: 'warning',
  stopped: 'stopped',
}

export function signalOfGuard(state: Guard['state']): SignalState {
  return guardSignals[state]
}
