import { dirname, resolve } from 'node:path'
import type { ComposeProject } from '../compose/model.ts'
import { type EnvEntry, parseEnvFile } from '../compose/env-file.ts'
import { finishTree, textAt } from './merge-trees.ts'
import { childOf, createSourceReader, itemsOf, mergeAll, readText } from './source-reader.ts'
import type { Tree } from './source-tree.ts'

/** One file of a project, with what it includes and extends put in. */
export interface Source {
  readonly file: string
  readonly tree: Tree | null
}

/** The files that a project is made from, as they are written. */
export interface Sources {
  /** In the order in which Compose lays them over each other. */
  readonly files: readonly Source[]
  /** All of them laid over each other; null when there is nothing. */
  readonly merged: Tree | null
  /** Variables for `${…}`, from the project's env files, in the order in which they count. */
  readonly variables: readonly EnvEntry[]
  /** What the env files of each service set, by service, in the order in which they count. */
  readonly serviceVariables: ReadonlyMap<string, readonly EnvEntry[]>
}

/** Reads the files of a project. What cannot be read or is no YAML counts as empty: Compose tells of it. */
export function readSources(project: ComposeProject): Sources {
  const read = createSourceReader()
  const files = project.files.map((file) => ({ file, tree: read(file, project.dir) }))
  const whole = mergeAll(files.flatMap(({ tree }) => tree ?? []))
  const merged = whole && finishTree(whole)
  const envFiles = project.envFiles.length > 0 ? project.envFiles : [resolve(project.dir, '.env')]
  return {
    files,
    merged,
    variables: envFiles.flatMap(readEnvFile),
    serviceVariables: readServiceVariables(merged, project.dir),
  }
}

/** A path that is computed from a variable names no file that can be told. */
function readServiceVariables(merged: Tree | null, dir: string): ReadonlyMap<string, readonly EnvEntry[]> {
  const services = childOf(merged, 'services')
  if (services?.kind !== 'map') return new Map()
  return new Map(
    [...services.entries].map(([name, { tree }]) => {
      const env = tree.kind === 'map' ? tree.entries.get('env_file') : undefined
      const from = env?.tree.kind === 'list' ? env.tree.items : env ? [env] : []
      const files = from.flatMap((entry) => {
        const path = entry.tree.kind === 'map' ? textAt(entry.tree, 'path') : itemText(entry.tree)
        if (!path || path.includes('$')) return []
        const own = dirname(entry.place.file)
        return [[resolve(dir, path), resolve(own, path)]]
      })
      return [name, files.flatMap((candidates) => readFirst(candidates))] as const
    }),
  )
}

function itemText(tree: Tree): string | null {
  const [first] = itemsOf(tree)
  return first?.kind === 'scalar' ? first.text : null
}

/** Paths start from the project's folder, in a file that was included or extended from its own. */
function readFirst(candidates: readonly string[]): readonly EnvEntry[] {
  const found = [...new Set(candidates)].find((file) => readText(file) !== null)
  return found === undefined ? [] : readEnvFile(found)
}

function readEnvFile(file: string): readonly EnvEntry[] {
  const text = readText(file)
  return text === null ? [] : parseEnvFile({ file, text })
}
