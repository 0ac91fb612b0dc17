import { access, constants } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { listFolders } from '../lab/list-folders.ts'
import type { LabPlace, SituationFacts } from './model.ts'

/** A container that runs, and the folder from which Compose made it. */
export interface RunningFrom {
  readonly project: string
  readonly dir: string
}

const mostPlaces = 6

/**
 * Where this user may have labs: those that were used before, those whose containers run, and folders with Compose files in the home
 * folder and in the one that was asked about. Reads names only.
 */
export async function findPlaces(search: {
  readonly used: readonly string[]
  readonly running: readonly RunningFrom[]
  readonly homeDir: string
  readonly dir: string | null
}): Promise<Pick<SituationFacts, 'places' | 'runningOfOthers'>> {
  const readable = new Map(
    await Promise.all(
      [...new Set(search.running.map(({ dir }) => dir))].map(
        async (dir) => [dir, await isReadable(dir)] as const,
      ),
    ),
  )
  const own = search.running.filter(({ dir }) => readable.get(dir))
  const found = await Promise.all(
    [...new Set([search.dir ?? search.homeDir, search.homeDir])].map(findWithFiles),
  )
  const places = arrangePlaces({ ...search, running: own, found: found.flat() }).slice(0, mostPlaces)
  return { places, runningOfOthers: search.running.length - own.length }
}

/** Each lab once, the likeliest first. Folders of one lab's stacks lie beside each other, so several are taken as their parent. Pure. */
export function arrangePlaces({
  used,
  running,
  found,
  homeDir,
}: {
  readonly used: readonly string[]
  readonly running: readonly RunningFrom[]
  readonly found: readonly string[]
  readonly homeDir: string
}): LabPlace[] {
  const runningDirs = [...new Set(running.map(({ dir }) => dir))]
  const siblings = Map.groupBy(runningDirs, (dir) => dirname(dir))
  const rootOf = (dir: string) => {
    const parent = dirname(dir)
    const isLab = (siblings.get(parent)?.length ?? 0) > 1 || /^\d+[-_]/.test(basename(dir))
    return isLab && parent !== homeDir && parent !== '/' ? parent : dir
  }
  const labOf = (dir: string) => used.find((lab) => isInside(dir, lab)) ?? rootOf(dir)
  const runningLabs = Map.groupBy(running, ({ dir }) => labOf(dir))
  const place = (dir: string, why: LabPlace['why']): LabPlace => ({
    dir,
    why,
    running: runningLabs.get(dir)?.length ?? 0,
  })
  const all = [
    ...used.map((dir) => place(dir, 'used')),
    ...[...runningLabs.keys()].map((dir) => place(dir, 'running')),
    ...found.map((dir) => place(dir, 'files')),
  ]
  const isApart = (dir: string, other: string) => !isInside(dir, other) && !isInside(other, dir)
  return all.filter(
    ({ dir, why }, index) =>
      why === 'used' || all.slice(0, index).every((earlier) => isApart(dir, earlier.dir)),
  )
}

async function findWithFiles(dir: string): Promise<string[]> {
  const listing = await listFolders(dir).catch(() => null)
  return (listing?.folders ?? []).filter(({ hasComposeFiles }) => hasComposeFiles).map((folder) => folder.dir)
}

async function isReadable(dir: string): Promise<boolean> {
  return access(dir, constants.R_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
}

function isInside(dir: string, folder: string): boolean {
  return dir === folder || dir.startsWith(`${folder}/`)
}
