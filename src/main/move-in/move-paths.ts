import { relative, resolve } from 'node:path/posix'
import { type Document, isMap, isScalar, isSeq, type Scalar } from 'yaml'
import { type ComposeSource, entriesOf, fieldsOf } from './source.ts'
import { collect } from './read-services.ts'

/** A scalar whose text changes because its file lies elsewhere. */
export interface MovedPath {
  readonly scalar: Scalar
  readonly from: string
  readonly to: string
}

/** A relative path, meant from one folder, as it is written in another. What is no relative path stays. */
export function movePath(path: string, from: string, to: string): string {
  const inDefault = /^(\$\{[A-Za-z_]\w*:?-)([^}]*)(\}.*)$/s.exec(path)
  if (inDefault) {
    const [, head = '', fallback = '', tail = ''] = inDefault
    return fallback.startsWith('.') ? `${head}${movePath(fallback, from, to)}${tail}` : path
  }
  if (path === '' || /^([/~$]|[A-Za-z]:[\\/])|:\/\/|^[\w-]+@|^github\.com\//.test(path)) return path
  const moved = relative(to, resolve(from, path)) || '.'
  const end = path.endsWith('/') && !moved.endsWith('/') ? '/' : ''
  return `${moved.startsWith('.') ? '' : './'}${moved}${end}`
}

/** Every relative path of a file that says something else in another folder, wherever an anchor has it from. */
export function findMovedPaths(source: ComposeSource, from: string, to: string): readonly MovedPath[] {
  if (from === to) return []
  const found = new Map<Scalar, MovedPath>()
  const visit = (node: unknown, change: (text: string) => string) => {
    if (!isScalar(node) || typeof node.value !== 'string') return
    const moved = change(node.value)
    if (moved !== node.value) found.set(node, { scalar: node, from: node.value, to: moved })
  }
  const move = (text: string) => movePath(text, from, to)
  const { document } = source
  for (const { pair } of entriesOf(source, 'services')) visitService(pair.value, document, visit, move)
  for (const section of ['secrets', 'configs'])
    for (const { pair } of entriesOf(source, section)) {
      for (const { key, value } of fieldsOf(pair.value, document)) if (key === 'file') visit(value, move)
    }
  for (const { pair } of entriesOf(source, 'volumes')) {
    const options = collect(collect(pair.value, document).get('driver_opts'), document)
    const isBind = isScalar(options.get('o')) && /\bbind\b/.test(String((options.get('o') as Scalar).value))
    if (isBind) visit(options.get('device'), move)
  }
  return [...found.values()]
}

type Visit = (node: unknown, change: (text: string) => string) => void
type Move = (text: string) => string

function visitService(node: unknown, document: Document, visit: Visit, move: Move): void {
  for (const { key, value } of fieldsOf(node, document)) {
    if (key === 'build') visitBuild(value, document, visit, move)
    else if (key === 'env_file' || key === 'label_file') visitFiles(value, document, visit, move)
    else if (key === 'volumes') visitVolumes(value, document, visit, move)
    else if (key === 'extends' || key === 'credential_spec') visitKey(value, 'file', document, visit, move)
    else if (key === 'develop') {
      const watch = collect(value, document).get('watch')
      if (isSeq(watch)) for (const rule of watch.items) visitKey(rule, 'path', document, visit, move)
    }
  }
}

function visitKey(node: unknown, name: string, document: Document, visit: Visit, move: Move): void {
  if (!isMap(node)) return
  for (const { key, value } of fieldsOf(node, document)) if (key === name) visit(value, move)
}

function visitBuild(node: unknown, document: Document, visit: Visit, move: Move): void {
  visit(node, move)
  for (const { key, value } of fieldsOf(node, document)) {
    if (key === 'context') visit(value, move)
    if (key !== 'additional_contexts') continue
    for (const { value: context } of fieldsOf(value, document))
      visit(context, (text) => (/^[a-z-]+:/.test(text) ? text : move(text)))
    if (isSeq(value))
      for (const item of value.items)
        visit(item, (text) =>
          text.replace(/^([^=]+=)(?![a-z-]+:)(.*)$/, (_, name: string, path: string) => name + move(path)),
        )
  }
}

function visitFiles(node: unknown, document: Document, visit: Visit, move: Move): void {
  visit(node, move)
  if (!isSeq(node)) return
  for (const item of node.items) {
    visit(item, move)
    visitKey(item, 'path', document, visit, move)
  }
}

function visitVolumes(node: unknown, document: Document, visit: Visit, move: Move): void {
  if (!isSeq(node)) return
  for (const item of node.items) {
    visit(item, (text) => moveMount(text, move))
    if (isMap(item) && collect(item, document).get('type')?.toString() === 'bind')
      visitKey(item, 'source', document, visit, move)
  }
}

/** Of `./data:/data:ro` the part before the first colon outside of `${…}`; a name there is a volume, not a path. */
function moveMount(text: string, move: Move): string {
  const source = /^((?:\$\{[^}]*\}|[^:])*):/.exec(text)?.[1]
  if (source === undefined || !/^(\.|\$\{[A-Za-z_]\w*:?-\.)/.test(source)) return text
  return `${move(source)}${text.slice(source.length)}`
}
