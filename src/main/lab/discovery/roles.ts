import { relative, sep } from 'node:path'

interface Role {
  readonly names: readonly string[]
  /** Whether others stand on it, so that no switch may stop it. */
  readonly alwaysOn: boolean
}

/** What the usual names of files and folders say about a stack, in the order in which such stacks start. */
const roles: readonly Role[] = [
  { names: ['infra', 'infrastructure', 'core', 'base'], alwaysOn: true },
  { names: ['data', 'db', 'database', 'databases', 'storage', 'persistence'], alwaysOn: false },
  { names: ['compute', 'gpu', 'inference', 'llm', 'ml', 'model', 'models'], alwaysOn: false },
  { names: ['app', 'apps', 'application', 'applications', 'services', 'web', 'frontend'], alwaysOn: false },
]

/** Position of a name in the usual order; null when it says nothing. */
export function rankOfName(name: string): number | null {
  const rank = roles.findIndex(({ names }) => names.includes(name.toLowerCase()))
  return rank === -1 ? null : rank
}

export function isAlwaysOnName(name: string): boolean {
  return roles.some(({ names, alwaysOn }) => alwaysOn && names.includes(name.toLowerCase()))
}

/**
 * The folder on the way from the lab to a stack whose name says that others stand on what is in it; null when there is
 * none. A stack inside such a folder belongs to what it is named for: a secret store in `00-infrastructure`, say.
 */
export function alwaysOnFolder(root: string, dir: string): string | null {
  const folders = relative(root, dir).split(sep)
  return folders.find((folder) => isAlwaysOnName(splitNumber(folder)?.name ?? folder)) ?? null
}

/** `00-infrastructure` → number 0 and name `infrastructure`; null for a folder without a number in front. */
export function splitNumber(folder: string): { readonly number: number; readonly name: string } | null {
  const [, digits, name] = /^(\d+)[-_. ]+(.+)$/s.exec(folder) ?? []
  return digits === undefined || name === undefined ? null : { number: Number(digits), name }
}
