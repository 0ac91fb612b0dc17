import { existsSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { SwitchyardError } from '../../shared/errors.ts'
import type { BackupFile, BackupFormat } from '../../shared/storage.ts'
import { formatOfName } from './compression.ts'

/** Backups in a folder, latest first; none where there is no folder yet. */
export async function listBackups(dir: string): Promise<readonly BackupFile[]> {
  const names = await readdir(dir).catch(() => [])
  const files = await Promise.all(
    names
      .filter((name) => formatOfName(name) !== null)
      .map(async (name) => {
        const file = join(dir, name)
        const about = await stat(file).catch(() => null)
        return about?.isFile() ? [{ file, bytes: about.size, at: about.mtime.toISOString() }] : []
      }),
  )
  return files.flat().sort((a, b) => (a.at < b.at ? 1 : -1))
}

/** Where a backup goes, and how it is packed. Throws USAGE for a name that says neither. */
export function chooseFile(
  dir: string,
  volume: string,
  request: { readonly file: string | null; readonly format: BackupFormat | null },
  now: Date,
): { readonly file: string; readonly format: BackupFormat } {
  if (request.file === null) {
    const format = request.format ?? 'tar.zst'
    return { file: freeFile(dir, `${volume}-${stampOf(now)}`, format), format }
  }
  const named = formatOfName(request.file)
  const format = request.format ?? named
  if (format === null || (named !== null && named !== format)) {
    throw new SwitchyardError('USAGE', 'The name of a backup says how it is packed.', {
      place: { file: request.file },
      hint: 'End it in .tar.zst, .tar.gz or .tar.',
    })
  }
  return { file: request.file, format }
}

/** A file that is not there yet: two backups of one second are two. */
export function freeFile(dir: string, name: string, format: BackupFormat): string {
  const numbered = (number: number): string => join(dir, `${name}${number > 1 ? `-${number}` : ''}.${format}`)
  let number = 1
  while (existsSync(numbered(number))) number += 1
  return numbered(number)
}

/** `20261121-084419`, in UTC, so that names sort as the times do. */
export function stampOf(now: Date): string {
  return now
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replaceAll(/[-:]/g, '')
    .replace('T', '-')
}
