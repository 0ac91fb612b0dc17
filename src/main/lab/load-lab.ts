import { existsSync } from 'node:fs'
import type { Compose } from '../compose/compose.ts'
import { discoverLab } from './discover.ts'
import type { Lab } from './model.ts'
import { selectEnvironment } from './select-environment.ts'
import { applySwitchyardFile } from './switchyard-file/apply.ts'
import { readSwitchyardFile } from './switchyard-file/read.ts'

export interface LabSelection {
  /** Absolute. */
  readonly dir: string
  readonly environment: string | null
  readonly profiles: readonly string[]
}

/** The lab in a folder: what discovery finds, what `switchyard.yaml` says over it, and the environment laid over both. */
export async function loadLab(
  { dir, environment, profiles }: LabSelection,
  { compose, variables }: { readonly compose: Pick<Compose, 'validate'>; readonly variables: NodeJS.ProcessEnv },
): Promise<Lab> {
  const file = await readSwitchyardFile(dir)
  const found = await discoverLab(dir, { compose, environment: null, profiles, variables })
  const lab = file ? applySwitchyardFile(found, file, { environment, profiles, fileExists: existsSync }) : found
  return environment === null ? lab : selectEnvironment(lab, environment)
}
