/** Names that Compose looks for when no file is named, the best first. */
export const baseNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'] as const

/** Names that Compose lays over the base unasked, whatever the base is called; the best first. */
export const overrideNames = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
] as const

/** What a file is by its name; null when it is not a Compose file by name. */
export type FileKind =
  | { readonly kind: 'base' }
  | { readonly kind: 'override' }
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'spare'; readonly word: string }

/** Words of files that lie there to be copied or were put aside, and are not run. */
const spareWords = new Set([
  'example',
  'sample',
  'template',
  'tmpl',
  'dist',
  'bak',
  'backup',
  'old',
  'orig',
  'disabled',
])

export function kindOfFile(name: string): FileKind | null {
  if (isOneOf(baseNames, name)) return { kind: 'base' }
  if (isOneOf(overrideNames, name)) return { kind: 'override' }
  const word = /^(?:docker-)?compose[.-](.+)\.ya?ml$/s.exec(name)?.[1]
  if (word === undefined) return null
  return spareWords.has(word.split('.').at(-1) ?? '') ? { kind: 'spare', word } : { kind: 'word', word }
}

/** Says which containers have programs of their own for their start and stop. */
export function isActionsName(name: string): boolean {
  return /^container_actions\.ya?ml$/.test(name)
}

/** Files like `config/networks.yml`, which may declare the networks that all stacks share. */
export function isNetworksName(name: string): boolean {
  return /^(?:docker-)?networks?\.ya?ml$/.test(name)
}

function isOneOf(names: readonly string[], name: string): boolean {
  return names.includes(name)
}
