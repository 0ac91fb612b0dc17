import type { HostReadings } from '../../../shared/host.ts'
import { every } from './every.ts'
import { openKept, readText, type KeptFile } from './kept-file.ts'
import { listNames } from './list-names.ts'
import type { KernelDirs } from './model.ts'

interface Sensor {
  readonly name: string
  readonly criticalC: number | null
  readonly input: KeptFile
  /** Whether its device sleeps: reading would wake it. */
  readonly runtimeStatus: KeptFile
}

/** Slow chips take milliseconds to answer, and a temperature does not jump. */
const readEveryMs = 5000

/** One temperature of each chip, from the kernel's hardware monitors. GPUs are shown with their GPU. */
export function openTemperatures({ sysDir }: Pick<KernelDirs, 'sysDir'>) {
  const sensors = findSensors(`${sysDir}/class/hwmon`)
  const read = every(readEveryMs, () => sensors.flatMap(readSensor))
  return {
    read: (nowMs: number): HostReadings['temperatures'] => read(nowMs),
    close() {
      for (const { input, runtimeStatus } of sensors) {
        input.close()
        runtimeStatus.close()
      }
    },
  }
}

/** GPUs have their own panel. Asking a spinning disk (drivetemp) can keep it from going to sleep. */
const leftOut: ReadonlySet<string> = new Set(['amdgpu', 'radeon', 'nouveau', 'i915', 'xe', 'drivetemp'])
/** The one that stands for the chip: its whole, or its hottest place. */
const mainLabels: ReadonlySet<string> = new Set(['Tctl', 'Package id 0', 'Composite'])

function findSensors(dir: string): readonly Sensor[] {
  const chips = listNames(dir).flatMap((chip) => {
    const name = readText(`${dir}/${chip}/name`)?.trim() ?? ''
    return name === '' || leftOut.has(name) ? [] : [{ name, dir: `${dir}/${chip}` }]
  })
  const seen = new Map<string, number>()
  return chips.flatMap(({ name, dir }) => {
    const inputs = listNames(dir).filter((file) => /^temp\d+_input$/.test(file))
    const places = inputs.map((file) => file.slice(0, -'input'.length))
    const isMain = (place: string) => mainLabels.has(readText(`${dir}/${place}label`)?.trim() ?? '')
    const place = places.find(isMain) ?? places[0]
    if (place === undefined) return []
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    const shown = chipWords[name] ?? name
    return [
      {
        name: count === 1 ? shown : `${shown} ${count}`,
        criticalC: plausible(readText(`${dir}/${place}crit`)),
        input: openKept(`${dir}/${place}input`),
        runtimeStatus: openKept(`${dir}/device/power/runtime_status`),
      },
    ]
  })
}

const chipWords: Readonly<Record<string, string>> = {
  coretemp: 'Processor',
  k10temp: 'Processor',
  zenpower: 'Processor',
  cpu_thermal: 'Processor',
  nvme: 'NVMe disk',
  acpitz: 'Mainboard',
  iwlwifi_1: 'Wi-Fi',
}

function readSensor({ name, criticalC, input, runtimeStatus }: Sensor) {
  if (runtimeStatus.read()?.trim() === 'suspended') return []
  const celsius = plausible(input.read())
  return celsius === null ? [] : [{ name, celsius, criticalC }]
}

/** Millidegrees to degrees; null for what an unconnected sensor says. */
function plausible(text: string | null): number | null {
  const celsius = text === null || text.trim() === '' ? NaN : Math.round(Number(text) / 100) / 10
  return celsius > 0 && celsius < 150 ? celsius : null
}
