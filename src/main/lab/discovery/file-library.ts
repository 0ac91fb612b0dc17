import { stat } from 'node:fs/promises'
import { SwitchyardError, errorFromProblems } from '../../../shared/errors.ts'
import type { WrittenFile } from './model.ts'
import { readComposeFile } from './read-compose-file.ts'

/** Files that were read, by their absolute paths. */
export interface FileLibrary {
  readonly all: readonly WrittenFile[]
  read(path: string): WrittenFile
  readAll(paths: readonly string[]): readonly WrittenFile[]
  /** These files and what they include or extend, as far as it was found. */
  readReachable(paths: readonly string[]): readonly WrittenFile[]
}

/**
 * Reads Compose files and those that they include or extend. Throws COMPOSE_FILE_INVALID with what is wrong in all of
 * them. Files that are only referred to may lack: Compose says so when it comes to that.
 */
export async function readFileLibrary(paths: readonly string[]): Promise<FileLibrary> {
  const files = new Map<string, WrittenFile>()
  const failures: SwitchyardError[] = []
  let round = [...new Set(paths)]
  while (round.length > 0) {
    const results = await Promise.all(round.map((path) => readComposeFile(path).catch(keepFailure)))
    for (const [index, result] of results.entries()) {
      if (result instanceof SwitchyardError) failures.push(result)
      else files.set(round[index] ?? '', result)
    }
    const referred = results.flatMap((result) =>
      result instanceof SwitchyardError ? [] : referencesOf(result),
    )
    round = await onlyFiles([...new Set(referred)].filter((path) => !files.has(path)))
  }
  if (failures.length > 0) throw errorFromProblems(failures.flatMap(({ problems }) => problems))
  return createFileLibrary(files)
}

function createFileLibrary(files: ReadonlyMap<string, WrittenFile>): FileLibrary {
  const read = (path: string): WrittenFile => {
    const file = files.get(path)
    if (!file) throw new Error(`the Compose file ${path} was not read`)
    return file
  }
  return {
    all: [...files.values()],
    read,
    readAll: (paths) => paths.map(read),
    readReachable(paths) {
      const reached = new Set<WrittenFile>()
      const queue = paths.map(read)
      for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
        if (reached.has(file)) continue
        reached.add(file)
        queue.push(...referencesOf(file).flatMap((path) => files.get(path) ?? []))
      }
      return [...reached]
    },
  }
}

function referencesOf(file: WrittenFile): readonly string[] {
  return [...file.includes, ...file.extended]
}

async function onlyFiles(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map(async (path) => (await stat(path).catch(() => null))?.isFile() ?? false),
  )
  return paths.filter((_, index) => found[index])
}

function keepFailure(error: unknown): SwitchyardError {
  if (error instanceof SwitchyardError) return error
  throw error
}
