import { formatBytes, formatDuration, formatServiceRef } from '../../../shared/format.ts'
import type { Gpu, Guard, HostReadings, HostState } from '../../../shared/host.ts'
import { renderLeases } from './host-control.ts'
import { line, span, type Line } from './line.ts'
import { symbolOf, type Signal, type Style } from './style.ts'
import { alignColumns } from './table.ts'

/** The machine on one screen: what it has left, what holds it, and who watches over it. */
export function renderHostStatus(
  { readings, state }: { readonly readings: HostReadings; readonly state: HostState },
  style: Style,
  nowMs: number,
): Line[] {
  const rows: readonly (readonly [string, readonly Line[]])[] = [
    ['Memory', memoryLines(readings.memory)],
    ['Swap', swapLines(readings.swap)],
    ['CPU', [line(cpuWords(readings.cpu))]],
    ['Pressure', [pressureLine(readings.pressure, style)]],
    ['Guards', guardLines(state.guards, style)],
    ['GPU', gpuLines(readings, style)],
    ['Disks', diskLines(readings.disks, style)],
    ['Heat', heatLines(readings.temperatures)],
    ['Leases', renderLeases(state.leases, nowMs)],
    ['Helper', [helperLine(state.helper, style)]],
  ]
  return [
    headLine(readings),
    line(''),
    ...alignColumns(
      rows.flatMap(([name, lines]) =>
        lines.map((each, index) => [line(index === 0 ? name : '', 'quiet'), each]),
      ),
    ),
  ]
}

function headLine({ name, processor, system, kernel, bootedAt, at }: HostReadings): Line {
  const upMs = Date.parse(at) - Date.parse(bootedAt)
  const words = [processor, system, `kernel ${kernel}`, `up ${formatDuration(upMs)}`]
  return [span(name, 'strong'), span(`  ${words.filter((word) => word !== '').join(', ')}`)]
}

function memoryLines({
  totalBytes,
  freeBytes,
  cacheBytes,
  stacks,
  otherBytes,
}: HostReadings['memory']): Line[] {
  const used = formatBytes(totalBytes - freeBytes - cacheBytes)
  const parts = [
    ...stacks.map(({ stack, bytes, limitBytes }) => {
      const limit = limitBytes === null ? '' : ` of ${formatBytes(limitBytes)}`
      return `${stack} ${formatBytes(bytes)}${limit}`
    }),
    `host and others ${formatBytes(otherBytes)}`,
  ]
  return [
    line(
      `${used} of ${formatBytes(totalBytes)} used, ${formatBytes(cacheBytes)} page cache, ${formatBytes(freeBytes)} free`,
    ),
    line(parts.join(', '), 'quiet'),
  ]
}

function swapLines({ totalBytes, usedBytes, devices }: HostReadings['swap']): Line[] {
  if (totalBytes === 0) return [line('off')]
  return [
    line(`${formatBytes(usedBytes)} of ${formatBytes(totalBytes)} used`),
    ...devices.map(({ path, kind, usedBytes: used, totalBytes: total, isOurs }) =>
      line(
        `${kind} ${path}: ${formatBytes(used)} of ${formatBytes(total)}${isOurs ? ', put on by Switchyard' : ''}`,
        'quiet',
      ),
    ),
  ]
}

function cpuWords({ percent, load }: HostReadings['cpu']): string {
  const busy = percent === null ? '' : `${percent.toFixed(0)} % busy, `
  return `${busy}load ${load.map((each) => each.toFixed(2)).join(' ')}`
}

/** From here on work is felt to wait. */
const raisedPercent = 10

function pressureLine(pressure: HostReadings['pressure'], style: Style): Line {
  if (pressure === null) return line('not measured by this kernel', 'quiet')
  const parts = [
    ['cpu', pressure.cpu.some.avg10],
    ['memory', pressure.memory.some.avg10],
    ['disk', pressure.io.some.avg10],
  ] as const
  return [
    ...parts.flatMap(([name, percent], index) => [
      span(index === 0 ? '' : ', '),
      percent >= raisedPercent
        ? span(`${symbolOf('warning', style)}${name} ${percent.toFixed(1)} %`, 'warning')
        : span(`${name} ${percent.toFixed(1)} %`),
    ]),
    span(' of the last 10 s waited', 'quiet'),
  ]
}

const guardSignals: Readonly<Record<Guard['state'], Signal>> = {
  active: 'ready',
  paused: 'warning',
  stopped: 'stopped',
}

function guardLines(guards: readonly Guard[], style: Style): Line[] {
  if (guards.length === 0) return [line('none: only the kernel itself ends processes here', 'quiet')]
  return guards.flatMap(({ name, state, threshold, kills }) => [
    [
      span(symbolOf(guardSignals[state], style), guardSignals[state]),
      span(` ${name} ${state}`),
      span(threshold === null ? '' : `, ${threshold}`, 'quiet'),
    ],
    ...kills
      .slice(0, 3)
      .map(({ at, process, message }) =>
        line(`   ended ${process}${at === null ? '' : ` at ${at}`}: ${message}`, 'warning'),
      ),
  ])
}

/** Each GPU with who uses its memory, and what there is to say of those that are not there. */
export function gpuLines({ gpus, gpuNote }: Pick<HostReadings, 'gpus' | 'gpuNote'>, style: Style): Line[] {
  const lines = gpus.flatMap((gpu) => [gpuLine(gpu), ...userLines(gpu)])
  const isTrouble = gpus.length > 0
  const mark = isTrouble ? symbolOf('warning', style) : ''
  return gpuNote === null ? lines : [...lines, line(`${mark}${gpuNote}`, isTrouble ? 'warning' : 'quiet')]
}

function gpuLine(gpu: Gpu): Line {
  const { index, name, isAsleep, memoryUsedBytes, memoryTotalBytes } = gpu
  const { loadPercent, temperatureC, powerW, powerLimitW } = gpu
  const figures = [
    ...(memoryUsedBytes === null || memoryTotalBytes === null
      ? []
      : [`${formatBytes(memoryUsedBytes)} of ${formatBytes(memoryTotalBytes)}`]),
    ...(loadPercent === null ? [] : [`${Math.round(loadPercent)} % busy`]),
    ...(temperatureC === null ? [] : [`${Math.round(temperatureC)} °C`]),
    ...(powerW === null
      ? []
      : [`${Math.round(powerW)}${powerLimitW === null ? '' : ` of ${Math.round(powerLimitW)}`} W`]),
  ]
  return line(`${index}: ${name}, ${isAsleep ? 'asleep' : figures.join(', ')}`)
}

function userLines({ users }: Gpu): Line[] {
  return users.map(({ pid, process, stack, service, memoryBytes }) => {
    const who = stack !== null && service !== null ? formatServiceRef({ stack, service }) : process
    const memory = memoryBytes === null ? 'memory not told' : formatBytes(memoryBytes)
    return line(`   ${who} (process ${pid}): ${memory}`, 'quiet')
  })
}

/** Below this much room a disk is worth a second look. */
const fullShare = 0.85

function diskLines(disks: HostReadings['disks'], style: Style): Line[] {
  if (disks.length === 0) return [line('none can be seen from here', 'quiet')]
  return disks.map(({ mount, totalBytes, usedBytes, freeBytes, device, model }) => {
    const share = usedBytes / Math.max(1, usedBytes + freeBytes)
    const isFull = share >= fullShare
    const mark = isFull ? symbolOf('warning', style) : ''
    return [
      span(
        `${mark}${mount}  ${formatBytes(usedBytes)} of ${formatBytes(totalBytes)}, ${Math.round(share * 100)} %`,
        isFull ? 'warning' : 'plain',
      ),
      span(`  ${[device, model].filter(Boolean).join(', ')}`, 'quiet'),
    ]
  })
}

function heatLines(temperatures: HostReadings['temperatures']): Line[] {
  if (temperatures.length === 0) return []
  return [line(temperatures.map(({ name, celsius }) => `${name} ${Math.round(celsius)} °C`).join(', '))]
}

const ways: Readonly<Record<HostState['helper']['way'], string>> = {
  root: 'used directly, as root',
  pkexec: 'installed, asked through pkexec',
  sudo: 'installed, asked through sudo',
  none: 'not installed',
  off: 'not used',
}

function helperLine({ way, problem }: HostState['helper'], style: Style): Line {
  if (problem === null) return line(ways[way])
  return [span(symbolOf('warning', style), 'warning'), span(` ${problem}`)]
}
