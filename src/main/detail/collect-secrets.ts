import type { EnvEntry } from '../compose/env-file.ts'
import { isPlainValue, isReference, isSecretFile, isSecretName, passwordsOf } from './secrets.ts'
import type { Tree } from './source-tree.ts'

/** Everywhere that a secret of a project can be written. */
export interface SecretSources {
  /** The document as Compose resolved it, each `$` doubled. */
  readonly resolved: unknown
  /** The files as they are written: what a later file replaces is a secret too. */
  readonly trees: readonly Tree[]
  readonly variables: readonly EnvEntry[]
  readonly shell: Readonly<Record<string, string | undefined>>
}

/** Values that must not be shown anywhere. */
export function collectSecrets({ resolved, trees, variables, shell }: SecretSources): ReadonlySet<string> {
  const found = new Set<string>()
  const declared = declaredSecrets(resolved)
  const add = (name: string, text: string) => {
    for (const value of [text, ...defaultsOf(text)].filter((each) => !isReference(each)))
      if ((isSecretName(name) || declared.has(name)) && !isPlainValue(name, value)) found.add(value)
    for (const password of passwordsOf(text).flatMap((each) => [each, decode(each), ...defaultsOf(each)]))
      if (!isReference(password) && !isPlainValue('', password)) found.add(password)
    if (text.includes('-----BEGIN')) found.add(text)
  }
  visitValue(resolved, '', (name, value) => add(name, value.replaceAll('$$', '$')))
  for (const tree of trees) visitTree(tree, '', (name, value) => add(name, value.replaceAll('$$', '$')))
  for (const { name, value, place } of variables) {
    if (isSecretFile(place.file) && !isPlainValue(name, value)) found.add(value)
    add(name, value)
  }
  for (const [name, value] of Object.entries(shell)) if (value !== undefined) add(name, value)
  return found
}

/** Variables that are given to containers as secrets, whatever they are called. */
function declaredSecrets(resolved: unknown): ReadonlySet<string> {
  const { secrets } = (resolved ?? {}) as {
    readonly secrets?: Readonly<Record<string, { readonly environment?: unknown } | null>> | null
  }
  const names = Object.values(secrets ?? {}).map((secret) => secret?.environment)
  return new Set(names.filter((name) => typeof name === 'string'))
}

type Visit = (name: string, value: string) => void

function visitValue(value: unknown, name: string, visit: Visit): void {
  if (Array.isArray(value)) for (const item of value) visitValue(item, name, visit)
  else if (typeof value === 'object' && value !== null)
    for (const [key, own] of Object.entries(value)) visitValue(own, key, visit)
  else if (typeof value === 'string') visitText(value, name, visit)
  else if (typeof value === 'number') visitText(String(value), name, visit)
}

function visitTree(tree: Tree, name: string, visit: Visit): void {
  if (tree.kind === 'list') for (const item of tree.items) visitTree(item.tree, name, visit)
  else if (tree.kind === 'map') for (const [key, entry] of tree.entries) visitTree(entry.tree, key, visit)
  else if (typeof tree.value !== 'boolean') visitText(tree.text, name, visit)
}

/** An item of a list can be a `NAME=value`. */
function visitText(text: string, name: string, visit: Visit): void {
  visit(name, text)
  const [, own, value = ''] = /^([A-Za-z_][\w.-]*)=([\s\S]*)$/.exec(text) ?? []
  if (own !== undefined) visit(own, value)
}

function defaultsOf(text: string): string[] {
  return [...text.matchAll(/\$\{[A-Za-z_]\w*:?[-+]([^{}]*)\}/g)].flatMap(([, value]) => value ?? [])
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
