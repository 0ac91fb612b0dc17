import { unescapePath } from './escapes.ts'

/** A line of `/proc/PID/mountinfo`. */
export interface Mount {
  /** `major:minor` of the file system. */
  readonly deviceNumber: string
  /** Which folder of the file system is mounted; `/` for all of it. */
  readonly root: string
  readonly path: string
  readonly kind: string
  /** Like `/dev/nvme0n1p2`; what the mounter gave as its source. */
  readonly source: string
  /** Options of the file system itself; of a v1 control group its controllers. */
  readonly options: readonly string[]
}

/** Source: proc_pid_mountinfo(5): id parent major:minor root path options [tags] - kind source options. */
export function parseMounts(text: string): readonly Mount[] {
  return text.split('\n').flatMap((line) => {
    const [left, right] = line.split(' - ')
    const [, , deviceNumber, root, path] = left?.split(' ') ?? []
    const [kind, source, options] = right?.split(' ') ?? []
    if (!deviceNumber || !root || !path || !kind || !source) return []
    return [
      {
        deviceNumber,
        root: unescapePath(root),
        path: unescapePath(path),
        kind,
        source: unescapePath(source),
        options: options?.split(',') ?? [],
      },
    ]
  })
}
