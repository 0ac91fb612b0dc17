import { existsSync, statSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { z } from 'zod'
import { errorFromProblems, type Problem, SwitchyardError } from '../../shared/errors.ts'
import type { SplitProposal, splitRequestSchema } from '../../shared/move-in.ts'
import { findIncludeConflicts } from '../compose/include-conflicts.ts'
import { findListeners } from '../host/listeners.ts'
import { type Beside, renderBeside } from './beside.ts'
import { buildFiles, isOutsideNetwork, type ResolvedNames } from './build-files.ts'
import { findCrossings } from './find-crossings.ts'
import { findOld, type OldSide } from './find-old.ts'
import type { GroupTarget } from './model.ts'
import { findCircle, needsOf, proposeGroups } from './propose-groups.ts'
import { readServices } from './read-services.ts'
import { besideFile, isAlwaysOn, renderLabFile } from './render-lab-file.ts'
import { proveSplit } from './prove-split.ts'
import { readResolved, type ResolvedConfig } from './resolved-config.ts'
import type { MoveRooms } from './rooms.ts'
import { type ComposeSource, readSource } from './source.ts'
import { findSplitProblems } from './split-problems.ts'
import { exists, writeAllOrNone } from './write-files.ts'

type Request = z.output<typeof splitRequestSchema>

/** What a split would be: groups, what crosses, every file, and what Compose says of it. Writes nothing that stays. */
export async function proposeSplit(request: Request, rooms: MoveRooms): Promise<SplitProposal> {
  const old = await findOld(request, rooms)
  const source = readSource(old.file, old.text)
  const services = readServices(source)
  const isNumbered = request.style === 'numbered'
  const into = request.into === null ? dirname(old.file) : resolve(request.dir, request.into)
  const groups = proposeGroups(services, new Map(Object.entries(request.groups)))
  const targets = groups.map((group, index): GroupTarget => ({
    group,
    file: isNumbered
      ? join(into, `${String(index).padStart(2, '0')}-${group.name}`, 'docker-compose.yml')
      : join(into, `docker-compose.${group.name}.yml`),
    project: isNumbered ? `${old.project.name}-${group.name}` : old.project.name,
  }))
  const needs = usableNeeds(needsOf(groups), isNumbered)
  const conflicts = findIncludeConflicts(old.file)
  const problems = findSplitProblems({ request, old, source, targets, needs })
  const base = {
    file: old.file,
    into,
    project: old.project.name,
    style: request.style,
    groups: targets.map(({ group, file, project }) => ({
      name: group.name,
      project,
      file,
      alwaysOn: isAlwaysOn(group.name),
      needs: [...(needs.get(group.name) ?? [])],
      services: group.services.map(({ service: { name, image }, why }) => ({ name, image, why })),
    })),
    conflicts: [...conflicts],
  }
  const config = problems.length > 0 ? null : await tryResolve(old, rooms, problems)
  if (!config) {
    return { ...base, crossings: [], notes: [], problems, differences: null, ports: [], files: [] }
  }
  const names = namesOf(config)
  const built = buildFiles({ source, targets, isNumbered, names })
  const envFiles = envFilesFor(old, into, isNumbered)
  const proof = await proveSplit(
    { old, config, source, targets, isNumbered, envFiles, built },
    rooms,
    problems,
  )
  const beside = await laidBeside(proof.united ?? config, targets, request.offset, rooms)
  const files = [
    ...built.map(({ file, text }) => ({ file, text })),
    ...targets.map(({ group, file }) => ({
      file: besideFile(file),
      text: beside.texts.get(group.name) ?? '',
    })),
    {
      file: join(into, 'switchyard.yaml'),
      text: renderLabFile({
        dir: into,
        name: old.labName,
        old: {
          file: old.file,
          project: old.project.name,
          envFiles: old.project.envFiles,
          profiles: old.project.profiles,
        },
        isNumbered,
        targets,
        needs,
        envFiles,
        networks: isNumbered ? [...outsideNames(source, targets, names)] : [],
      }),
    },
  ]
  return {
    ...base,
    crossings: [...findCrossings(source, targets, { isNumbered, names })],
    notes: [
      ...(source.isRewritten
        ? ['The file is written in one line in places; it is put into block style first.']
        : []),
      ...(isNumbered ? numberedNotes(config, names) : []),
      ...built.flatMap(({ notes }) => notes),
      ...beside.notes,
    ],
    problems,
    differences: proof.differences,
    ports: [...beside.ports],
    files: files.map((file) => ({ ...file, exists: existsSync(file.file) })),
  }
}

/** Writes every file of a proposal, or none. Throws what keeps it from being written. */
export async function writeSplit(request: Request, rooms: MoveRooms): Promise<SplitProposal> {
  const proposal = await proposeSplit(request, rooms)
  if (proposal.problems.length > 0) throw errorFromProblems(proposal.problems)
  const there = proposal.files.find(({ exists: isThere }) => isThere)
  if (there) throw exists(there.file)
  const other = existsSync(join(proposal.into, 'switchyard.yml'))
  if (other) throw exists(join(proposal.into, 'switchyard.yml'))
  const { mode } = await stat(proposal.file)
  await writeAllOrNone(proposal.files, mode & 0o666)
  return proposal
}

/** In one project `depends_on` keeps the order: needs that go in a circle are left to it. */
function usableNeeds(
  needs: ReadonlyMap<string, readonly string[]>,
  isNumbered: boolean,
): ReadonlyMap<string, readonly string[]> {
  if (isNumbered || !findCircle(needs)) return needs
  const order = [...needs.keys()]
  return new Map(
    [...needs].map(([name, needed]) => [
      name,
      needed.filter((other) => order.indexOf(other) < order.indexOf(name)),
    ]),
  )
}

async function tryResolve(
  old: OldSide,
  { compose }: MoveRooms,
  problems: Problem[],
): Promise<ResolvedConfig | null> {
  try {
    return await readResolved(compose, old.project, old.project.dir)
  } catch (error) {
    if (!(error instanceof SwitchyardError)) throw error
    problems.push(...error.problems)
    return null
  }
}

function namesOf(config: ResolvedConfig): ResolvedNames {
  const names = (part: 'networks' | 'volumes') =>
    new Map(Object.entries(config[part]).map(([key, { name }]) => [key, String(name)]))
  return { networks: names('networks'), volumes: names('volumes') }
}

function outsideNames(
  source: ComposeSource,
  targets: readonly GroupTarget[],
  names: ResolvedNames,
): ReadonlySet<string> {
  return new Set(
    [...names.networks].flatMap(([key, name]) => (isOutsideNetwork(key, { source, targets }) ? [name] : [])),
  )
}

/** From another folder, Compose would not find the `.env` that the old project reads by itself. */
function envFilesFor(old: OldSide, into: string, isNumbered: boolean): readonly string[] {
  if (old.project.envFiles.length > 0) return old.project.envFiles
  const usual = join(old.project.dir, '.env')
  return (isNumbered || into !== old.project.dir) && existsSync(usual) ? [usual] : []
}

async function laidBeside(
  config: ResolvedConfig,
  targets: readonly GroupTarget[],
  offset: number,
  { engine }: MoveRooms,
): Promise<Beside> {
  const everyPort = new Set(Array.from({ length: 65_535 }, (_, index) => index + 1))
  const [listeners, snapshot] = await Promise.all([
    engine.isLocal ? findListeners(everyPort) : [],
    // Without an engine the split can be written all the same.
    engine.snapshot().catch(() => null),
  ])
  const taken = new Set([
    ...listeners.map(({ port }) => port),
    ...(snapshot?.containers.flatMap(({ ports }) => ports.map(({ port }) => port)) ?? []),
    ...(snapshot?.otherPorts.map(({ port }) => port) ?? []),
    ...Object.values(config.services).flatMap(({ ports }) =>
      Array.isArray(ports) ? ports.map(({ published }: { published?: string }) => Number(published)) : [],
    ),
  ])
  return renderBeside({ config, targets, offset, isTaken: (port) => taken.has(port), kindOfPath })
}

function kindOfPath(path: string): 'file' | 'folder' | 'other' {
  try {
    const found = statSync(path)
    return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other'
  } catch {
    return 'folder'
  }
}

function numberedNotes(config: ResolvedConfig, names: ResolvedNames): string[] {
  const built = Object.entries(config.services).flatMap(([name, service]) =>
    service['build'] !== undefined && service['image'] === undefined ? [name] : [],
  )
  const volumes = [...names.volumes.values()]
  return [
    ...(volumes.length > 0
      ? [
          `Volumes are external: on another machine, make them first: docker volume create ${volumes.join(' ')}`,
        ]
      : []),
    ...(built.length > 0
      ? [`The images of ${built.join(', ')} are called after the new projects, and are built anew.`]
      : []),
  ]
}
