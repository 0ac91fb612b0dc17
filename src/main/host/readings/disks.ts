import { readlinkSync, realpathSync, statfsSync, statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { HostReadings } from '../../../shared/host.ts'
import { every } from './every.ts'
import { openKept, readText } from './kept-file.ts'
import type { KernelDirs } from './model.ts'
import { type DiskCounters, parseDiskCounters } from './parse/disk-counters.ts'
import { type Mount, parseMounts } from './parse/mounts.ts'

type Disk = HostReadings['disks'][number]

/** A file system on a disk, as it was found among the mounts. */
interface FoundDisk {
  readonly mount: Mount
  /** `major:minor` in the kernel's disk counters; null for one that is spread over devices. */
  readonly deviceNumber: string | null
  readonly device: string
  readonly model: string | null
}

const findEveryMs = 30_000
const measureEveryMs = 10_000

/** File systems on disks, how full they are, and what is read and written. */
export function openDisks({ procDir, sysDir }: KernelDirs) {
  const counters = openKept(`${procDir}/diskstats`)
  const find = every(findEveryMs, () => {
    const mounts = chooseMounts(parseMounts(readText(`${procDir}/self/mountinfo`) ?? ''))
    const known = parseDiskCounters(counters.read() ?? '')
    return mounts.map((mount) => describe(mount, known, sysDir))
  })
  const measure = every(measureEveryMs, () => new Map<string, ReturnType<typeof measureSpace>>())
  let before: { readonly atMs: number; readonly counters: ReadonlyMap<string, DiskCounters> } | null = null

  return {
    read(nowMs: number): readonly Disk[] {
      const disks = find(nowMs)
      const spaces = measure(nowMs)
      const now = parseDiskCounters(counters.read() ?? '')
      const last = before
      before = { atMs: nowMs, counters: now }
      return disks.flatMap(({ mount, deviceNumber, device, model }) => {
        const space = spaces.get(mount.path) ?? measureSpace(mount.path)
        spaces.set(mount.path, space)
        if (!space) return []
        const rate = (key: 'readBytes' | 'writtenBytes'): number | null => {
          const after = deviceNumber === null ? undefined : now.get(deviceNumber)
          const earlier = deviceNumber === null ? undefined : last?.counters.get(deviceNumber)
          if (!last || !after || !earlier) return null
          const seconds = (nowMs - last.atMs) / 1000
          return seconds > 0 ? Math.max(0, Math.round((after[key] - earlier[key]) / seconds)) : null
        }
        return [
          {
            mount: mount.path,
            device,
            model,
            kind: mount.kind,
            ...space,
            readRate: rate('readBytes'),
            writeRate: rate('writtenBytes'),
          },
        ]
      })
    },
    close: () => counters.close(),
  }
}

/** Packed, read-only images are always full and nobody's concern. */
const packedKinds: ReadonlySet<string> = new Set(['squashfs', 'iso9660', 'erofs', 'cramfs'])

/**
 * One mount of each file system that is on a disk: the whole one if there is any, otherwise the shortest path, because a
 * container and a snap have parts of one mounted in many places. Of a ZFS pool one. What the machine boots from is small,
 * and nobody keeps models there.
 */
export function chooseMounts(mounts: readonly Mount[]): readonly Mount[] {
  const onDisk = mounts.filter(({ kind, source, path }) => {
    if (/^\/boot(\/|$)/.test(path)) return false
    return (
      kind === 'zfs' || (source.startsWith('/dev/') && !packedKinds.has(kind) && !kind.startsWith('fuse.'))
    )
  })
  const keyOf = ({ kind, source, deviceNumber }: Mount) =>
    // Each subvolume of Btrfs has a number of its own.
    kind === 'zfs' ? `zfs ${source.split('/')[0]}` : kind === 'btrfs' ? source : deviceNumber
  const rank = (mount: Mount) => (mount.root === '/' ? 0 : 1)
  return [...Map.groupBy(onDisk, keyOf).values()]
    .flatMap((same) =>
      same.toSorted((a, b) => rank(a) - rank(b) || a.path.length - b.path.length).slice(0, 1),
    )
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

function describe(mount: Mount, known: ReadonlyMap<string, DiskCounters>, sysDir: string): FoundDisk {
  if (mount.kind === 'zfs') {
    const [pool = mount.source] = mount.source.split('/')
    return { mount, deviceNumber: null, device: pool, model: null }
  }
  const name = basename(realOrSame(mount.source))
  const number = known.has(mount.deviceNumber)
    ? mount.deviceNumber
    : ([...known].find(([, counters]) => counters.name === name)?.[0] ?? null)
  return {
    mount,
    deviceNumber: number,
    device: (number === null ? undefined : known.get(number)?.name) ?? name,
    model: number === null ? null : findModel(number, sysDir),
  }
}

function realOrSame(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

/** What the maker calls the disk; null for a virtual one. A partition lies in the folder of its disk. */
function findModel(deviceNumber: string, sysDir: string): string | null {
  try {
    const link = `${sysDir}/dev/block/${deviceNumber}`
    const dir = `${dirname(link)}/${readlinkSync(link)}`
    const text = readText(`${dir}/device/model`) ?? readText(`${dirname(dir)}/device/model`)
    return text?.trim() || null
  } catch {
    return null
  }
}

function measureSpace(path: string): Pick<Disk, 'totalBytes' | 'usedBytes' | 'freeBytes'> | null {
  try {
    // Docker mounts single files, like /etc/hosts, from a disk that is not ours to show.
    if (!statSync(path).isDirectory()) return null
    const { bsize, blocks, bfree, bavail } = statfsSync(path)
    return { totalBytes: blocks * bsize, usedBytes: (blocks - bfree) * bsize, freeBytes: bavail * bsize }
  } catch {
    return null
  }
}
