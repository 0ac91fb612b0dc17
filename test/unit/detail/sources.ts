import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Place } from '../../../src/shared/errors.ts'
import { readSources, type Sources } from '../../../src/main/detail/read-sources.ts'

export interface WrittenSources extends Sources {
  readonly dir: string
  /** A place as `file:line`, from the folder; `-` for none. */
  show(place: Place | null): string
}

/** Writes files into a folder of their own and reads those that are named as the Compose files of a project. */
export function writeSources(
  files: Readonly<Record<string, string>>,
  composeFiles: readonly string[] = ['compose.yaml'],
): WrittenSources {
  const dir = mkdtempSync(join(tmpdir(), 'switchyard-detail-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), text)
  }
  const sources = readSources({
    key: 'app',
    name: 'app',
    dir,
    files: composeFiles.map((file) => join(dir, file)),
    envFiles: [],
    profiles: [],
  })
  const show = (place: Place | null) =>
    place ? `${place.file.slice(dir.length + 1)}:${place.line ?? '?'}` : '-'
  return { ...sources, dir, show }
}
