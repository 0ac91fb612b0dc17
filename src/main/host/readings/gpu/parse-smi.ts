import type { Gpu } from '../../../../shared/host.ts'

/** Fields that are asked for; the name is the last one, because it may hold anything. */
export const gpuFields = [
  'index',
  'uuid',
  'temperature.gpu',
  'memory.used',
  'memory.total',
  'utilization.gpu',
  'power.draw',
  'power.limit',
  'fan.speed',
  'name',
] as const

export const appFields = ['gpu_uuid', 'pid', 'used_memory', 'process_name'] as const

export interface SmiGpu extends Omit<Gpu, 'users' | 'index'> {
  /** Its own, from 0. */
  readonly index: number
  readonly uuid: string
}

export interface SmiApp {
  readonly uuid: string
  readonly pid: number
  readonly process: string
  readonly memoryBytes: number | null
}

const mib = 1024 * 1024

/** A row of `--query-gpu=… --format=csv,noheader,nounits`; null for anything else that nvidia-smi says. */
export function parseSmiGpu(line: string): SmiGpu | null {
  const [index, uuid, temperature, used, total, load, power, limit, fan, ...name] = line.split(', ')
  if (index === undefined || !/^\d+$/.test(index) || uuid === undefined || name.length === 0) return null
  return {
    index: Number(index),
    uuid,
    vendor: 'nvidia',
    name: name.join(', ').trim(),
    loadPercent: numberOf(load),
    memoryUsedBytes: times(mib, numberOf(used)),
    memoryTotalBytes: times(mib, numberOf(total)),
    temperatureC: numberOf(temperature),
    powerW: numberOf(power),
    powerLimitW: numberOf(limit),
    fanPercent: numberOf(fan),
    isAsleep: false,
  }
}

/** Rows of `--query-compute-apps=…`; in a container of its own nvidia-smi may not tell who they are. */
export function parseSmiApps(text: string): readonly SmiApp[] {
  return text.split('\n').flatMap((line) => {
    const [uuid, pid, used, ...process] = line.split(', ')
    if (uuid === undefined || pid === undefined || !/^\d+$/.test(pid)) return []
    // A path says less than the program; the driver writes `[Not Found]` for a process that is just ending.
    const name = process.join(', ').trim()
    return [
      {
        uuid,
        pid: Number(pid),
        process: name.slice(name.lastIndexOf('/') + 1),
        memoryBytes: times(mib, numberOf(used)),
      },
    ]
  })
}

/** Null for `[N/A]`, `[Not Supported]`, `[Unknown Error]`, `[Insufficient Permissions]`, `[GPU is lost]`. */
function numberOf(field: string | undefined): number | null {
  return field !== undefined && /^-?\d+(\.\d+)?$/.test(field.trim()) ? Number(field) : null
}

function times(factor: number, value: number | null): number | null {
  return value === null ? null : value * factor
}

/** What to tell of a run that gave no row. Null: there simply is no GPU. Source: nvidia-smi(1), return values. */
export function explainSmi(said: string): string | null {
  if (/No devices were found/.test(said)) return null
  if (/couldn't communicate with the NVIDIA driver|Driver\/library version mismatch/.test(said)) {
    const isMismatch = said.includes('mismatch')
    return isMismatch
      ? 'The NVIDIA driver was updated and the old one still runs: restart the machine to see the GPU.'
      : 'nvidia-smi is installed, but no NVIDIA driver runs.'
  }
  const lost = /Unable to determine the device handle for (GPU[^ ]*(?: [\da-f:.]+)?): (.+)/i.exec(said)
  if (lost) return `${lost[1]} does not answer any more (${lost[2]?.trim().replace(/\.$/, '')}).`
  const line = said.split('\n').findLast((each) => each.trim() !== '')
  return line === undefined
    ? 'nvidia-smi ended without a word.'
    : `nvidia-smi says: ${line.trim().replace(/\.$/, '')}.`
}
