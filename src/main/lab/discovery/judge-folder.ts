import { basename } from 'node:path'
import type { Answer, Court } from './court.ts'
import { kindOfFile } from './file-names.ts'
import { findSplit, sortByRank } from './find-split.ts'
import { areDisjoint, findPartialService, isWhole } from './gaps.ts'
import { judgeOverlays, type Refused } from './judge-overlays.ts'
import type { Candidate, ComposeFolder, Host, JudgedFolder, Note, Overlay } from './model.ts'
import { rankOfName } from './roles.ts'

/**
 * Asks Compose which files of a folder are projects of their own and which only change others. Asks nothing where names
 * decide: a base without other files, or one single file.
 */
export async function judgeFolder(
  folder: ComposeFolder,
  court: Court,
): Promise<{ readonly folder: JudgedFolder; readonly notes: readonly Note[] }> {
  const given = findGivenSplit(folder, court)
  const found = given ?? (folder.base === null ? await askForSplit(folder, court) : null)
  const split = found?.split ?? null
  const base = split === null ? folder.base : null
  const extra = split === null ? folder.extra : []
  const hosts = listHosts(base, extra, split)
  const rest = folder.candidates.filter((candidate) => !split?.some(({ path }) => path === candidate.path))
  const judged = { ...folder, base, extra, split, splitWhy: found?.why ?? '' }
  if (hosts.length === 0 && rest.length === 1) {
    const alone = rest.map((candidate) => ({ ...candidate, why: 'The only Compose file of its folder.' }))
    return { folder: { ...judged, alone, overlays: [] }, notes: [] }
  }

  const answers = await Promise.all(rest.map((candidate) => askAlone(folder, court, candidate, hosts)))
  const alone = rest.flatMap((candidate, index) => {
    const answer = answers[index]
    return answer?.isAccepted ? [{ ...candidate, why: whyAlone(candidate, answer) }] : []
  })
  const refused = rest.flatMap((candidate, index): Refused[] => {
    const answer = answers[index]
    return answer && !answer.isAccepted ? [{ candidate, reason: answer.reason }] : []
  })
  const allHosts = [...hosts, ...alone.map(({ path }): Host => ({ files: [path], leavesOut: [] }))]
  const { overlays, notes } = await judgeOverlays(folder, court, refused, allHosts)
  return { folder: { ...judged, alone, overlays: [...givenOverlays(judged), ...overlays] }, notes }
}

/** What the other files may lie on. An explicit list of files drops what Compose lays over the base unasked. */
function listHosts(
  base: string | null,
  extra: readonly string[],
  split: readonly Candidate[] | null,
): readonly Host[] {
  if (split) return [{ files: split.map(({ path }) => path), leavesOut: [] }]
  if (base === null) return []
  const plain = { files: [base], leavesOut: extra }
  return extra.length === 0 ? [plain] : [plain, { files: [base, ...extra], leavesOut: [] }]
}

/** A file that Compose would take alone, but that only changes a service of the base, is not asked about. */
async function askAlone(
  folder: ComposeFolder,
  court: Court,
  candidate: Candidate,
  [host]: readonly Host[],
): Promise<Answer> {
  const file = court.library.read(candidate.path)
  const partial = findPartialService(file, court.library.readAll(host?.files ?? []))
  if (partial !== null && isWhole(file)) return { isAccepted: false, reason: null, obstacle: null }
  return court.ask(folder, [candidate.path])
}

function whyAlone({ path }: Candidate, { obstacle }: Answer): string {
  if (obstacle === null) return `${basename(path)} stands alone: Compose accepts it without other files.`
  return `${basename(path)} looks complete by itself; Compose could not check it, because ${obstacle}.`
}

async function askForSplit(
  folder: ComposeFolder,
  court: Court,
): Promise<{ readonly split: readonly Candidate[]; readonly why: string } | null> {
  const members = folder.candidates.map((candidate) => ({
    ...candidate,
    file: court.library.read(candidate.path),
    rank: rankOfName(candidate.word),
  }))
  const found = findSplit(members)
  if (!found) return null
  const split = sortByRank(found.members).map(({ path, word }) => ({ path, word }))
  const answer = await court.ask(
    folder,
    split.map(({ path }) => path),
  )
  if (!answer.isAccepted) return null
  return { split, why: `One project in ${split.length} files with different services: ${found.because}.` }
}

/** COMPOSE_FILE that lists files with different services, none of them the usual base, says itself that they are parts. */
function findGivenSplit(
  folder: ComposeFolder,
  court: Court,
): { readonly split: readonly Candidate[]; readonly why: string } | null {
  const paths = folder.base === null ? [] : [folder.base, ...folder.extra]
  const split = paths.flatMap((path): Candidate[] => {
    const kind = kindOfFile(basename(path))
    return kind?.kind === 'word' ? [{ path, word: kind.word }] : []
  })
  const files = court.library.readAll(paths)
  if (!folder.isGiven || paths.length < 2 || split.length < paths.length) return null
  if (!areDisjoint(files) || !files.every(isWhole)) return null
  return {
    split,
    why: `One project in ${split.length} files with different services: COMPOSE_FILE lists them.`,
  }
}

/** Files that COMPOSE_FILE lays over the base can also be asked for by name, then without its other ones. */
function givenOverlays({ base, extra, isGiven }: ComposeFolder): readonly Overlay[] {
  if (base === null || !isGiven) return []
  return extra.flatMap((path): Overlay[] => {
    const kind = kindOfFile(basename(path))
    if (kind?.kind !== 'word') return []
    const host = { files: [base], leavesOut: extra.filter((other) => other !== path) }
    return [{ path, word: kind.word, host, under: [], why: 'COMPOSE_FILE lays it over the base file.' }]
  })
}
