import { basename } from 'node:path'
import type { Court } from './court.ts'
import { findGaps, findPartialService, serviceNames } from './gaps.ts'
import type { Candidate, ComposeFolder, Host, Note, Overlay } from './model.ts'

/** A file that is not complete alone, with Compose's reason; null when Compose was not asked. */
export interface Refused {
  readonly candidate: Candidate
  readonly reason: string | null
}

/**
 * Finds for each file what it goes on top of: a host, or a host with another of these files between (the CI file over
 * the test file). Files that fit nowhere get a note with Compose's reason.
 */
export async function judgeOverlays(
  folder: ComposeFolder,
  court: Court,
  refused: readonly Refused[],
  hosts: readonly Host[],
): Promise<{ readonly overlays: readonly Overlay[]; readonly notes: readonly Note[] }> {
  const direct = await Promise.all(refused.map((file) => tryHosts(folder, court, file, hosts)))
  const placed = direct.flatMap(({ overlay }) => overlay ?? [])
  const finished = await Promise.all(
    direct.map(async (trial) => (trial.overlay ? trial : tryBetween(folder, court, trial, placed, direct))),
  )
  return {
    overlays: finished.flatMap(({ overlay }) => overlay ?? []),
    notes: finished.flatMap((trial) =>
      trial.overlay ? [] : [{ file: trial.file.candidate.path, why: whyNowhere(trial) }],
    ),
  }
}

interface Trial {
  readonly file: Refused
  readonly overlay: Overlay | null
  /** The first host, and Compose's reason against the file on it; null when there was none to try. */
  readonly first: { readonly host: Host; readonly reason: string } | null
}

async function tryHosts(
  folder: ComposeFolder,
  court: Court,
  file: Refused,
  hosts: readonly Host[],
): Promise<Trial> {
  const { candidate } = file
  const own = serviceNames([court.library.read(candidate.path)])
  let first: Trial['first'] = null
  for (const [index, host] of hosts.entries()) {
    const isRelated = serviceNames(court.library.readAll(host.files)).some((name) => own.includes(name))
    if (index > 0 && !isRelated) continue
    const answer = await court.ask(folder, [...host.files, candidate.path])
    if (answer.isAccepted) {
      const why = withObstacle(whyOverlay(court, file, host), answer.obstacle)
      return { file, overlay: { ...candidate, host, under: [], why }, first }
    }
    first ??= { host, reason: answer.reason ?? '' }
  }
  return { file, overlay: null, first }
}

/** Tries the file over the first host with another file between, those first that bring what is missing. */
async function tryBetween(
  folder: ComposeFolder,
  court: Court,
  trial: Trial,
  placed: readonly Overlay[],
  all: readonly Trial[],
): Promise<Trial> {
  const { file, first } = trial
  if (!first) return trial
  const { host, reason } = first
  const chains = [
    ...placed.filter((overlay) => overlay.host === host).map(({ path }) => path),
    ...all.filter((other) => !other.overlay && other !== trial).map((other) => other.file.candidate.path),
  ]
  const gapsOver = (between: readonly string[]) =>
    findGaps(court.library.readAll([...host.files, ...between, file.candidate.path])).length
  const before = gapsOver([])
  const helpful = chains.filter((path) => before === 0 || gapsOver([path]) < before)
  for (const path of helpful) {
    const answer = await court.ask(folder, [...host.files, path, file.candidate.path])
    if (!answer.isAccepted) continue
    const why = `Goes on top of ${basename(path)}: over ${labelOf(host)} alone, ${reason}.`
    return {
      ...trial,
      overlay: { ...file.candidate, host, under: [path], why: withObstacle(why, answer.obstacle) },
    }
  }
  return trial
}

function whyOverlay(court: Court, { candidate, reason }: Refused, host: Host): string {
  if (reason !== null) return `Not complete alone: ${reason}.`
  const service = findPartialService(court.library.read(candidate.path), court.library.readAll(host.files))
  return `Only changes ${labelOf(host)}: ${service} has neither an image nor a build context of its own here.`
}

function whyNowhere({ file, first }: Trial): string {
  if (!first) return `Compose does not accept it: ${file.reason}.`
  const alone = file.reason === null ? '' : 'neither alone nor '
  return `Compose does not accept it, ${alone}over ${labelOf(first.host)}: ${first.reason}.`
}

function withObstacle(why: string, obstacle: string | null): string {
  return obstacle === null ? why : `${why} Compose could not check it, because ${obstacle}.`
}

function labelOf({ files }: Host): string {
  return files.map((file) => basename(file)).join(' and ')
}
