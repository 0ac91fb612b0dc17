import { basename, dirname, relative, sep } from 'node:path'
import type { Layer } from '../../../shared/lab.ts'
import type { ComposeProject } from '../../compose/model.ts'
import type { Lab, Stack, StackEnvironment } from '../model.ts'
import type { FileLibrary } from './file-library.ts'
import type { Draft, Overlay } from './model.ts'
import { chooseProfiles } from './choose-profiles.ts'
import { composeProjectName } from './project-name.ts'

/** Stacks, their Compose projects and environments out of drafts that have their place and name. */
export function finishLab(
  root: string,
  drafts: readonly Draft[],
  library: FileLibrary,
  profiles: readonly string[],
): Pick<Lab, 'stacks' | 'layers'> {
  const projects = new Map<string, ComposeProject>()
  for (const draft of drafts) {
    if (projects.has(draft.projectKey)) continue
    projects.set(draft.projectKey, createProject(root, draft, library, profiles))
  }
  const stacks = drafts.flatMap((draft) => {
    const project = projects.get(draft.projectKey)
    return project ? [createStack(draft, project, library)] : []
  })
  return { stacks, layers: drafts.flatMap(createLayers) }
}

function createProject(
  root: string,
  draft: Draft,
  library: FileLibrary,
  profiles: readonly string[],
): ComposeProject {
  const { files, folder } = draft
  const overlaid = draft.overlays.flatMap(({ under, path }) => [...under, path])
  return {
    key: relative(root, draft.projectKey).split(sep).join('/') || '.',
    name: draft.projectName ?? composeProjectName(library.readAll(files), folder.variables),
    dir: dirname(files[0] ?? root),
    files,
    envFiles: folder.envFiles,
    profiles: chooseProfiles(library.readReachable([...files, ...overlaid]), folder.variables, profiles),
  }
}

function createStack(draft: Draft, project: ComposeProject, library: FileLibrary): Stack {
  return {
    name: draft.name,
    project,
    ownFiles: draft.ownFiles,
    services: draft.services,
    alwaysOn: draft.alwaysOnBy !== null,
    autoStart: draft.autoStart,
    order: draft.order,
    needs: [],
    environments: firstOfEachName(draft.overlays).map((overlay) =>
      createEnvironment(draft, overlay, project, library),
    ),
    links: [],
    settings: new Map(),
    why: draft.why + whyAlwaysOn(draft.alwaysOnBy),
  }
}

function whyAlwaysOn(name: string | null): string {
  return name === null ? '' : ` Always on, because ${name} is what others stand on.`
}

function createEnvironment(
  { files, folder }: Draft,
  { word, under, path, host }: Overlay,
  project: ComposeProject,
  library: FileLibrary,
): StackEnvironment {
  const laid = [...under, path]
  const kept = files.filter((file) => !host.leavesOut.includes(file))
  const name = composeProjectName(library.readAll([...kept, ...laid]), folder.variables)
  const hasOwnName = library.readAll(laid).some((file) => file.name !== null)
  return {
    name: word,
    files: laid,
    envFiles: [],
    profiles: [],
    project: hasOwnName && name !== project.name ? name : null,
    ...(host.leavesOut.length > 0 ? { leavesOut: host.leavesOut } : {}),
  }
}

function createLayers({ name, overlays }: Draft): readonly Layer[] {
  return overlays.map(({ word, under, path, why }) => ({
    name: word,
    stack: name,
    files: [...under, path],
    why,
  }))
}

/** `docker-compose.dev.yml` beside `compose.dev.yaml`: both are layers, and the first is the environment. */
function firstOfEachName(overlays: readonly Overlay[]): readonly Overlay[] {
  return overlays.filter(({ word }, index) => overlays.findIndex((other) => other.word === word) === index)
}

/** The lab's name: its folder's. */
export function labName(root: string): string {
  return basename(root) || 'lab'
}
