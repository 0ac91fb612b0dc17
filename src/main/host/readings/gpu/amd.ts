import { realpathSync } from 'node:fs'
import { basename } from 'node:path'
import type { Gpu } from '../../../../shared/host.ts'
import { every } from '../every.ts'
import { readText } from '../kept-file.ts'
import { listNames } from '../list-names.ts'
import type { KernelDirs } from '../model.ts'
import { findComputeUsers } from './amd-users.ts'
import { findDrmUsers } from './drm-users.ts'
import { isAsleep } from './sleepers.ts'

export interface AmdGpu extends Omit<Gpu, 'users' | 'index'> {
  /** PCI address, like `0000:03:00.0`. */
  readonly address: string
  readonly users: AmdUsers
}

type AmdUsers = readonly { readonly pid: number; readonly memoryBytes: number }[]

interface Card {
  readonly dir: string
  readonly address: string
  readonly name: string
}

const amdVendor = '0x1002'
/** Every process is looked at; that takes some milliseconds. */
const findUsersEveryMs = 10_000

/** AMD's GPUs, from what their driver shows in /sys. A GPU that sleeps is not asked: that would wake it. */
export function openAmd({ procDir, sysDir }: KernelDirs, namesFile = '/usr/share/libdrm/amdgpu.ids') {
  const cards = findCards(sysDir, namesFile)
  const findUsers = every(findUsersEveryMs, () => findDrmUsers(procDir))
  return {
    read: (nowMs: number): readonly AmdGpu[] =>
      cards.map((card) => {
        const gpu = readCard(card)
        if (gpu.isAsleep) return { ...gpu, users: [] }
        const opened = findUsers(nowMs).get(card.address) ?? []
        return { ...gpu, users: mergeUsers(findComputeUsers(sysDir, card.address), opened) }
      }),
  }
}

function findCards(sysDir: string, namesFile: string): readonly Card[] {
  const dir = `${sysDir}/class/drm`
  return listNames(dir)
    .filter((name) => /^card\d+$/.test(name))
    .flatMap((name) => {
      const device = `${dir}/${name}/device`
      const isAmd = readText(`${device}/vendor`)?.trim() === amdVendor
      // Without the memory counter it is another driver, for a GPU that is too old for any model.
      if (!isAmd || listNames(device).every((file) => file !== 'mem_info_vram_total')) return []
      const slot = /^PCI_SLOT_NAME=(.+)$/m.exec(readText(`${device}/uevent`) ?? '')?.[1]
      return [
        { dir: device, address: slot ?? basename(realpathSync(device)), name: nameOf(device, namesFile) },
      ]
    })
    .sort((a, b) => (a.address < b.address ? -1 : 1))
}

/** As libdrm names it, by device and revision; otherwise the maker's own name, or its number. */
function nameOf(device: string, namesFile: string): string {
  const hex = (file: string) => readText(`${device}/${file}`)?.trim().replace(/^0x/, '').toUpperCase() ?? ''
  const number = hex('device')
  const wanted = new RegExp(`^${number},\\s*${hex('revision').padStart(2, '0')},\\s*(.+)$`, 'm')
  const known = wanted.exec(readText(namesFile) ?? '')?.[1]?.trim()
  return known || readText(`${device}/product_name`)?.trim() || `AMD GPU ${number.toLowerCase()}`
}

/** One process can be known to both drivers, and each knows of a part. */
function mergeUsers(computing: AmdUsers, opened: AmdUsers): AmdUsers {
  const byPid = Map.groupBy([...computing, ...opened], ({ pid }) => pid)
  return [...byPid].map(([pid, same]) => ({
    pid,
    memoryBytes: Math.max(...same.map(({ memoryBytes }) => memoryBytes)),
  }))
}

function readCard({ dir, address, name }: Card): Omit<AmdGpu, 'users'> {
  const nothing = {
    loadPercent: null,
    memoryUsedBytes: null,
    memoryTotalBytes: null,
    temperatureC: null,
    powerW: null,
    powerLimitW: null,
    fanPercent: null,
  }
  const base = { address, vendor: 'amd' as const, name }
  if (isAsleep(dir)) return { ...base, ...nothing, isAsleep: true }
  const monitor = listNames(`${dir}/hwmon`)[0]
  const sensor = (file: string) =>
    monitor === undefined ? null : numberIn(`${dir}/hwmon/${monitor}/${file}`)
  const [fan, fanMaximum] = [sensor('pwm1'), sensor('pwm1_max')]
  return {
    ...base,
    loadPercent: numberIn(`${dir}/gpu_busy_percent`),
    memoryUsedBytes: numberIn(`${dir}/mem_info_vram_used`),
    memoryTotalBytes: numberIn(`${dir}/mem_info_vram_total`),
    temperatureC: scale(sensor('temp1_input'), 1000),
    powerW: scale(sensor('power1_average') ?? sensor('power1_input'), 1_000_000),
    powerLimitW: scale(sensor('power1_cap'), 1_000_000),
    fanPercent: fan === null ? null : Math.round((fan / (fanMaximum ?? 255)) * 100),
    isAsleep: false,
  }
}

function numberIn(file: string): number | null {
  const text = readText(file)?.trim() ?? ''
  return /^-?\d+$/.test(text) ? Number(text) : null
}

/** One decimal. */
function scale(value: number | null, divisor: number): number | null {
  return value === null ? null : Math.round((value / divisor) * 10) / 10
}
