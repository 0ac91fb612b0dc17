import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { SwitchyardError } from '../../shared/errors.ts'
import type { ComposeProject } from '../compose/model.ts'
import { loadLab } from '../lab/load-lab.ts'
import type { Lab } from '../lab/model.ts'
import type { MoveRooms } from './rooms.ts'
import { entriesOf, readSource } from './source.ts'

/** The file to split, and the project that it is now. */
export interface OldSide {
  readonly file: string
  readonly text: string
  readonly project: ComposeProject
  readonly labName: string
  /** Other files that Compose lays over it. */
  readonly overlaid: readonly string[]
}

export interface OldRequest {
  readonly dir: string
  readonly file: string | null
  readonly profiles: readonly string[]
}

/** Finds the old file and how it is started now. Throws LAB_NOT_FOUND, and COMPOSE_FILE_INVALID for what is no Compose file. */
export async function findOld(request: OldRequest, rooms: MoveRooms): Promise<OldSide> {
  const lab = await tryLoad(request, rooms)
  const file = request.file === null ? await chooseFile(request.dir, lab) : resolve(request.dir, request.file)
  const text = await readText(file)
  const { splitFrom } = lab ?? {}
  const stack = lab?.stacks.find(({ project }) => project.files[0] === file)
  const known =
    splitFrom?.file === file
      ? { name: splitFrom.project, envFiles: splitFrom.envFiles, profiles: splitFrom.profiles, files: [file] }
      : stack?.project
  return {
    file,
    text,
    labName: lab?.name ?? basename(dirname(file)),
    overlaid: known?.files.slice(1) ?? [],
    project: {
      key: 'old',
      name: known?.name ?? (await askForName(file, rooms)),
      dir: dirname(file),
      files: [file],
      envFiles: known?.envFiles ?? [],
      profiles: [...new Set([...(known?.profiles ?? []), ...request.profiles])],
    },
  }
}

/** Compose files of a lab with several services, the largest first. */
export async function findCandidates(lab: Lab): Promise<readonly { file: string; services: number }[]> {
  const files = [...new Set(lab.stacks.flatMap(({ project }) => project.files))]
  const counted = await Promise.all(
    files.map(async (file) => {
      try {
        return {
          file,
          services: entriesOf(readSource(file, await readFile(file, 'utf8')), 'services').length,
        }
      } catch {
        return { file, services: 0 }
      }
    }),
  )
  return counted.filter(({ services }) => services > 1).toSorted((a, b) => b.services - a.services)
}

async function chooseFile(dir: string, lab: Lab | null): Promise<string> {
  if (lab?.splitFrom) return lab.splitFrom.file
  const found = lab
    ? (await findCandidates(lab))[0]?.file
    : usualNames.map((name) => join(dir, name)).find(existsSync)
  if (found !== undefined) return found
  throw new SwitchyardError('LAB_NOT_FOUND', `No Compose file with several services was found in ${dir}.`, {
    hint: 'Name the file: switchyard split docker-compose.yml',
  })
}

const usualNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']

async function tryLoad({ dir, profiles }: OldRequest, rooms: MoveRooms): Promise<Lab | null> {
  try {
    return await loadLab({ dir, environment: null, profiles }, rooms)
  } catch (error) {
    // A file that Compose refuses is what this may be about.
    if (error instanceof SwitchyardError) return null
    throw error
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw new SwitchyardError('LAB_NOT_FOUND', `${file} cannot be read.`, { place: { file }, cause })
  }
}

async function askForName(file: string, { compose }: MoveRooms): Promise<string> {
  const args = ['--file', file, 'config', '--no-interpolate', '--format', 'json']
  const { exitCode, stdout } = await compose.run(args, { cwd: dirname(file) })
  const name = exitCode === 0 ? (JSON.parse(stdout) as { name?: string }).name : undefined
  return (
    name ??
    (basename(dirname(file))
      .toLowerCase()
      .replaceAll(/[^a-z0-9_-]/g, '')
      .replace(/^[_-]+/, '') ||
      'default')
  )
}

/** A path as it is told: from the folder of the lab where it lies there. */
export function shown(dir: string, file: string): string {
  const path = relative(dir, file)
  return path.startsWith('..') ? file : path
}
