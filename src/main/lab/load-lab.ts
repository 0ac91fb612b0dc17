import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { SwitchyardError } from '../../shared/errors.ts'
import type { Compose } from '../compose/compose.ts'
import { discoverLab, findContainerActions } from './discover.ts'
import { findComposeFiles } from './discovery/find-compose-files.ts'
import type { Lab } from './model.ts'
import { createProgramFinder } from './scripts/find-program.ts'
import { selectEnvironment } from './select-environment.ts'
import { applySwitchyardFile } from './switchyard-file/apply.ts'
import { readSwitchyardFile } from './switchyard-file/read.ts'

export interface LabSelection {
  /** Absolute. */
  readonly dir: string
  readonly environment: string | null
  readonly profiles: readonly string[]
}

interface Tools {
  readonly compose: Pick<Compose, 'validate'>
  readonly variables: NodeJS.ProcessEnv
}

/** The lab in a folder: what discovery finds, what `switchyard.yaml` says over it, and the environment laid over both. */
export async function loadLab(selection: LabSelection, tools: Tools): Promise<Lab> {
  const { dir, environment, profiles } = selection
  const file = await readSwitchyardFile(dir)
  const found =
    file?.content.discover === false
      ? await undiscovered(dir, tools)
      : await discover(selection, tools, file !== null)
  const lab = file
    ? applySwitchyardFile(found, file, {
        environment,
        profiles,
        fileExists: existsSync,
        findProgram: createProgramFinder(tools.variables['PATH'] ?? ''),
      })
    : found
  return environment === null ? lab : selectEnvironment(lab, environment)
}

/** With a `switchyard.yaml`, a folder in which discovery finds nothing is no mistake: the file may name every stack. */
async function discover({ dir, profiles }: LabSelection, tools: Tools, hasFile: boolean): Promise<Lab> {
  try {
    return await discoverLab(dir, { ...tools, environment: null, profiles })
  } catch (error) {
    const isEmpty = error instanceof SwitchyardError && error.code === 'LAB_NOT_FOUND'
    if (!isEmpty || !hasFile) throw error
    return undiscovered(dir, tools)
  }
}

/** A lab whose stacks only the file knows. */
async function undiscovered(dir: string, { variables }: Tools): Promise<Lab> {
  return {
    name: basename(dir),
    dir,
    configFile: null,
    environment: null,
    stacks: [],
    layers: [],
    notes: [],
    networks: [],
    ...(await findContainerActions(dir, await findComposeFiles(dir), variables)),
  }
}
