import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SecretFetch } from '../../shared/secrets.ts'
import { realDir } from '../store/real-dir.ts'
import { replaceFile } from '../store/replace-file.ts'

/** What is remembered of a provider, by the file that it writes. Never a value, nor anything made of one. */
export interface KeptOutcome {
  readonly at: string
  readonly outcome: SecretFetch['outcome']
  readonly fault: string | null
  /** When the file was last as the provider wants it; null when it never was. */
  readonly writtenAt: string | null
  readonly variables: number | null
}

export type KeptOutcomes = Readonly<Record<string, KeptOutcome>>

/** What became of the providers of a lab when they were asked last. A record that cannot be read is as good as none. */
export function readOutcomes(stateDir: string, labDir: string): KeptOutcomes {
  try {
    return JSON.parse(readFileSync(fileOf(stateDir, labDir), 'utf8')) as KeptOutcomes
  } catch {
    return {}
  }
}

/** A record that cannot be written keeps nothing from starting. */
export function keepOutcomes(
  stateDir: string,
  labDir: string,
  fetches: readonly SecretFetch[],
  nowMs: number,
): void {
  const at = new Date(nowMs).toISOString()
  const known = readOutcomes(stateDir, labDir)
  const latest = fetches.map(({ file, outcome, fault, variables }): readonly [string, KeptOutcome] => {
    const before = known[file]
    return outcome === 'failed'
      ? [
          file,
          { at, outcome, fault, writtenAt: before?.writtenAt ?? null, variables: before?.variables ?? null },
        ]
      : [file, { at, outcome, fault: null, writtenAt: at, variables }]
  })
  try {
    replaceFile(fileOf(stateDir, labDir), JSON.stringify({ ...known, ...Object.fromEntries(latest) }))
  } catch {
    return
  }
}

function fileOf(stateDir: string, labDir: string): string {
  return join(
    stateDir,
    'secrets',
    `${createHash('sha256').update(realDir(labDir)).digest('hex').slice(0, 32)}.json`,
  )
}
