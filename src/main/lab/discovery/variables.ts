import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type EnvEntry, evaluateEntries, parseEnvFile } from '../../compose/env-file.ts'

/** What the env files of a folder say, and which of them must be named to Compose. */
export interface FolderVariables {
  readonly envFiles: readonly string[]
  readonly variables: ReadonlyMap<string, string>
}

type Shell = Readonly<Record<string, string | undefined>>

/** Names that only hold for the folder beside whose `.env` they stand, or in which the shell is. */
const ownNames = ['COMPOSE_FILE', 'COMPOSE_PATH_SEPARATOR', 'COMPOSE_PROJECT_NAME'] as const
/** What a secret store exports, and what stands in when it has not. */
const secretFiles = ['.env.infisical', '.env'] as const
const maxEnvBytes = 1_000_000

/**
 * The variables with which Compose reads the files of a folder: its env files under the shell's variables.
 *
 * Which env files: Compose's own default is `.env` in the project's folder, and so nothing is named explicitly, unless
 * - the shell has COMPOSE_ENV_FILES: exactly those, from the lab's folder;
 * - the lab's folder has `.env.global`: that one first, then the lab's secrets (`.env.infisical`, or `.env` where there
 *   is none), then the `.env` of the stack's own folder. An explicit list switches the default off, so it is part of it.
 * The shell's COMPOSE_FILE and COMPOSE_PROJECT_NAME are meant for the lab's own folder only: one name for the projects
 * of all folders would make one project of them. COMPOSE_PROFILES holds everywhere.
 */
export async function readFolderVariables(root: string, dir: string, shell: Shell): Promise<FolderVariables> {
  const envFiles = await chooseEnvFiles(root, dir, shell)
  const own = evaluateEntries(await readEnvFile(join(dir, '.env')), (name) => shell[name])
  const values = new Map<string, string>()
  const readFrom = envFiles.length > 0 ? envFiles : [join(dir, '.env')]
  for (const file of readFrom) {
    const earlier = new Map(values)
    const read = evaluateEntries(await readEnvFile(file), (name) => shell[name] ?? earlier.get(name))
    for (const [name, value] of read) values.set(name, value)
  }
  for (const [name, value] of Object.entries(shell)) if (value !== undefined) values.set(name, value)
  for (const name of ownNames) {
    const value = (dir === root ? shell[name] : undefined) ?? own.get(name)
    if (value === undefined) values.delete(name)
    else values.set(name, value)
  }
  return { envFiles, variables: values }
}

async function chooseEnvFiles(root: string, dir: string, shell: Shell): Promise<readonly string[]> {
  const given = (shell['COMPOSE_ENV_FILES'] ?? '').split(',').filter((file) => file.trim() !== '')
  if (given.length > 0) return given.map((file) => resolve(root, file.trim()))
  const ofLab = join(root, '.env.global')
  if (!(await isFile(ofLab))) return []
  const secrets = await firstFile(secretFiles.map((name) => join(root, name)))
  const own = dir === root ? null : await firstFile([join(dir, '.env')])
  return [ofLab, secrets, own].filter((file) => file !== null)
}

async function firstFile(files: readonly string[]): Promise<string | null> {
  for (const file of files) if (await isFile(file)) return file
  return null
}

/** A file that is not there, or that is no text of variables, says nothing; Compose complains when it matters. */
async function readEnvFile(file: string): Promise<readonly EnvEntry[]> {
  const found = await stat(file).catch(() => null)
  if (!found?.isFile() || found.size > maxEnvBytes) return []
  return parseEnvFile({ file, text: await readFile(file, 'utf8').catch(() => '') })
}

async function isFile(file: string): Promise<boolean> {
  return (await stat(file).catch(() => null))?.isFile() ?? false
}
