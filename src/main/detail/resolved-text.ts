import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { hidden, isPlainValue, isSecretName, type Mask } from './secrets.ts'
import type { ResolvedPath } from './locate.ts'
import { isSecretFlag } from './mask-all.ts'

/** One line of a document, and which part of the document begins on it; null for a further line of a value. */
export interface TextLine {
  readonly text: string
  /** All that begin here, the outermost first: an item of a list and the first key in it. */
  readonly paths: readonly ResolvedPath[]
}

/**
 * Takes secrets out of YAML that Compose wrote: values under a name that looks like a secret, and what the mask knows.
 * Only values are put in another way; everything else stays as Compose wrote it.
 */
export function maskDocument(text: string, mask: Mask): string {
  const edits: { readonly start: number; readonly end: number; readonly text: string }[] = []
  const document = parseDocument(text, { uniqueKeys: false, logLevel: 'silent' })
  const visit = (node: unknown, name: string): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        visit(key, '')
        visit(value, isScalar(key) ? String(key.value) : '')
      }
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries())
        visit(item, isSecretFlag(textOf(node.items[index - 1])) ? 'password' : '')
    } else if (isScalar(node) && node.range) {
      const value =
        node.value === null ? '' : typeof node.value === 'string' ? node.value : (node.source ?? '')
      const masked = isSecretName(name) && !isPlainValue(name, value) ? hidden : mask(value)
      if (masked === value) return
      const [start, end] = node.range
      const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED'
      const written = /^[\w•./@](?:[\w•./@ -]|:(?=[\w•/]))*(?<! )$/.test(masked)
        ? masked
        : JSON.stringify(masked)
      edits.push({ start, end, text: isBlock ? `${written}\n` : written })
    }
  }
  visit(document.contents, '')
  return edits
    .toSorted((a, b) => b.start - a.start)
    .reduce((result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text)
}

function textOf(node: unknown): unknown {
  return isScalar(node) ? node.value : null
}

/** The lines of a document with what begins on each. */
export function readLines(text: string): readonly TextLine[] {
  const counter = new LineCounter()
  const document = parseDocument(text, { uniqueKeys: false, logLevel: 'silent', lineCounter: counter })
  const begins = new Map<number, ResolvedPath[]>()
  const note = (node: unknown, path: ResolvedPath): void => {
    const offset = (node as Node | null)?.range?.[0]
    if (offset === undefined) return
    const { line } = counter.linePos(offset)
    begins.set(line, [...(begins.get(line) ?? []), path])
  }
  const visit = (node: unknown, path: ResolvedPath): void => {
    if (isMap(node)) {
      for (const { key, value } of node.items) {
        const own = [...path, isScalar(key) ? String(key.value) : '']
        note(key, own)
        visit(value, own)
      }
    } else if (isSeq(node)) {
      for (const [index, item] of node.items.entries()) {
        note(item, [...path, index])
        visit(item, [...path, index])
      }
    }
  }
  visit(document.contents, [])
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line, index) => ({ text: line, paths: begins.get(index + 1) ?? [] }))
}
