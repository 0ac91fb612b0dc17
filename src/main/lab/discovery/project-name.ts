import { basename, dirname } from 'node:path'
import { SwitchyardError } from '../../../shared/errors.ts'
import { interpolate } from '../../compose/interpolate.ts'
import type { WrittenFile } from './model.ts'

/**
 * The project name that Compose itself chooses for these files: COMPOSE_PROJECT_NAME, else the last `name:` of the
 * files, else the name of the first file's folder. Throws COMPOSE_FILE_INVALID for a variable that Compose refuses.
 */
export function composeProjectName(
  files: readonly WrittenFile[],
  variables: ReadonlyMap<string, string>,
): string {
  const given = variables.get('COMPOSE_PROJECT_NAME') ?? ''
  if (given !== '' && given !== normalizeProjectName(given)) {
    const message = `COMPOSE_PROJECT_NAME is \`${given}\`, and a project name has small letters, digits, _ and - only.`
    throw new SwitchyardError('COMPOSE_FILE_INVALID', message, {
      hint: `Compose refuses it too; \`${normalizeProjectName(given) || 'lab'}\` would do.`,
    })
  }
  if (given !== '') return given
  const folder = basename(dirname(files[0]?.path ?? '/'))
  return declaredProjectName(files, variables) ?? (normalizeProjectName(folder) || 'default')
}

/** The last `name:` of the files, as Compose makes a project name of it; null when they have none. */
export function declaredProjectName(
  files: readonly WrittenFile[],
  variables: ReadonlyMap<string, string>,
): string | null {
  const written = files.flatMap(({ name }) => name ?? []).at(-1)
  return written === undefined ? null : normalizeProjectName(interpolate(written, variables)) || null
}

/** Small letters, digits, `_` and `-`, starting with a letter or digit; empty when nothing is left. */
export function normalizeProjectName(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '')
}
