import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What an answer of Compose was made from. Null inputs: they cannot be told, so the answer is not kept. */
export interface CacheQuestion {
  /** Everything that names the question: program, verb, arguments. */
  readonly key: readonly string[]
  /** Absolute paths of every file that Compose reads for it, existing or not; null when that cannot be known. */
  readonly inputs: readonly string[] | null
  /** Texts in which variable names can stand. */
  readonly texts: readonly string[]
  /** What else it was asked with. Of answers that differ in this alone only the latest is kept. */
  readonly state?: readonly string[]
}

export interface FileCache {
  /** The kept answer while no input and no variable that the inputs mention has changed, else a new one. */
  remember<Answer>(question: CacheQuestion, answer: () => Promise<Answer>): Promise<Answer>
}

interface Entry {
  readonly inputs: readonly (readonly [path: string, mark: string])[]
  readonly variables: string
  readonly answer: unknown
}

/**
 * Keeps Compose's answers between calls of the terminal: one call costs about 60 ms, and a lab has a dozen of them.
 * Answers hold no values of variables; the variables that a file mentions are kept only as one hash.
 */
export function createFileCache(folder: string, variables: NodeJS.ProcessEnv): FileCache {
  return {
    async remember<Answer>(question: CacheQuestion, answer: () => Promise<Answer>): Promise<Answer> {
      const { inputs } = question
      if (inputs === null) return answer()
      const file = join(folder, `${hash([cacheVersion, ...question.key])}.json`)
      const variablesMark = markVariables(question.texts, variables, question.state ?? [])
      // Marks are taken before Compose reads, so that an edit in between makes the entry stale instead of wrong.
      const marks = inputs.map((path) => [path, markFile(path)] as const)
      const kept = readEntry(file)
      if (kept && kept.variables === variablesMark && JSON.stringify(kept.inputs) === JSON.stringify(marks)) {
        return kept.answer as Answer
      }
      const fresh = await answer()
      writeEntry(folder, file, { inputs: marks, variables: variablesMark, answer: fresh })
      return fresh
    },
  }
}

/** To be raised when the shape of any kept answer changes. */
const cacheVersion = '4'

function hash(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex')
}

function markFile(path: string): string {
  try {
    const stat = statSync(path, { bigint: true })
    return `${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`
  } catch {
    return 'missing'
  }
}

/** One hash over the state and every variable whose name stands anywhere in the texts: more than Compose reads, never less. */
function markVariables(
  texts: readonly string[],
  variables: NodeJS.ProcessEnv,
  state: readonly string[],
): string {
  const words = new Set(texts.flatMap((text) => text.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? []))
  const isUsed = (name: string) => words.has(name) || name.startsWith('COMPOSE_') || name === 'HOME'
  const used = Object.keys(variables).filter(isUsed).sort()
  return hash([...used.flatMap((name) => [name, variables[name] ?? '']), ...state])
}

function readEntry(file: string): Entry | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Entry
  } catch {
    return null
  }
}

/** A cache that cannot be written is no error: the next call asks Compose again. */
function writeEntry(folder: string, file: string, entry: Entry): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const partial = `${file}.${process.pid}`
    writeFileSync(partial, JSON.stringify(entry), { mode: 0o600 })
    renameSync(partial, file)
  } catch {
    return
  }
}
