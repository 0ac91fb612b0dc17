import { SwitchyardError } from '../../shared/errors.ts'
import { besideName, type Side } from '../../shared/move-in-words.ts'
import type { ContainerSummary } from '../engine/model.ts'
import { loadLab } from '../lab/load-lab.ts'
import type { Lab } from '../lab/model.ts'
import { resolveLab } from '../run/facts/collect-facts.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import type { MoveRooms } from './rooms.ts'

type SplitFrom = NonNullable<Lab['splitFrom']>

/** A lab that was split: how it was, and how it is. */
export interface Sides {
  readonly from: SplitFrom
  readonly models: Readonly<Record<Side, LabModel>>
  /** Old and new files describe the same project, so that there is nothing to stop or to start. */
  readonly isOneProject: boolean
}

/** What the old file's one stack is called in plans and runs. */
export const oldStackName = 'before-split'

/** Throws NAME_UNKNOWN for a lab that Switchyard did not split. */
export async function readSides(dir: string, rooms: MoveRooms): Promise<Sides> {
  const lab = await loadLab({ dir, environment: null, profiles: [] }, rooms)
  const { splitFrom } = lab
  if (!splitFrom) throw notSplit(lab)
  const [old, fresh] = await Promise.all([
    resolveLab(oldLab(lab, splitFrom), rooms.compose),
    resolveLab(lab, rooms.compose),
  ])
  return {
    from: splitFrom,
    models: { old, new: fresh },
    isOneProject: lab.stacks.every(({ project }) => project.name === splitFrom.project),
  }
}

/** The lab as it was: its old file as one stack. Pure. */
export function oldLab(lab: Lab, from: SplitFrom): Lab {
  const project = {
    key: oldStackName,
    name: from.project,
    dir: from.file.slice(0, from.file.lastIndexOf('/')) || '/',
    files: [from.file],
    envFiles: from.envFiles,
    profiles: from.profiles,
  }
  return {
    name: lab.name,
    dir: lab.dir,
    configFile: lab.configFile,
    environment: null,
    stacks: [
      {
        name: oldStackName,
        project,
        ownFiles: project.files,
        services: null,
        alwaysOn: false,
        autoStart: true,
        order: 0,
        needs: [],
        environments: [],
        links: [],
        settings: new Map(),
        why: 'It is the file that the stacks were split from.',
      },
    ],
    layers: [],
    notes: [],
    networks: [],
  }
}

export function projectsOf({ lab }: LabModel): readonly string[] {
  return [...new Set(lab.stacks.map(({ project }) => project.name))]
}

/** Projects of the environment `beside`, without resolving it. */
export function besideProjects({ lab }: LabModel): readonly string[] {
  return [
    ...new Set(
      lab.stacks.flatMap(({ environments }) =>
        environments.flatMap(({ name, project }) =>
          name === besideName && project !== null ? [project] : [],
        ),
      ),
    ),
  ]
}

/** A container gets another name, so that another one can have it. */
export interface Renaming {
  readonly id: string
  readonly from: string
  readonly to: string
}

/**
 * Two containers cannot have one name: those that stand give theirs to those that are to start, and get it back when the others
 * give way. In the order in which it has to be done. Pure.
 */
export function planRenames(
  arriving: LabModel,
  containers: readonly ContainerSummary[],
): readonly Renaming[] {
  const projects = projectsOf(arriving)
  const wanted = new Map(
    arriving.services.flatMap(({ stack, service }) =>
      service.containerName === null
        ? []
        : [[`${stack.project.name}/${service.name}`, service.containerName] as const],
    ),
  )
  const names = new Set(wanted.values())
  const leaving = containers
    .filter(({ project, name }) => !projects.includes(project) && names.has(name))
    .map(({ id, name, project }) => ({ id, from: name, to: `${name}.${project}` }))
  const returning = containers.flatMap(({ id, name, project, service, isOneOff }) => {
    const own = wanted.get(`${project}/${service}`)
    return isOneOff || own === undefined || name !== `${own}.${project}` ? [] : [{ id, from: name, to: own }]
  })
  return [...leaving, ...returning]
}

function notSplit({ dir, configFile }: Lab): SwitchyardError {
  return new SwitchyardError('NAME_UNKNOWN', `The lab in ${dir} was not split by Switchyard.`, {
    ...(configFile === null ? {} : { place: { file: configFile } }),
    hint: 'switchyard split makes stacks of one big Compose file, and notes where they come from.',
  })
}
