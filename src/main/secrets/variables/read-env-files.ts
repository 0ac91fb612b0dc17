import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { EnvFileState, ProviderName } from '../../../shared/secrets.ts'
import { type EnvEntry, parseEnvFile, readEnvFile } from '../../compose/env-file.ts'
import type { ComposeProject } from '../../compose/model.ts'
import { isPlainValue, isSecretFile, isSecretName } from '../../detail/secrets.ts'
import { isPrivate } from '../write-secret-file.ts'

export const exampleEndings = /\.(example|sample|template|dist)$/

const largestBytes = 1_000_000

/** The env files by which Compose fills in variables for a project, in the order in which they count. */
export function envFilesOf({ dir, envFiles }: Pick<ComposeProject, 'dir' | 'envFiles'>): readonly string[] {
  return envFiles.length > 0 ? envFiles : [join(dir, '.env')]
}

/** How an env file is, and what it sets. */
export function readEnvFileState(
  file: string,
  provider: ProviderName | null,
): { readonly state: EnvFileState; readonly entries: readonly EnvEntry[] } {
  const text = readText(file)
  const found = lstatSync(file, { throwIfNoEntry: false }) && statSync(file, { throwIfNoEntry: false })
  if (text === null || !found) {
    const state = { file, exists: found?.isFile() ?? false, mode: null, isLoose: false, mistake: null }
    return { state: { ...state, variables: 0, provider }, entries: [] }
  }
  const { entries, mistake } = readEnvFile({ file, text })
  const state: EnvFileState = {
    file,
    exists: true,
    mode: (found.mode & 0o777).toString(8).padStart(3, '0'),
    isLoose: !isPrivate(found) && holdsSecrets(file, entries),
    mistake: mistake && `line ${mistake.line}: ${mistake.what}`,
    variables: new Set(entries.map(({ name }) => name)).size,
    provider,
  }
  return { state, entries }
}

/** The examples that stand beside the env files of a project, as what they set. */
export function readExamples(project: Pick<ComposeProject, 'dir' | 'envFiles'>): readonly EnvEntry[] {
  const used = envFilesOf(project)
  const folders = [...new Set([...used.map((file) => dirname(file)), project.dir])]
  return folders.flatMap((folder) =>
    listNames(folder)
      .filter((name) => name.startsWith('.env') && exampleEndings.test(name))
      .map((name) => ({ example: join(folder, name), meant: join(folder, name.replace(exampleEndings, '')) }))
      .filter(({ meant }) => used.includes(meant) || basename(meant) === '.env')
      .flatMap(({ example }) => parseEnvFile({ file: example, text: readText(example) ?? '' })),
  )
}

function holdsSecrets(file: string, entries: readonly EnvEntry[]): boolean {
  return entries.some(
    ({ name, value }) => !isPlainValue(name, value) && (isSecretFile(file) || isSecretName(name)),
  )
}

function listNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

function readText(file: string): string | null {
  try {
    const found = statSync(file)
    return found.isFile() && found.size <= largestBytes ? readFileSync(file, 'utf8') : null
  } catch {
    return null
  }
}
