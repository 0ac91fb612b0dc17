import { SwitchyardError } from '../../shared/errors.ts'
import type { labSelectionSchema } from '../../shared/selection.ts'
import type { z } from 'zod'
import { loadLab } from '../lab/load-lab.ts'
import { resolveLab } from '../run/facts/collect-facts.ts'
import type { LabModel } from '../run/facts/lab-model.ts'
import { collectWanted, type Wanted } from '../storage/wanted.ts'
import type { Rooms } from './rooms.ts'

/** What this lab and every lab that was used before name in their files, in all their environments. */
export async function readWanted(
  rooms: Rooms,
  { dir, environment, profiles }: z.output<typeof labSelectionSchema>,
): Promise<Wanted> {
  const others = rooms.history.listLabs().filter((lab) => lab.dir !== dir)
  const read = await Promise.all([
    readLab(rooms, dir, dir, profiles),
    ...others.map((lab) => readLab(rooms, lab.dir, lab.name, [])),
    ...(environment === null ? [] : [readEnvironment(rooms, dir, environment, profiles)]),
  ])
  return collectWanted(
    read.flatMap(({ models }) => models),
    read.flatMap(({ unreadable }) => unreadable),
  )
}

interface Read {
  readonly models: readonly LabModel[]
  readonly unreadable: readonly string[]
}

async function readLab(rooms: Rooms, dir: string, name: string, profiles: readonly string[]): Promise<Read> {
  try {
    const lab = await loadLab({ dir, environment: null, profiles }, rooms)
    const names = new Set(lab.stacks.flatMap(({ environments }) => environments.map((each) => each.name)))
    const environments = await Promise.all(
      [...names].map((environment) => readEnvironment(rooms, dir, environment, profiles)),
    )
    const model = await resolveLab(lab, rooms.compose)
    return {
      models: [model, ...environments.flatMap(({ models }) => models)],
      unreadable: environments.flatMap(({ unreadable }) => unreadable),
    }
  } catch (error) {
    return { models: [], unreadable: [describe(`Lab ${name}`, error)] }
  }
}

async function readEnvironment(
  rooms: Rooms,
  dir: string,
  environment: string,
  profiles: readonly string[],
): Promise<Read> {
  try {
    const lab = await loadLab({ dir, environment, profiles }, rooms)
    return { models: [await resolveLab(lab, rooms.compose)], unreadable: [] }
  } catch (error) {
    return { models: [], unreadable: [describe(`Environment ${environment} of ${dir}`, error)] }
  }
}

/** Without Compose nothing can be read, and that is another trouble. */
function describe(what: string, error: unknown): string {
  if (!(error instanceof SwitchyardError) || error.code === 'COMPOSE_MISSING') throw error
  return `${what} cannot be read: ${error.message}`
}
