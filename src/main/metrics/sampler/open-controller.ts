import { readText } from '../../host/readings/kept-file.ts'
import type { ControllerGroup } from '../../host/readings/parse/control-group.ts'
import { parseLimit } from '../../host/readings/parse/memory-group.ts'
import { type KeptBytes, openKeptBytes } from './kept-bytes.ts'
import { lineKey, numberAt, sumBehind, valueOf } from './parse-bytes.ts'

const usageKey = lineKey('usage_usec ')
const idleKeys = { 1: lineKey('total_inactive_file '), 2: lineKey('inactive_file ') } as const
const limitNames = { 1: 'memory.limit_in_bytes', 2: 'memory.max' } as const
const diskWords = {
  1: { read: Buffer.from(' Read '), written: Buffer.from(' Write ') },
  2: { read: Buffer.from(' rbytes='), written: Buffer.from(' wbytes=') },
} as const

/** A limit can be changed while a container runs, but hardly ever is. */
const readsPerLimit = 15

/** What a controller counts for a container. Each is null when its group has no such file; its reads give null once it is gone. */

/** Processor time in nanoseconds. */
export function openProcessor({ version, dir }: ControllerGroup) {
  const file = openKeptBytes(version === 2 ? `${dir}/cpu.stat` : `${dir}/cpuacct.usage`)
  return file && openNumber(file, version === 2 ? (end) => valueOf(usageKey, end) * 1000 : firstNumber)
}

export function openPids({ dir }: ControllerGroup) {
  const file = openKeptBytes(`${dir}/pids.current`)
  return file && openNumber(file, firstNumber)
}

/** In use as the engine says it. Source: docker/cli, cli/command/container/stats_helpers.go. */
export function openMemory({ version, dir }: ControllerGroup) {
  const used = openKeptBytes(`${dir}/${version === 2 ? 'memory.current' : 'memory.usage_in_bytes'}`)
  const stat = openKeptBytes(`${dir}/memory.stat`)
  const idleKey = idleKeys[version]
  let limitBytes: number | null = null
  let reads = 0
  const close = () => {
    used?.close()
    stat?.close()
  }
  if (used === null || stat === null) {
    close()
    return null
  }
  return {
    close,
    get limitBytes() {
      return limitBytes
    },
    read() {
      const usedBytes = readNumber(used, firstNumber)
      const idleBytes = readNumber(stat, (end) => valueOf(idleKey, end))
      if (usedBytes === null) return null
      if (reads % readsPerLimit === 0)
        limitBytes = parseLimit(readText(`${dir}/${limitNames[version]}`) ?? '')
      reads += 1
      return idleBytes !== null && idleBytes < usedBytes ? usedBytes - idleBytes : usedBytes
    },
  }
}

/**
 * Bytes of all block devices. Of version 2, a group that has used none has an empty file. Of version 1, newer kernels count only on
 * disks for which somebody has set a limit, so no line of a disk means that it cannot be told.
 */
export function openDisk({ version, dir }: ControllerGroup) {
  const file = openFirst(
    version === 2
      ? [`${dir}/io.stat`]
      : [`${dir}/blkio.throttle.io_service_bytes_recursive`, `${dir}/blkio.throttle.io_service_bytes`],
  )
  const words = diskWords[version]
  const none = version === 2 ? 0 : null
  return (
    file && {
      readBytes: none as number | null,
      writtenBytes: none as number | null,
      /** Into the two above; whether it could be read. */
      read(): boolean {
        const end = file.read()
        if (end === -1) return false
        this.readBytes = orElse(sumBehind(words.read, end), none)
        this.writtenBytes = orElse(sumBehind(words.written, end), none)
        return true
      },
      close: () => file.close(),
    }
  )
}

function openNumber(file: KeptBytes, parse: (end: number) => number) {
  return { read: () => readNumber(file, parse), close: () => file.close() }
}

function readNumber(file: KeptBytes, parse: (end: number) => number): number | null {
  const end = file.read()
  if (end === -1) return null
  return orElse(parse(end), null)
}

function orElse<Other>(value: number, other: Other): number | Other {
  return Number.isNaN(value) ? other : value
}

function firstNumber(end: number): number {
  return numberAt(1, end)
}

function openFirst(paths: readonly string[]): KeptBytes | null {
  for (const path of paths) {
    const file = openKeptBytes(path)
    if (file) return file
  }
  return null
}
