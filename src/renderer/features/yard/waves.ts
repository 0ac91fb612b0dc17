import type { LabView, StackView } from '../../../shared/lab.ts'

/** A column of the yard: stacks that start together. */
export interface Wave {
  /** From 1. */
  readonly number: number
  readonly title: string
  readonly stacks: readonly StackView[]
}

/** The lab's stacks by wave, each wave with a name of its own. */
export function arrangeWaves({ dir, stacks }: Pick<LabView, 'dir' | 'stacks'>): readonly Wave[] {
  const groups = [...Map.groupBy(stacks, ({ wave }) => wave)].sort(([a], [b]) => a - b)
  const paths = new Map(stacks.map((stack) => [stack.name, segmentsBelow(dir, stack.dir)]))
  const shared = sharedLength([...paths.values()])
  const taken = new Set<string>()
  return groups.map(([, own], index) => {
    const number = index + 1
    const folders = new Set(own.map(({ name }) => paths.get(name)?.[shared] ?? ''))
    const title = [titleOfFolders(folders), own.length === 1 ? own[0]?.name : undefined].find(
      (name) => name !== undefined && !taken.has(name.toLowerCase()),
    )
    taken.add(title?.toLowerCase() ?? '')
    return { number, title: title ?? `Wave ${number}`, stacks: own }
  })
}

/** `00-infrastructure` is Infrastructure. Nothing for stacks of several folders, or of none. */
function titleOfFolders(folders: ReadonlySet<string>): string | undefined {
  const [folder = ''] = folders
  if (folders.size !== 1) return undefined
  const words = folder
    .replace(/^\d+[-_. ]*/, '')
    .replaceAll(/[-_]+/g, ' ')
    .trim()
  // Only a numbered folder was named as a step of the whole; any other name is the stack's own.
  if (words === '' || !/^\d/.test(folder)) return undefined
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function segmentsBelow(dir: string, path: string): readonly string[] {
  const base = dir.replace(/[\\/]+$/, '')
  if (!path.startsWith(base)) return []
  return path
    .slice(base.length)
    .split(/[\\/]/)
    .filter((segment) => segment !== '')
}

/** How many first segments all paths have in common; their last ones are never counted. */
function sharedLength(paths: readonly (readonly string[])[]): number {
  const first = paths[0] ?? []
  const shortest = Math.min(...paths.map(({ length }) => length))
  let length = 0
  while (length < shortest - 1 && paths.every((path) => path[length] === first[length])) length += 1
  return length
}
