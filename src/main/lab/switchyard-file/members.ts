import { basename, dirname } from 'node:path'
import type { Stack } from '../model.ts'
import { resolveFiles, type ApplyContext } from './apply-context.ts'
import { didYouMean, listNames } from './did-you-mean.ts'
import type { StackEntry } from './schema.ts'

/** A stack of the lab on its way: what discovery found of it, and what the file says. */
export interface Member {
  readonly name: string
  readonly found: Stack | null
  /** Null when the file does not mention it. */
  readonly entry: StackEntry | null
  /** What it brings to its Compose project, in merge order. */
  readonly files: readonly string[]
  readonly ownFiles: readonly string[]
  /** Whether the file gives it other files than discovery found. */
  readonly hasOtherFiles: boolean
  readonly projectName: string
}

/** The stacks that the lab has in the end: discovered ones in their order, then those that only the file knows. */
export function collectMembers(context: ApplyContext): readonly Member[] {
  const { lab, file } = context
  const entries = new Map(Object.entries(file.content.stacks ?? {}))
  const discovered = lab.stacks.flatMap((found) => {
    const entry = entries.has(found.name) ? (entries.get(found.name) ?? {}) : null
    if (entry?.enabled !== false) return [createMember(context, found.name, found, entry)]
    for (const left of found.ownFiles) {
      context.notes.push({
        file: left,
        why: `The stack ${found.name} is left out: \`enabled: false\` in ${basename(file.path)}.`,
      })
    }
    return []
  })
  const isDiscovered = new Set(lab.stacks.map(({ name }) => name))
  const added = [...entries].flatMap(([name, written]) => {
    const entry = written ?? {}
    if (isDiscovered.has(name)) return []
    if (entry.files === undefined) return complainUnknown(context, name)
    return entry.enabled === false ? [] : [createMember(context, name, null, entry)]
  })
  return withoutAbsorbed(context, [...discovered, ...added])
}

function createMember(
  context: ApplyContext,
  name: string,
  found: Stack | null,
  entry: StackEntry | null,
): Member {
  const foundFiles = found ? filesBroughtBy(found, context.lab.stacks) : []
  const given = entry?.files ? resolveFiles(context, entry.files, ['stacks', name, 'files']) : null
  const hasOtherFiles =
    given !== null && !(found && (isSame(given, found.ownFiles) || isSame(given, foundFiles)))
  const files = hasOtherFiles ? (given ?? []) : foundFiles
  const ownFiles = hasOtherFiles ? files : (found?.ownFiles ?? [])
  const known = found ?? context.lab.stacks.find(({ ownFiles: own }) => own.includes(files[0] ?? ''))
  // What a file itself says of its project's name, discovery has read.
  const projectName = entry?.project ?? known?.project.name ?? chooseProjectName(context, files)
  return { name, found, entry, files, ownFiles, hasOtherFiles, projectName }
}

/** Files of the project that are this stack's own, or no stack's: a base that all of them stand on. */
export function filesBroughtBy(stack: Stack, stacks: readonly Stack[]): readonly string[] {
  const others = stacks.filter(
    ({ project, name }) => project.key === stack.project.key && name !== stack.name,
  )
  const ofOthers = new Set(others.flatMap(({ ownFiles }) => ownFiles))
  return stack.project.files.filter((file) => stack.ownFiles.includes(file) || !ofOthers.has(file))
}

/** Compose's rule: the folder's name in small letters, without what a project name cannot have. */
function chooseProjectName({ options }: ApplyContext, files: readonly string[]): string {
  if (options.projectName) return options.projectName(files)
  const folder = basename(dirname(files[0] ?? ''))
  return (
    folder
      .toLowerCase()
      .replaceAll(/[^a-z0-9_-]/g, '')
      .replace(/^[_-]+/, '') || 'default'
  )
}

/**
 * A discovered stack that the file does not mention, and whose files and project another stack of the file claims, is
 * part of that one: the file's word goes before discovery's.
 */
function withoutAbsorbed(context: ApplyContext, members: readonly Member[]): readonly Member[] {
  return members.filter((member) => {
    if (member.entry) return true
    const claimant = members.find(
      (other) =>
        other.hasOtherFiles &&
        other.projectName === member.projectName &&
        member.ownFiles.every((file) => other.files.includes(file)),
    )
    for (const file of claimant ? member.ownFiles : []) {
      context.notes.push({
        file,
        why: `Part of the stack ${claimant?.name}, as ${basename(context.file.path)} says.`,
      })
    }
    return !claimant
  })
}

function complainUnknown(context: ApplyContext, name: string): readonly [] {
  const known = context.lab.stacks.map((stack) => stack.name)
  context.problems.push({
    code: 'NAME_UNKNOWN',
    message: `Discovery found no stack \`${name}\`, and no \`files\` are given for it.`,
    place: context.file.places.key(['stacks', name]),
    hint: didYouMean(name, known) ?? `Give it \`files\`; discovery found ${listNames(known)}.`,
  })
  return []
}

function isSame(files: readonly string[], others: readonly string[]): boolean {
  return files.length === others.length && files.every((file, index) => file === others[index])
}
