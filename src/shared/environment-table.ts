import { environmentName, partWords, shortenPaths } from './environment-words.ts'
import type {
  EnvironmentPart,
  EnvironmentService,
  EnvironmentStack,
  EnvironmentTable,
} from './environments.ts'

/** One line of the table: a cell for each environment, in their order. */
export interface EnvironmentRow {
  readonly title: string
  /** Null for what is said of the whole stack. */
  readonly service: string | null
  /** Words for each environment; null where the environment has no such service, or Compose refuses the stack. */
  readonly cells: readonly (readonly string[] | null)[]
  readonly differs: boolean
}

export interface StackComparison {
  readonly stack: string
  /** Whether any environment changes anything of it. */
  readonly differs: boolean
  /** Why Compose refuses the stack, by environment. */
  readonly problems: readonly { readonly environment: string; readonly problem: string }[]
  readonly rows: readonly EnvironmentRow[]
}

/** The environments of a lab beside each other, stack by stack. Paths below the lab's folder are shortened. Pure. */
export function compareEnvironments({ lab, environments }: EnvironmentTable): readonly StackComparison[] {
  const names = environments[0]?.stacks.map(({ stack }) => stack) ?? []
  return names.map((name) => {
    const stacks = environments.map(({ stacks: all }) => all.find(({ stack }) => stack === name))
    const shorten = (path: string) => shortenPaths(path, lab.dir)
    const rows = [
      ...stackRows(stacks, lab.dir),
      ...listServices(stacks).flatMap((service) => serviceRows(service, stacks, shorten)),
    ].filter(({ cells }) => cells.some((cell) => cell !== null && cell.length > 0))
    return {
      stack: name,
      differs: rows.some(({ differs }) => differs),
      problems: environments.flatMap(({ name: environment, stacks: all }) => {
        const problem = all.find(({ stack }) => stack === name)?.problem ?? null
        return problem === null ? [] : [{ environment: environmentName(environment), problem }]
      }),
      rows,
    }
  })
}

type Stacks = readonly (EnvironmentStack | undefined)[]

function stackRows(stacks: Stacks, dir: string): EnvironmentRow[] {
  const row = (title: string, read: (stack: EnvironmentStack) => readonly string[]) =>
    rowOf(
      title,
      null,
      stacks.map((stack) => (stack ? read(stack) : null)),
    )
  const fromLab = (path: string) => (path.startsWith(`${dir}/`) ? path.slice(dir.length + 1) : path)
  return [
    row('Project', ({ project }) => [project]),
    row('Files', ({ files }) => files.map(fromLab)),
    row('Env files', ({ envFiles }) => envFiles.map(fromLab)),
    row('Profiles', ({ profiles }) => profiles),
  ]
}

const serviceParts = [
  'image',
  'target',
  'ports',
  'mounts',
  'networks',
  'limits',
] as const satisfies readonly EnvironmentPart[]

function serviceRows(service: string, stacks: Stacks, shorten: (path: string) => string): EnvironmentRow[] {
  const found = stacks.map((stack) =>
    stack?.services.find((each) => each.service === service && each.isActive),
  )
  return serviceParts.map((part) =>
    rowOf(
      partWords[part],
      service,
      found.map((each) => (each ? wordsOf(each, part).map(shorten) : null)),
    ),
  )
}

function wordsOf(service: EnvironmentService, part: (typeof serviceParts)[number]): readonly string[] {
  const value = service[part]
  return value === null ? [] : typeof value === 'string' ? [value] : value
}

function listServices(stacks: Stacks): readonly string[] {
  const names = stacks.flatMap((stack) =>
    (stack?.services ?? []).filter(({ isActive }) => isActive).map(({ service }) => service),
  )
  return [...new Set(names)].sort()
}

function rowOf(title: string, service: string | null, cells: EnvironmentRow['cells']): EnvironmentRow {
  const texts = cells.map((cell) => (cell === null ? null : cell.join('\n')))
  return { title, service, cells, differs: texts.some((text) => text !== texts[0]) }
}
