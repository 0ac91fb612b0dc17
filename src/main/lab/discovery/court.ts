import { stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import PQueue from 'p-queue'
import type { Compose } from '../../compose/compose.ts'
import type { FileLibrary } from './file-library.ts'
import { findGaps, findUnsetVariables, requiredEnvFiles } from './gaps.ts'
import type { ComposeFolder, WrittenFile } from './model.ts'
import { composeProjectName } from './project-name.ts'
import { cleanReason } from './reasons.ts'

/** Whether files make a project together. */
export interface Answer {
  readonly isAccepted: boolean
  /** Compose's reason against it, as part of a sentence; null when it has none. */
  readonly reason: string | null
  /** What of the machine kept Compose from judging files that look complete; null when nothing did. */
  readonly obstacle: string | null
}

/** What judging needs: the files as they are written, and Compose's word on them. */
export interface Court {
  readonly library: FileLibrary
  ask(folder: ComposeFolder, paths: readonly string[]): Promise<Answer>
}

/** One call of Compose takes some 60 ms of one core. */
const callsAtOnce = 3

export function createCourt(options: {
  readonly root: string
  readonly library: FileLibrary
  readonly compose: Pick<Compose, 'validate'>
}): Court {
  const queue = new PQueue({ concurrency: callsAtOnce })
  return {
    library: options.library,
    async ask(folder, paths) {
      const files = options.library.readAll(paths)
      const dir = dirname(paths[0] ?? folder.dir)
      const name = composeProjectName(files, folder.variables)
      const project = { key: name, name, dir, files: paths, envFiles: folder.envFiles, profiles: [] }
      const reason = await queue.add(() => options.compose.validate(project))
      if (reason === null) return { isAccepted: true, reason: null, obstacle: null }
      const obstacle = await findObstacle(files, folder)
      const [gap] = findGaps(files)
      // Compose looks at variables first, so its reason may hide what is really missing.
      const said =
        gap !== undefined && obstacle !== null ? `it has no ${gap}` : cleanReason(reason, options.root)
      return {
        isAccepted: gap === undefined && obstacle !== null,
        reason: said,
        obstacle: gap === undefined ? obstacle : null,
      }
    },
  }
}

/** A variable or env file that is not there yet says nothing about how files belong together. */
async function findObstacle(files: readonly WrittenFile[], folder: ComposeFolder): Promise<string | null> {
  const [variable] = findUnsetVariables(files, folder.variables)
  if (variable !== undefined) return `the variable ${variable} is not set`
  for (const path of requiredEnvFiles(files)) {
    const isThere = await stat(path).then(
      () => true,
      () => false,
    )
    if (!isThere) return `the env file ${basename(path)} does not exist`
  }
  return null
}
