import type { Mount } from './mounts.ts'

/** A line of `/proc/PID/cgroup`: the process' group in one hierarchy. The unified one (v2) names no controllers. */
export interface ControlGroup {
  readonly controllers: readonly string[]
  readonly path: string
}

/** `/proc/PID/cgroup`. Source: cgroups(7): hierarchy-id:controllers:path. */
export function parseControlGroups(text: string): readonly ControlGroup[] {
  return text.split('\n').flatMap((line) => {
    const found = /^\d+:([^:]*):(\/.*)$/.exec(line)
    if (!found) return []
    const controllers = (found[1] ?? '').split(',').filter((name) => name !== '')
    return [{ controllers, path: found[2] ?? '/' }]
  })
}

/** The id of the container that a process belongs to, from `/proc/PID/cgroup`; null when it is in none. */
export function findContainerId(text: string): string | null {
  return /[0-9a-f]{64}/.exec(text)?.[0] ?? null
}

/** Where a controller, like `memory`, counts what a container uses. */
export interface ControllerGroup {
  readonly version: 1 | 2
  /** Folder with the controller's files. */
  readonly dir: string
}

/**
 * Where a controller counts what a container uses: the group of its process, up to the part that is the container's own, because
 * a systemd inside sits in a group further down. Null when the group cannot be seen from here, or is another's: process
 * numbers are used again.
 */
export function findControllerGroup(
  groups: readonly ControlGroup[],
  mounts: readonly Mount[],
  { containerId, controller }: { readonly containerId: string; readonly controller: string },
): ControllerGroup | null {
  const first = groups.find(({ controllers }) => controllers.includes(controller))
  const unified = groups.find(({ controllers }) => controllers.length === 0)
  const dirOf = (group: ControlGroup | undefined, mount: Mount | undefined) =>
    group && mount ? folderOf(ownPath(group.path, containerId), mount) : null
  const firstDir = dirOf(
    first,
    mounts.find(({ kind, options }) => kind === 'cgroup' && options.includes(controller)),
  )
  if (firstDir !== null) return { version: 1, dir: firstDir }
  const unifiedDir = dirOf(
    unified,
    mounts.find(({ kind }) => kind === 'cgroup2'),
  )
  return unifiedDir === null ? null : { version: 2, dir: unifiedDir }
}

function ownPath(path: string, containerId: string): string | null {
  const parts = path.split('/')
  const own = parts.findLastIndex((part) => part.includes(containerId))
  return own === -1 ? null : parts.slice(0, own + 1).join('/')
}

/** Within a group namespace, what lies outside reads as `/..`. */
function folderOf(path: string | null, mount: Mount): string | null {
  if (path === null || path.startsWith('/..')) return null
  if (mount.root === '/') return mount.path + path
  return path.startsWith(`${mount.root}/`) ? mount.path + path.slice(mount.root.length) : null
}
