/** What a block device has read and written since the boot. */
export interface DiskCounters {
  readonly name: string
  readonly readBytes: number
  readonly writtenBytes: number
}

/** Whatever the size of a device's own sectors. Source: Documentation/admin-guide/iostats.rst. */
const sectorBytes = 512

/** `/proc/diskstats` by `major:minor`. */
export function parseDiskCounters(text: string): ReadonlyMap<string, DiskCounters> {
  const counters = new Map<string, DiskCounters>()
  for (const line of text.split('\n')) {
    const [major, minor, name, , , read, , , , written] = line.trim().split(/\s+/)
    if (!name || written === undefined) continue
    counters.set(`${major}:${minor}`, {
      name,
      readBytes: Number(read) * sectorBytes,
      writtenBytes: Number(written) * sectorBytes,
    })
  }
  return counters
}
