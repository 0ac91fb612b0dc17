import { basename, relative, sep } from 'node:path'
import type { FileLibrary } from './file-library.ts'
import { areDisjoint, serviceNames } from './gaps.ts'
import type { Candidate, Draft, JudgedFolder, Overlay } from './model.ts'
import { alwaysOnFolder, isAlwaysOnName, rankOfName, splitNumber } from './roles.ts'

/** The stacks that one folder makes, as if it were the only one of the lab. */
export function draftStacks(root: string, folder: JudgedFolder, library: FileLibrary): readonly Draft[] {
  if (folder.split) return draftSplit(root, folder, folder.split, library)
  const base = folder.base === null ? [] : [draftBase(root, folder, folder.base, library)]
  return [...base, ...draftAlone(root, folder, library)]
}

function draftBase(root: string, folder: JudgedFolder, base: string, library: FileLibrary): Draft {
  const files = [base, ...folder.extra]
  const declared = library.readAll([base])[0]?.name ?? null
  // A name with variables is not a name for people.
  const name =
    folder.dir === root && declared !== null && !declared.includes('$') ? declared : folderName(folder.dir)
  const merged = folder.extra.length === 0 ? '' : `, with ${listFiles(folder.extra)} laid over it`
  return {
    ...draftOf(root, folder, name),
    files,
    ownFiles: files,
    alwaysOnBy: alwaysOnFolder(root, folder.dir),
    overlays: overlaysOn(folder, base),
    why: `${whereIs(root, folder.dir)} has a Compose file of its own, ${basename(base)}${merged}.`,
  }
}

/** Every part is a stack of the one project; the usual names of parts say which start first. */
function draftSplit(
  root: string,
  folder: JudgedFolder,
  split: readonly Candidate[],
  library: FileLibrary,
): readonly Draft[] {
  const files = split.map(({ path }) => path)
  const ranks = split.map(({ word }) => rankOfName(word) ?? Infinity)
  const order = [...new Set(ranks)].toSorted((a, b) => (a < b ? -1 : 1))
  return split.map(({ path, word }, index) => {
    const services = serviceNames(library.readAll([path]))
    return {
      ...draftOf(root, folder, folder.dir === root ? word : `${folderName(folder.dir)}-${word}`, word),
      files,
      ownFiles: [path],
      services,
      alwaysOnBy: isAlwaysOnName(word) ? word : alwaysOnFolder(root, folder.dir),
      order: order.indexOf(ranks[index] ?? Infinity),
      overlays: overlaysOn(folder, files[0]).filter((overlay) => isAbout(overlay, services, index, library)),
      why: folder.splitWhy,
    }
  })
}

/** An overlay that changes none of the parts' services, but a network, say, goes with the first part. */
function isAbout(
  overlay: Overlay,
  services: readonly string[],
  index: number,
  library: FileLibrary,
): boolean {
  const changed = serviceNames(library.readAll([overlay.path]))
  const known = serviceNames(library.readAll(overlay.host.files))
  if (!changed.some((name) => known.includes(name))) return index === 0
  return changed.some((name) => services.includes(name))
}

/**
 * Files that stand alone beside a base are other ways of running, so they wait to be named. Without a base they start
 * unless they are alternatives to each other: two that define the same service of one project cannot run together.
 */
function draftAlone(root: string, folder: JudgedFolder, library: FileLibrary): readonly Draft[] {
  const isOnly = folder.base === null && folder.alone.length === 1
  const isFree = folder.base === null && areDisjoint(library.readAll(folder.alone.map(({ path }) => path)))
  return folder.alone.map(({ path, word, why }) => {
    const name =
      folder.dir === root ? word : isOnly ? folderName(folder.dir) : `${folderName(folder.dir)}-${word}`
    return {
      ...draftOf(root, folder, name, isOnly ? null : word),
      projectKey: path,
      files: [path],
      ownFiles: [path],
      isAlternative: !isOnly,
      autoStart: isFree,
      alwaysOnBy: isOnly ? alwaysOnFolder(root, folder.dir) : null,
      overlays: overlaysOn(folder, path),
      why,
    }
  })
}

function draftOf(root: string, folder: JudgedFolder, name: string, word: string | null = null) {
  const path = relative(root, folder.dir).split(sep)
  return {
    name,
    qualifier: folder.dir === root ? name : [...path, ...(word === null ? [] : [word])].join('-'),
    projectKey: folder.dir,
    projectName: null,
    folder,
    services: null,
    isAlternative: false,
    autoStart: true,
    order: 0,
  }
}

function overlaysOn(folder: JudgedFolder, first: string | undefined): readonly Overlay[] {
  return folder.overlays.filter(({ host }) => host.files[0] === first)
}

/** A folder's name as a stack's: without the number that orders it. */
function folderName(dir: string): string {
  const name = basename(dir) || 'lab'
  return splitNumber(name)?.name ?? name
}

function whereIs(root: string, dir: string): string {
  return dir === root ? "The lab's folder" : `The folder ${relative(root, dir)}`
}

function listFiles(files: readonly string[]): string {
  return files.map((file) => basename(file)).join(', ')
}
