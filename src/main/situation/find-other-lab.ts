import { realDir } from '../store/real-dir.ts'
import type { LabFacts } from './model.ts'

/** What made a container. */
interface Origin {
  readonly project: string
  readonly dir: string
  readonly configFiles: readonly string[]
}

/**
 * Containers that go by the name of one of this lab's projects, though none of the files that made them is this lab's: a copy of it, or
 * another user's lab of the same name. Null for none, and where Compose noted no files. `files` are all that this lab names.
 */
export function findOtherLab(
  origins: readonly Origin[],
  lab: { readonly dir: string; readonly projects: readonly string[]; readonly files: readonly string[] },
): LabFacts['other'] {
  const roots = [lab.dir, realDir(lab.dir)]
  const isOwn = (file: string) =>
    lab.files.includes(file) || roots.some((root) => file.startsWith(`${root}/`))
  const other = origins.find(
    ({ project, configFiles }) =>
      lab.projects.includes(project) && configFiles.length > 0 && !configFiles.some(isOwn),
  )
  return other ? { project: other.project, dir: other.dir } : null
}
