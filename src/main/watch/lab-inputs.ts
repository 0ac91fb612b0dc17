import { realpathSync, statSync } from 'node:fs'
import { basename, dirname, sep } from 'node:path'
import { collectProjectInputs } from '../compose/project-inputs.ts'
import { findComposeFiles } from '../lab/discovery/find-compose-files.ts'
import { isNetworksName, kindOfFile } from '../lab/discovery/file-names.ts'
import { switchyardFileNames } from '../lab/switchyard-file/read.ts'
import type { LabModel } from '../run/facts/lab-model.ts'

/** What a lab was read from, and the folders in which something may come that changes it. Absolute paths. */
export interface LabInputs {
  readonly dir: string
  readonly files: ReadonlySet<string>
  readonly folders: readonly string[]
}

/** More folders than anybody keeps a lab in; the machine has a limit as well. */
const mostFolders = 1000

export async function findLabInputs({ lab }: LabModel): Promise<LabInputs> {
  const projects = new Map(lab.stacks.map(({ project }) => [project.key, project]))
  const read = [...projects.values()].flatMap((project) => [
    ...project.files,
    ...project.envFiles,
    ...(collectProjectInputs(project).paths ?? []),
  ])
  const files = new Set([...read, ...read.flatMap(targetOf)])
  const walked = await findComposeFiles(lab.dir).catch(() => ({ entered: [] }))
  const folders = [
    lab.dir,
    // The folder of the lab may be removed and come back.
    dirname(lab.dir),
    ...[...files].map((file) => dirname(file)),
    ...walked.entered,
  ]
  return { dir: lab.dir, files, folders: [...new Set(folders)].slice(0, mostFolders) }
}

/** Whether a change of this path can change the lab. Containers write into the folders of labs all the time. */
export function concernsLab({ dir, files, folders }: LabInputs, path: string, hasAppeared: boolean): boolean {
  if (files.has(path)) return true
  if (hasAppeared && folders.some((folder) => isWithin(folder, path))) return true
  if (!isWithin(path, dir)) return false
  const name = basename(path)
  const names: readonly string[] = switchyardFileNames
  if (names.includes(name) || isNetworksName(name) || kindOfFile(name) !== null) return true
  if (name === '.env' || name.startsWith('.env.')) return true
  return hasAppeared && !name.startsWith('.') && isFolder(path)
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    // It is gone again, may not be looked at, or is a link that leads to itself.
    return false
  }
}

/** Where a link leads: an edit there does not touch the folder in which the link is. */
function targetOf(file: string): readonly string[] {
  try {
    return [realpathSync(file)]
  } catch {
    return []
  }
}
