import { readdir, readFile, rmdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Kills what still runs in the control groups called `name` and removes them, on version 1 (one tree per controller)
 * and version 2 (one tree) alike.
 */
export async function removeCgroups(name: string): Promise<void> {
  const folders = (
    await Promise.all((await cgroupRoots()).map((root) => foldersBelow(join(root, name))))
  ).flat()
  const deadline = Date.now() + 5000
  let left = folders
  while (left.length > 0) {
    for (const folder of left) for (const pid of await readPids(folder)) killIfThere(pid)
    left = await removeFolders(left)
    if (left.length === 0) return
    if (Date.now() > deadline) throw new Error(`The control group ${left[0] ?? name} cannot be removed.`)
    await sleep(20)
  }
}

async function cgroupRoots(): Promise<string[]> {
  const mounts = await readFile('/proc/self/mounts', 'utf8')
  const roots = mounts.split('\n').map((line) => line.split(' '))
  return roots.filter((fields) => /^cgroup2?$/.test(fields[2] ?? '')).map((fields) => fields[1] ?? '')
}

/** The folder and all folders in it, deepest first; none when it is not there. */
async function foldersBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => undefined)
  if (entries === undefined) return []
  const inner = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => foldersBelow(join(folder, entry.name)))
  return [...(await Promise.all(inner)).flat(), folder]
}

async function readPids(folder: string): Promise<number[]> {
  const text = await readFile(join(folder, 'cgroup.procs'), 'utf8').catch(() => '')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map(Number)
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Removes folders in the given order; returns those that could not go yet. */
async function removeFolders(folders: readonly string[]): Promise<string[]> {
  const left: string[] = []
  for (const folder of folders) {
    await rmdir(folder).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') left.push(folder)
    })
  }
  return left
}
