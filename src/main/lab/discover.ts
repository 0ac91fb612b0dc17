import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { SwitchyardError } from '../../shared/errors.ts'
import type { Compose } from '../compose/compose.ts'
import { arrangeFolder } from './discovery/arrange-folder.ts'
import { arrangeStacks } from './discovery/arrange-stacks.ts'
import { checkProfiles } from './discovery/choose-profiles.ts'
import { compareText } from './discovery/compare-text.ts'
import { createCourt } from './discovery/court.ts'
import { draftStacks } from './discovery/draft-stacks.ts'
import { readFileLibrary } from './discovery/file-library.ts'
import { findComposeFiles, type FoundFiles } from './discovery/find-compose-files.ts'
import { finishLab, labName } from './discovery/finish-lab.ts'
import { judgeFolder } from './discovery/judge-folder.ts'
import type { ComposeFolder, Note } from './discovery/model.ts'
import { selectFiles } from './discovery/select-files.ts'
import { findSharedNetworks, readNetworkFiles } from './discovery/shared-networks.ts'
import { readFolderVariables } from './discovery/variables.ts'
import type { Lab } from './model.ts'
import { readContainerActions } from './scripts/container-actions.ts'
import { createProgramFinder } from './scripts/find-program.ts'
import { selectEnvironment } from './select-environment.ts'

export interface DiscoverOptions {
  /** Asked only where files alone do not tell which of them belong together. */
  readonly compose: Pick<Compose, 'validate'>
  /** The environment to lay over the stacks that have it; null for the plain files. */
  readonly environment: string | null
  readonly profiles: readonly string[]
  /** The process's environment variables. */
  readonly variables: Readonly<Record<string, string | undefined>>
}

/**
 * What a folder's Compose files make of it, without any configuration: stacks, their order, environments and layers,
 * each with the reason. Reads files, changes nothing, and needs no engine.
 * Throws LAB_NOT_FOUND, COMPOSE_FILE_INVALID with the place, NAME_UNKNOWN for the environment or a profile.
 */
export async function discoverLab(dir: string, options: DiscoverOptions): Promise<Lab> {
  const root = resolve(dir)
  await requireFolder(root)
  const found = await findComposeFiles(root)
  const arranged = await arrangeFolders(root, found, options.variables)
  const { library, rootVariables } = arranged
  checkProfiles(library.all, options.profiles)
  const selected = selectFiles(root, arranged.folders, library)
  const court = createCourt({ root, library, compose: options.compose })
  const judged = await Promise.all(selected.folders.map((folder) => judgeFolder(folder, court)))
  const drafts = judged.flatMap(({ folder }) => draftStacks(root, folder, library))
  const notes = [found, arranged, selected, ...judged].flatMap((part) => part.notes)
  if (drafts.length === 0) throw nothingFound(root, notes)

  const networkFiles = await readNetworkFiles(found.networkFiles)
  const lab: Lab = {
    name: labName(root),
    dir: root,
    configFile: null,
    environment: null,
    ...finishLab(root, arrangeStacks(root, drafts, library), library, options.profiles),
    notes: notes.toSorted((a, b) => compareText(a.file, b.file)),
    networks: findSharedNetworks([...library.all, ...networkFiles], rootVariables),
    ...(await findContainerActions(root, found, options.variables)),
  }
  return options.environment === null ? lab : selectEnvironment(lab, options.environment)
}

/** What files called `container_actions.yaml` say, wherever they lie in the lab. */
export async function findContainerActions(
  root: string,
  { actionFiles }: Pick<FoundFiles, 'actionFiles'>,
  variables: DiscoverOptions['variables'],
): Promise<Pick<Lab, 'containerActions'>> {
  if (actionFiles.length === 0) return {}
  const findProgram = createProgramFinder(variables['PATH'] ?? '')
  return { containerActions: await readContainerActions(actionFiles, root, findProgram) }
}

/** The parts that the files of each folder play, and all files read. The lab's own folder is always among them. */
async function arrangeFolders(root: string, found: FoundFiles, shell: DiscoverOptions['variables']) {
  const own = found.folders.find(({ dir }) => dir === root) ?? { dir: root, names: [] }
  const all = [own, ...found.folders.filter((folder) => folder !== own)]
  const arranged = await Promise.all(
    all.map(async ({ dir, names }) => {
      const variables = await readFolderVariables(root, dir, shell)
      return arrangeFolder(dir, names, variables)
    }),
  )
  const folders = arranged.map(({ folder }) => folder)
  const library = await readFileLibrary(folders.flatMap(pathsOf))
  const rootVariables = folders[0]?.variables ?? new Map<string, string>()
  return { folders, library, rootVariables, notes: arranged.flatMap(({ notes }) => notes) }
}

function pathsOf({ base, extra, candidates }: ComposeFolder): readonly string[] {
  return [...(base === null ? [] : [base]), ...extra, ...candidates.map(({ path }) => path)]
}

async function requireFolder(root: string): Promise<void> {
  const found = await stat(root).catch(() => null)
  if (found?.isDirectory()) return
  throw new SwitchyardError(
    'LAB_NOT_FOUND',
    found ? `${root} is not a folder.` : `There is no folder ${root}.`,
    {
      hint: 'A lab is a folder with Compose files.',
    },
  )
}

function nothingFound(root: string, notes: readonly Note[]): SwitchyardError {
  const first = notes[0]
  if (first) {
    const message = `No Compose file of this folder can be run: ${lowerFirst(first.why)}`
    return new SwitchyardError('LAB_NOT_FOUND', message, { place: { file: first.file } })
  }
  return new SwitchyardError('LAB_NOT_FOUND', `There is no Compose file in ${root}.`, {
    hint: 'Looked there and four folders deep for compose.yaml, docker-compose.yml and names like docker-compose.app.yml.',
  })
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
