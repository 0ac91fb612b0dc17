import { basename, relative, sep } from 'node:path'
import { baseNames } from './file-names.ts'
import type { FileLibrary } from './file-library.ts'
import type { ComposeFolder, Note } from './model.ts'

/**
 * Takes out of the folders what is no stack by itself: files that another folder's project includes, extends or lists
 * in COMPOSE_FILE, and files that define no service.
 */
export function selectFiles(
  root: string,
  folders: readonly ComposeFolder[],
  library: FileLibrary,
): { readonly folders: readonly ComposeFolder[]; readonly notes: readonly Note[] } {
  const owners = findOwners(folders, library)
  const notes: Note[] = []
  const isUsable = (folder: ComposeFolder, path: string): boolean => {
    const owner = owners.get(path)
    const isOwn = owner?.dir === folder.dir && [folder.base, ...folder.extra].includes(path)
    const why = owner && !isOwn ? whyPart(root, owner) : whyNothingToRun(library, path)
    if (why !== null) notes.push({ file: path, why })
    return why === null
  }
  const selected = folders.map((folder) => {
    const base = folder.base !== null && isUsable(folder, folder.base) ? folder.base : null
    // What lies over a base that is part of something else lies over nothing here.
    const extra = base === null ? [] : folder.extra
    return {
      ...folder,
      base,
      extra,
      candidates: folder.candidates.filter(({ path }) => isUsable(folder, path)),
    }
  })
  return { folders: selected.filter(({ base, candidates }) => base !== null || candidates.length > 0), notes }
}

/** Whose project lays claim to a file. Outer folders come first, and a base that is claimed claims nothing itself. */
function findOwners(
  folders: readonly ComposeFolder[],
  library: FileLibrary,
): ReadonlyMap<string, ComposeFolder> {
  const owners = new Map<string, ComposeFolder>()
  for (const folder of folders) {
    const { base, extra, isGiven } = folder
    if (base === null || owners.has(base)) continue
    const listed = isGiven ? [base, ...extra] : []
    for (const path of [...listed, ...findParts(base, library)]) {
      if (!owners.has(path)) owners.set(path, folder)
    }
  }
  return owners
}

/** What a base includes, and the files for extending that it extends: not another folder's own base. */
function findParts(base: string, library: FileLibrary): readonly string[] {
  const reached = library.readReachable([base])
  const included = new Set(reached.flatMap(({ includes }) => includes))
  const extended = reached.flatMap((file) => file.extended)
  const isBase = (path: string) => baseNames.some((name) => name === basename(path))
  return [...included, ...extended.filter((path) => !isBase(path))].filter((path) => path !== base)
}

function whyPart(root: string, { base, dir }: ComposeFolder): string {
  return `Part of the project of ${relative(root, base ?? dir)
    .split(sep)
    .join('/')}.`
}

function whyNothingToRun(library: FileLibrary, path: string): string | null {
  const { services, includes, networks, isEmpty } = library.read(path)
  if (isEmpty) return 'The file is empty.'
  if (services.length > 0 || includes.length > 0) return null
  return networks.length > 0
    ? 'It declares networks and no service; the lab creates them first.'
    : 'It has no services.'
}
