import { evaluateEntries, readEnvFile } from '../compose/env-file.ts'
import type { ProviderCall } from './providers/model.ts'
import { renderEnvFile } from './render-env-file.ts'

/** What a provider printed, as an env file; or why it is none, in words that hold nothing of it. */
export type CheckedOutput =
  { readonly text: string; readonly values: ReadonlyMap<string, string> } | { readonly fault: string }

/** No lab has more; a provider that prints more has gone astray. */
export const largestOutputBytes = 1_000_000

/** Judges the whole output of a provider: garbage never takes the place of a file that works. Pure. */
export function checkOutput(bytes: Uint8Array, format: ProviderCall['format']): CheckedOutput {
  if (bytes.length > largestOutputBytes) return { fault: 'printed more than 1 MB' }
  const text = decode(bytes)
  if (text === null) return { fault: 'printed something that is not UTF-8 text' }
  if (text.includes('\0')) return { fault: 'printed zero bytes' }
  if (text.trim() === '') return { fault: 'printed nothing' }
  if (/^\s*<(!doctype|html|\?xml|head|body)/i.test(text)) return { fault: 'printed a web page' }
  return format === 'json' ? checkJson(text) : checkDotenv(text)
}

/** The pieces of an output that must be hidden wherever it is quoted, also of one that is no good. */
export function findValues(bytes: Uint8Array): readonly string[] {
  const text = Buffer.from(bytes).toString('utf8')
  const { entries } = readEnvFile({ file: '', text })
  const strings = [...text.matchAll(/"((?:\\.|[^"\\])*)"/g)].map(([, inner = '']) => inner)
  return [...entries.map(({ value }) => value), ...strings, ...text.split('\n').map((line) => line.trim())]
}

function checkDotenv(text: string): CheckedOutput {
  const { entries, mistake, idleLines } = readEnvFile({ file: '', text })
  if (mistake) return { fault: `printed no env file: line ${mistake.line} is no NAME=value` }
  const lines = text.split('\n')
  const odd = entries.find(
    ({ place }) => !/^\uFEFF?\s*(export\s+)?[A-Za-z_][\w.-]*\s*=/.test(lines[(place.line ?? 1) - 1] ?? ''),
  )
  const line = [odd?.place.line, ...idleLines].find((number) => number !== undefined)
  if (line !== undefined) return { fault: `printed no env file: line ${line} is no NAME=value` }
  if (entries.length === 0) return { fault: 'printed no variable' }
  return { text: text.endsWith('\n') ? text : `${text}\n`, values: evaluateEntries(entries) }
}

function checkJson(text: string): CheckedOutput {
  const content = parseJson(text)
  const pairs = pairsOf(content)
  if (pairs === null) return { fault: 'printed no JSON of names and values' }
  const odd = pairs.find(([name, value]) => !/^[A-Za-z_][\w.-]*$/.test(name) || scalar(value) === null)
  if (odd) return { fault: 'printed JSON in which not everything is a name with a text' }
  const values = new Map(pairs.map(([name, value]) => [name, scalar(value) ?? '']))
  return values.size === 0 ? { fault: 'printed no variable' } : { text: renderEnvFile(values), values }
}

/** A map of names and values; or a list of `{ key, value }`, as Infisical prints it. */
function pairsOf(content: unknown): readonly (readonly [string, unknown])[] | null {
  if (typeof content !== 'object' || content === null) return null
  if (!Array.isArray(content)) return Object.entries(content)
  const pairs = content.map((item: unknown) => {
    const { key, value } = (item ?? {}) as { readonly key?: unknown; readonly value?: unknown }
    return typeof key === 'string' ? ([key, value] as const) : null
  })
  return pairs.every((pair) => pair !== null) ? pairs : null
}

function scalar(value: unknown): string | null {
  if (typeof value === 'string') return value.includes('\0') ? null : value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}
