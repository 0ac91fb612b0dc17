import type { AlertKind, AlertRules } from '../../../shared/alert-words.ts'
import { formatDuration } from '../../../shared/format.ts'
import { containerKey, hostKey } from './keys.ts'
import type { Ledger } from './ledger.ts'
import type { HostLoad, MemoryUse, RuleSubject } from './model.ts'
import { subjectOf } from './subject-of.ts'

/** Below the limit for so long, it is over; a dip between two readings is none. */
const overAfterMs = 30_000

interface Measured {
  readonly key: string
  readonly kind: AlertKind
  readonly subject: RuleSubject
  readonly text: string
}

/** Values that stay over a limit: memory, GPU memory, disk space, temperature. */
export function createLimitRules(ledger: Ledger, rules: () => AlertRules) {
  const lastOverMs = new Map<string, number>()

  function hold({ key, kind, subject, text }: Measured, atMs: number, minutes: number): void {
    lastOverMs.set(key, atMs)
    if (!ledger.has(key)) ledger.hold({ key, kind, subject, text, sinceMs: atMs }, atMs + minutes * 60_000)
  }

  return {
    read(containers: readonly MemoryUse[], host: HostLoad, atMs: number): void {
      const now = rules()
      for (const each of measureAll(containers, host, now)) hold(each, atMs, minutesOf(now, each.kind))
    },
    tick(atMs: number): void {
      for (const key of ledger.keys()) {
        if (!isLimit(key)) continue
        // One that an earlier process has raised: it has until now to show that it still holds.
        const last = lastOverMs.get(key) ?? atMs
        lastOverMs.set(key, last)
        if (atMs - last < overAfterMs) continue
        lastOverMs.delete(key)
        ledger.end(
          key,
          (sinceMs) => `is below its limit again, after ${formatDuration(last - sinceMs)}`,
          atMs,
        )
      }
    },
  }
}

function minutesOf(rules: AlertRules, kind: AlertKind): number {
  const rule = rules[kind]
  return 'minutes' in rule ? rule.minutes : 0
}

function isLimit(key: string): boolean {
  return /^(memory|vram|disk|temperature):/.test(key)
}

/** Only those that are over: this is asked once a second for everything there is. */
function measureAll(containers: readonly MemoryUse[], host: HostLoad, rules: AlertRules): Measured[] {
  const { memory, vram, disk, temperature } = rules
  const overMemory = containers.filter((each) =>
    isOver(each.memoryBytes, each.memoryLimitBytes ?? host.memory.totalBytes, memory.percent),
  )
  const overVram = host.gpus.filter((gpu) => isOver(gpu.memoryUsedBytes, gpu.memoryTotalBytes, vram.percent))
  // As df has it: what is kept for root is nothing to fill.
  const overDisk = host.disks.filter(({ usedBytes, freeBytes }) =>
    isOver(usedBytes, usedBytes + freeBytes, disk.percent),
  )
  const gpuSensors = host.gpus.flatMap(({ index, temperatureC }) =>
    temperatureC === null ? [] : [{ name: `GPU ${index}`, celsius: temperatureC }],
  )
  const hot = [...host.temperatures, ...gpuSensors].filter(({ celsius }) => celsius > temperature.celsius)
  return [
    ...overMemory.map((container): Measured => {
      const of = container.memoryLimitBytes === null ? "the machine's memory" : 'its memory limit'
      return {
        key: containerKey('memory', container),
        kind: 'memory',
        subject: subjectOf(container),
        text: `uses more than ${memory.percent} % of ${of}`,
      }
    }),
    ...overVram.map(({ index, name }) =>
      machinePart('vram', `GPU ${index}`, `(${name}) has more than ${vram.percent} % of its memory in use`),
    ),
    ...overDisk.map(({ mount }) => machinePart('disk', mount, `is more than ${disk.percent} % full`)),
    ...hot.map(({ name }) => machinePart('temperature', name, `is hotter than ${temperature.celsius} °C`)),
  ]
}

function machinePart(kind: AlertKind, name: string, text: string): Measured {
  return { key: hostKey(kind, name), kind, subject: { kind: 'host', name }, text }
}

function isOver(used: number | null, all: number | null, percent: number): boolean {
  return used !== null && all !== null && all > 0 && (used / all) * 100 > percent
}
